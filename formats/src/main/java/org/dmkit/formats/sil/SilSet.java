package org.dmkit.formats.sil;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Layout;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.Stack;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet.Resync;

/**
 * The disks of one identity: who is what in the set, and what speaks against starting it. The highest incarnation tells the set;
 * a disk that is behind it missed writes.
 */
final class SilSet {
    /** One disk of the set, of a type that is known. */
    private record Disk(Reading.Found<SilMetadata> found, SilMetadata metadata, SilType type) {
        DiskInfo info() {
            return found.disk();
        }

        int slots() {
            return Math.max(
                    0,
                    switch (type) {
                        case RAID1 -> metadata.drivesPerMirror();
                        case RAID10 -> 2 * metadata.drivesPerStripe();
                        case RAID0, RAID5, CONCATENATION, JBOD -> metadata.drivesPerStripe();
                    });
        }

        /** -1 if it is in no place of the set. */
        int slot() {
            int number = metadata.diskNumber();
            if (type != SilType.RAID10) {
                return number < slots() ? number : -1;
            }
            int columns = metadata.drivesPerStripe();
            int copy = metadata.stripeNumber();
            return number < columns && (copy == 0 || copy == 1) ? copy * columns + number : -1;
        }

        /** True if both tell of the same set; where in it each stands is another matter. */
        boolean tellsTheSameAs(Disk other) {
            return type == other.type
                    && slots() == other.slots()
                    && metadata.chunk() == other.metadata.chunk()
                    && metadata.arraySectors() == other.metadata.arraySectors();
        }
    }

    private final String identity;
    private final List<Disk> members;
    private final List<Reading.Found<SilMetadata>> spares;
    /** Of a type that nobody knows. */
    private final List<Reading.Found<SilMetadata>> others;

    private final int newest;

    private SilSet(
            String identity,
            List<Disk> members,
            List<Reading.Found<SilMetadata>> spares,
            List<Reading.Found<SilMetadata>> others) {
        this.identity = identity;
        this.members = members;
        this.spares = spares;
        this.others = others;
        this.newest = SilCopies.newest(members.stream().map(Disk::metadata).toList());
    }

    /**
     * The set on these disks.
     *
     * @param found all of one identity
     * @return empty if none of them is a member of a known type
     */
    static Optional<SilSet> of(String identity, List<Reading.Found<SilMetadata>> found) {
        var members = new ArrayList<Disk>();
        var spares = new ArrayList<Reading.Found<SilMetadata>>();
        var others = new ArrayList<Reading.Found<SilMetadata>>();
        for (Reading.Found<SilMetadata> f : found) {
            SilMetadata metadata = f.metadata();
            if (metadata.spare()) {
                spares.add(f);
            } else {
                metadata.type().ifPresentOrElse(type -> members.add(new Disk(f, metadata, type)), () -> others.add(f));
            }
        }
        return members.isEmpty() ? Optional.empty() : Optional.of(new SilSet(identity, members, spares, others));
    }

    List<Membership<SilMetadata>> memberships() {
        var memberships = new ArrayList<Membership<SilMetadata>>();
        for (Disk disk : members) {
            memberships.add(new Membership<>(disk.found(), identity, layout(disk), role(disk), resync(disk)));
        }
        Layout layout = layout(members.getFirst());
        for (Reading.Found<SilMetadata> spare : spares) {
            memberships.add(new Membership<>(spare, identity, layout, new Membership.Spare(), Resync.CLEAN));
        }
        for (Reading.Found<SilMetadata> other : others) {
            var out = new Membership.ShutOut(-1, SilFindings.type(other));
            memberships.add(new Membership<>(other, identity, layout, out, Resync.CLEAN));
        }
        return memberships;
    }

    private boolean behind(Disk disk) {
        return disk.metadata().incarnation() != newest;
    }

    private Membership.Role role(Disk disk) {
        SilMetadata metadata = disk.metadata();
        if (metadata.failed() || (disk.type().redundant() && !metadata.current() && !metadata.rebuilding())) {
            return new Membership.ShutOut(disk.slot(), SilFindings.failed(disk.found()));
        }
        if (behind(disk) && replaced(disk)) {
            return new Membership.ShutOut(disk.slot(), SilFindings.replaced(disk.found(), newest));
        }
        return new Membership.InSlot(disk.slot(), data(length(disk)), state(disk));
    }

    /** The set has gone on without this disk: as another kind of set, or with another in its place, lost since or not. */
    private boolean replaced(Disk old) {
        return members.stream()
                .anyMatch(d -> (d.slot() == old.slot() && newer(d, old)) || (!behind(d) && !d.tellsTheSameAs(old)));
    }

    private static boolean newer(Disk one, Disk other) {
        return one.metadata().incarnation() - other.metadata().incarnation() > 0;
    }

    private State state(Disk disk) {
        SilMetadata metadata = disk.metadata();
        if (metadata.rebuilding()) {
            return State.REBUILDING;
        }
        // Without redundancy nobody can have missed a write that the others have.
        return !disk.type().redundant()
                        || inSync(disk)
                        || (!behind(disk) && members.stream().noneMatch(this::inSync))
                ? State.IN_SYNC
                : State.REBUILDING;
    }

    private boolean inSync(Disk disk) {
        return disk.metadata().current() && disk.metadata().clean() && !behind(disk);
    }

    /** The set was in use, or never synchronised, and no member knows better. */
    private Resync resync(Disk disk) {
        return disk.type().redundant()
                        && disk.metadata().current()
                        && !behind(disk)
                        && members.stream().noneMatch(this::inSync)
                ? Resync.RESYNCING
                : Resync.CLEAN;
    }

    private Layout layout(Disk disk) {
        SilMetadata metadata = disk.metadata();
        SilSizes sizes = sizes(disk);
        String name = SilNames.set(metadata);
        return new Layout(
                name,
                metadata.text(),
                disk.type().level(),
                metadata.chunk(),
                sizes.set(),
                Collections.nCopies(disk.slots(), new Layout.Slot(data(sizes.missing()), "", false)),
                disk.type() == SilType.RAID10 ? Stack.numbered(Level.RAID1, name, 2) : null);
    }

    /** Never empty: a set without room is refused, not built. */
    private static Extent data(long sectors) {
        return new Extent(0, Math.max(1, sectors));
    }

    private SilSizes sizes(Disk disk) {
        List<Disk> present = members.stream().filter(d -> d.slot() >= 0).toList();
        int missing = disk.slots()
                - present.stream().map(Disk::slot).collect(Collectors.toSet()).size();
        return SilSizes.of(
                disk.metadata(), disk.type(), present.stream().map(Disk::info).toList(), Math.max(0, missing));
    }

    private long length(Disk disk) {
        return sizes(disk).ofDisk().applyAsLong(disk.info().sectors());
    }

    /** What there is against starting the set. */
    List<Finding> defects() {
        var defects = new ArrayList<Finding>();
        for (Disk disk : members) {
            if (role(disk) instanceof Membership.ShutOut) {
                continue;
            }
            SilMetadata metadata = disk.metadata();
            if (metadata.majorVersion() != 1 && metadata.majorVersion() != 2) {
                defects.add(SilFindings.version(disk.found()));
            }
            if (metadata.vendor() != SilMetadata.SILICON_IMAGE) {
                defects.add(SilFindings.vendor(disk.found()));
            }
            if (disk.type() == SilType.RAID10 && metadata.drivesPerMirror() != 2) {
                defects.add(SilFindings.copies(disk.found()));
            }
            long length = length(disk);
            if (length <= 0 || length > SilSizes.room(disk.info().sectors())) {
                defects.add(SilFindings.room(disk.found(), length));
            }
            if (sizes(disk).doubt() == SilSizes.Doubt.NO_SUM) {
                defects.add(SilFindings.noSum(disk.found(), sizes(disk).set()));
            }
        }
        return defects;
    }

    /** What is worth knowing of a set that may be started all the same. */
    List<Finding> remarks() {
        var remarks = new ArrayList<Finding>();
        Disk first = members.getFirst();
        SilSizes sizes = sizes(first);
        if (sizes.doubt() == SilSizes.Doubt.MEMBER_OR_VOLUME) {
            remarks.add(SilFindings.memberOrVolume(first.found(), sizes.set()));
        }
        members.stream()
                .filter(d -> role(d) instanceof Membership.InSlot && behind(d))
                .forEach(d -> remarks.add(
                        SilFindings.behind(d.found(), newest, d.type().redundant())));
        return remarks;
    }
}
