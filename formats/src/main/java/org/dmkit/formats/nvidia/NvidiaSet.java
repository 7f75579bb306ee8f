package org.dmkit.formats.nvidia;

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
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet.Resync;

/** The disks of one line of signatures: who is what in the set, and what speaks against starting it. */
final class NvidiaSet {
    /** One disk of the set, of a level that is known. */
    private record Disk(Reading.Found<NvidiaMetadata> found, NvidiaMetadata metadata, NvidiaLevel level) {
        DiskInfo info() {
            return found.disk();
        }

        int slots() {
            return level.slots(metadata.width());
        }

        NvidiaSignature signature() {
            return metadata.signature();
        }

        boolean inSlot() {
            return metadata.unit() < slots();
        }
    }

    private final String identity;
    private final List<Disk> disks;
    /** In no slot whatever they say: of a level that nobody knows, or of none. */
    private final List<Reading.Found<NvidiaMetadata>> others;

    /** Of {@link #disks}, the members. */
    private final List<Disk> members;
    /** Of {@link #disks}, those with a slot and another signature than the members have. */
    private final List<Disk> left;

    private NvidiaSet(String identity, List<Disk> disks, List<Reading.Found<NvidiaMetadata>> others) {
        this.identity = identity;
        this.disks = disks;
        this.others = others;
        List<Disk> inSlot = disks.stream().filter(Disk::inSlot).toList();
        Optional<NvidiaSignature> signature = latest(inSlot);
        this.members = inSlot.stream()
                .filter(d -> signature.equals(Optional.of(d.signature())))
                .toList();
        this.left = inSlot.stream().filter(d -> !members.contains(d)).toList();
    }

    /** Of those that have data. A disk that is being rebuilt may be told of a signature first: nobody confirms it yet. */
    private static Optional<NvidiaSignature> latest(List<Disk> inSlot) {
        List<Disk> withData =
                inSlot.stream().filter(d -> !d.metadata().rebuilding()).toList();
        return (withData.isEmpty() ? inSlot : withData)
                .stream().map(Disk::signature).reduce((a, b) -> b.isAfter(a) ? b : a);
    }

    /**
     * The set on these disks.
     *
     * @param found all of one line of signatures
     * @return empty if none of them is of a known level
     */
    static Optional<NvidiaSet> of(String identity, List<Reading.Found<NvidiaMetadata>> found) {
        var disks = new ArrayList<Disk>();
        var others = new ArrayList<Reading.Found<NvidiaMetadata>>();
        for (Reading.Found<NvidiaMetadata> f : found) {
            NvidiaMetadata metadata = f.metadata();
            metadata.level().ifPresentOrElse(level -> disks.add(new Disk(f, metadata, level)), () -> others.add(f));
        }
        return disks.isEmpty() ? Optional.empty() : Optional.of(new NvidiaSet(identity, disks, others));
    }

    List<Membership<NvidiaMetadata>> memberships() {
        var memberships = new ArrayList<Membership<NvidiaMetadata>>();
        for (Disk disk : disks) {
            memberships.add(
                    new Membership<>(disk.found(), identity, layout(disk), role(disk), resync(disk.metadata())));
        }
        for (Reading.Found<NvidiaMetadata> other : others) {
            NvidiaMetadata metadata = other.metadata();
            Membership.Role role = metadata.levelCode() == 0
                    ? new Membership.Spare()
                    : new Membership.ShutOut(-1, NvidiaFindings.level(other));
            memberships.add(new Membership<>(other, identity, layout(disks.getFirst()), role, Resync.CLEAN));
        }
        return memberships;
    }

    private Membership.Role role(Disk disk) {
        if (!disk.inSlot()) {
            return new Membership.Spare();
        }
        int unit = disk.metadata().unit();
        if (left.contains(disk)) {
            return new Membership.ShutOut(unit, NvidiaFindings.otherSignature(disk.found()));
        }
        if (missedTheError(disk)) {
            return new Membership.ShutOut(unit, NvidiaFindings.missedTheError(disk.found()));
        }
        return new Membership.InSlot(
                unit,
                data(length(disk)),
                disk.metadata().rebuilding() ? Component.State.REBUILDING : Component.State.IN_SYNC);
    }

    /** The others were told that the set is degraded, this one was not: it was away when it was lost. */
    private boolean missedTheError(Disk disk) {
        NvidiaMetadata metadata = disk.metadata();
        return disk.level().redundant() && !metadata.error() && !metadata.rebuilding() && degraded();
    }

    /** True if a member says so that may be believed. */
    private boolean degraded() {
        return members.stream().map(Disk::metadata).anyMatch(m -> m.error() && !m.rebuilding());
    }

    private static Resync resync(NvidiaMetadata metadata) {
        return switch (metadata.job().orElse(NvidiaJob.IDLE)) {
            case SYNC, INIT -> Resync.RESYNCING;
            case IDLE, REBUILD, MIGRATE -> Resync.CLEAN;
        };
    }

    private Layout layout(Disk disk) {
        String name = NvidiaNames.set(disk.metadata());
        NvidiaSizes sizes = sizes(disk);
        var slot = new Layout.Slot(data(sizes.member()), "", disk.level().redundant() && degraded());
        return new Layout(
                name,
                disk.metadata().productId(),
                disk.level().level(),
                disk.metadata().chunk(),
                sizes.set(),
                Collections.nCopies(disk.slots(), slot),
                disk.level() == NvidiaLevel.RAID01 ? Stack.numbered(Level.RAID1, name, 2) : null);
    }

    /** Never empty: a set without room is refused, not built. */
    private static Extent data(long sectors) {
        return new Extent(0, Math.max(1, sectors));
    }

    private NvidiaSizes sizes(Disk disk) {
        return disk.level() == NvidiaLevel.JBOD
                ? lengths(disk).total()
                : NvidiaSizes.of(disk.metadata(), disk.level(), smallest());
    }

    private long length(Disk disk) {
        return disk.level() == NvidiaLevel.JBOD
                ? lengths(disk).ofDisk().applyAsLong(disk.info().sectors())
                : sizes(disk).member();
    }

    private NvidiaSizes.Lengths lengths(Disk disk) {
        return NvidiaSizes.jbod(
                disk.metadata(), members.stream().map(Disk::info).toList(), missing(disk));
    }

    private long smallest() {
        return (members.isEmpty() ? disks : members)
                .stream().mapToLong(d -> d.info().sectors()).min().orElseThrow();
    }

    /** Slots that nobody claims, as this disk counts. */
    private int missing(Disk disk) {
        return Math.max(
                0,
                disk.slots()
                        - members.stream()
                                .map(d -> d.metadata().unit())
                                .collect(Collectors.toSet())
                                .size());
    }

    /** What there is against starting the set. */
    List<Finding> defects() {
        var defects = new ArrayList<Finding>();
        for (Disk disk : members) {
            NvidiaMetadata metadata = disk.metadata();
            if (!disk.level().certain()) {
                defects.add(NvidiaFindings.level(disk.found()));
            }
            if (metadata.sectorSize() != 512) {
                defects.add(NvidiaFindings.sectorSize(disk.found()));
            }
            if (metadata.job().isEmpty() || metadata.job().get() == NvidiaJob.MIGRATE) {
                defects.add(NvidiaFindings.job(disk.found()));
            }
            if (metadata.totalVolumes() < disk.slots()
                    || (disk.level() == NvidiaLevel.RAID1 && metadata.width() != 1)) {
                defects.add(NvidiaFindings.count(disk.found(), disk.slots()));
            }
            if (length(disk) <= 0) {
                defects.add(NvidiaFindings.tooSmall(disk.found()));
            }
            if (metadata.error() && !disk.level().redundant()) {
                defects.add(NvidiaFindings.offline(disk.found()));
            }
        }
        left.stream()
                .filter(d -> d.level().redundant()
                        && d.metadata().error()
                        && !d.metadata().rebuilding())
                .forEach(d -> defects.add(NvidiaFindings.twoHistories(d.found())));
        if (!members.isEmpty() && nobodyIsLost()) {
            members.stream()
                    .filter(d -> d.level().redundant() && d.metadata().error())
                    .forEach(d -> defects.add(NvidiaFindings.nobodyLost(d.found())));
            members.stream()
                    .filter(d -> d.level().redundant()
                            && d.metadata()
                                    .job()
                                    .filter(NvidiaJob.REBUILD::equals)
                                    .isPresent())
                    .forEach(d -> defects.add(NvidiaFindings.noTarget(d.found())));
        }
        return defects;
    }

    /** Every slot is claimed, by disks that all call themselves good. */
    private boolean nobodyIsLost() {
        return missing(members.getFirst()) == 0
                && members.stream().noneMatch(d -> d.metadata().rebuilding() || missedTheError(d));
    }

    /** What is worth knowing of a set that may be started all the same. */
    List<Finding> remarks() {
        Disk first = members.isEmpty() ? disks.getFirst() : members.getFirst();
        return switch (sizes(first).source()) {
            case CAPACITY -> List.of();
            case WRAPPED, DISKS ->
                List.of(NvidiaFindings.capacity(first.found(), sizes(first).set()));
        };
    }
}
