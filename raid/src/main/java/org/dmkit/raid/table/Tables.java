package org.dmkit.raid.table;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/**
 * The devices that a set is mapped with. Pure: the same tree gives the same devices.
 *
 * <p>The modern profile keeps the state in the superblocks of the metadata devices, and the tables free of words but
 * {@code rebuild} (all seen on a 6.1 kernel, for raid1, raid5_la/ra/ls/rs/n and raid6_zr, with the data compared):
 *
 * <ul>
 *   <li>In sync: both offsets all ones. The bitmap needs a superblock of its own, else the kernel refuses (EINVAL).
 *   <li>Resync owed: resync offset 0 <em>and</em> a bitmap older than the superblock. With a bitmap as new, nothing is copied.
 *       A parity set with a hole as well is refused (EIO, "cannot start dirty degraded array"); one with a rebuilding slot is
 *       <em>not</em>, though what it rebuilds can't be trusted: that is for the caller to refuse.
 *   <li>Hole: {@code - -}; the failed bit on the others is harmless and not needed.
 *   <li>Rebuilding: the word {@code rebuild N}; what the metadata device of N holds doesn't matter. Without the word a set that
 *       starts anew rebuilds as well, but a running one copies only what its bitmap calls dirty: on a new disk it reports
 *       {@code AA} and full ratio with wrong data. So the word always stands.
 *   <li>A table over metadata devices that are in use goes on where the old one stopped, a rebuild or resync under way too;
 *       with {@code rebuild N} again it begins anew. A member that had dropped out is brought up to date from the bitmap.
 *   <li>The superblocks are read when a table is <em>loaded</em>. A member that the kernel finds bad between load and resume is
 *       taken as in sync by the new table: compare the letters once suspended, and load again if they changed.
 * </ul>
 *
 * <p>A table is never longer than the set, nor than what its members hold; striped levels are cut to whole stripes. A
 * {@link RaidSet.Resync#DIRTY} set is mapped as a clean one: whoever starts it decides whether it is resynced first. Parity
 * sets can't be resynced in the classic profile, and where a rebuild is under way a resync has to wait for its end.
 */
public final class Tables {
    private final Profile profile;
    private final Function<DiskInfo, DeviceRef> refs;

    private Tables(Profile profile, Function<DiskInfo, DeviceRef> refs) {
        this.profile = profile;
        this.refs = refs;
    }

    /**
     * The devices of a set and its subsets, bottom-up: what a table stands on comes before it. None if the set can't start
     * or nothing in the kernel lays data out as it does.
     *
     * @param refs how the tables shall name a disk
     */
    public static List<MappedDevice> of(RaidSet set, Profile profile, Function<DiskInfo, DeviceRef> refs) {
        return new Tables(profile, refs).devices(set);
    }

    /** Sectors of the device that a set is mapped with, in either profile; 0 if the set can't start. */
    public static long length(RaidSet set) {
        List<MappedDevice> devices = of(set, Profile.CLASSIC, disk -> DeviceRef.ofPath(disk.name()));
        return devices.isEmpty() ? 0 : devices.getLast().table().length();
    }

    /** What stands in a slot, ready for a table; {@code data} is {@link DeviceRef#NONE} for nobody. */
    private record Slot(int index, DeviceRef data, long offset, long length, Component.State state) {
        boolean present() {
            return !(data instanceof DeviceRef.None);
        }

        boolean inSync() {
            return present() && state == Component.State.IN_SYNC;
        }

        boolean rebuilding() {
            return present() && state == Component.State.REBUILDING;
        }

        Slot withState(Component.State newState) {
            return new Slot(index, data, offset, length, newState);
        }

        DmTarget.Leg leg() {
            return new DmTarget.Leg(data, offset);
        }
    }

    private List<MappedDevice> devices(RaidSet set) {
        if (set.health() == RaidSet.Health.FAILED
                || set.bottomUp().anyMatch(s -> !s.level().mappable())) {
            return List.of();
        }
        var devices = new ArrayList<MappedDevice>();
        var slots = new ArrayList<Slot>();
        for (Component c : set.components()) {
            int index = slots.size();
            slots.add(
                    switch (c) {
                        case Component.Member m ->
                            new Slot(
                                    index,
                                    refs.apply(m.disk()),
                                    m.extent().lba(),
                                    m.extent().count(),
                                    m.state());
                        case Component.Missing m ->
                            new Slot(index, DeviceRef.NONE, 0, m.extent().count(), Component.State.IN_SYNC);
                        case Component.Subset s -> {
                            boolean rebuilding =
                                    set.level().redundant() && s.set().rebuildsAsWhole();
                            List<MappedDevice> below =
                                    devices(rebuilding ? s.set().withMembers(Component.State.IN_SYNC) : s.set());
                            devices.addAll(below);
                            yield below.isEmpty()
                                    ? new Slot(index, DeviceRef.NONE, 0, s.set().size(), Component.State.IN_SYNC)
                                    : new Slot(
                                            index,
                                            DeviceRef.of(below.getLast().name()),
                                            0,
                                            below.getLast().table().length(),
                                            rebuilding ? Component.State.REBUILDING : Component.State.IN_SYNC);
                        }
                    });
        }
        devices.add(
                switch (set.level()) {
                    case LINEAR -> device(set, linear(set, slots), List.of());
                    case RAID0 -> device(set, striped(set, slots), List.of());
                    case RAID1 ->
                        profile == Profile.CLASSIC ? device(set, mirror(set, slots), List.of()) : raid(set, slots);
                    case RAID4,
                            RAID4_PARITY_FIRST,
                            RAID5_LEFT_ASYMMETRIC,
                            RAID5_RIGHT_ASYMMETRIC,
                            RAID5_LEFT_SYMMETRIC,
                            RAID5_RIGHT_SYMMETRIC,
                            RAID6_ZERO_RESTART,
                            RAID6_N_RESTART,
                            RAID6_N_CONTINUE -> raid(set, slots);
                    case RAID3, RAID1E, RAID5E, RAID5EE ->
                        throw new IllegalStateException(set.level() + " has no table");
                });
        return devices;
    }

    private static MappedDevice device(RaidSet set, Table table, List<Helper> helpers) {
        return new MappedDevice(new DmName(set.name()), new DmUuid("DMRAID-" + set.name()), table, helpers);
    }

    private static Table linear(RaidSet set, List<Slot> slots) {
        var lines = new ArrayList<Table.Line>();
        long next = 0;
        for (Slot slot : slots) {
            long length = Math.min(slot.length(), set.size() - next);
            if (length > 0) {
                lines.add(new Table.Line(next, length, new DmTarget.Linear(slot.data(), slot.offset())));
                next += length;
            }
        }
        return new Table(lines);
    }

    private static Table linear(long length, DmTarget.Leg only) {
        return Table.of(length, new DmTarget.Linear(only.device(), only.offset()));
    }

    /** One stripe is linear, as dmraid has it. */
    private static Table striped(RaidSet set, List<Slot> slots) {
        long length = wholeStripes(set, slots, slots.size());
        if (slots.size() == 1) {
            return linear(length, slots.getFirst().leg());
        }
        return Table.of(
                length,
                new DmTarget.Striped(set.chunk(), slots.stream().map(Slot::leg).toList()));
    }

    /**
     * The first leg of a mirror is the source of what is copied, so those in sync come first. As dmraid does, what is left of a
     * mirror of three is copied too.
     */
    private static Table mirror(RaidSet set, List<Slot> slots) {
        var legs = new ArrayList<DmTarget.Leg>();
        slots.stream().filter(Slot::inSync).map(Slot::leg).forEach(legs::add);
        slots.stream().filter(Slot::rebuilding).map(Slot::leg).forEach(legs::add);
        long length = Math.min(set.size(), shortest(slots));
        if (legs.size() == 1) {
            return linear(length, legs.getFirst());
        }
        boolean sync = resyncing(set) || !slots.stream().allMatch(Slot::inSync);
        return Table.of(length, new DmTarget.Mirror(RegionSize.classic(length), sync, legs, true));
    }

    /**
     * The {@code raid} target. It takes data at sector 0 only ("dm_raid: allocating" else), so a member with an offset is
     * wrapped in a linear device.
     */
    private MappedDevice raid(RaidSet set, List<Slot> found) {
        List<Slot> slots = found;
        var personality = Personality.of(set.level());
        int dataMembers = slots.size() - personality.parity();
        boolean mirrored = set.level() == Level.RAID1;
        boolean rebuilding = slots.stream().anyMatch(Slot::rebuilding);
        if (mirrored && rebuilding && resyncing(set)) {
            slots = copiesOfFirst(slots);
        }
        long length = mirrored ? Math.min(set.size(), shortest(slots)) : wholeStripes(set, slots, dataMembers);
        long memberLength = mirrored ? length : length / dataMembers;
        int chunk = mirrored ? 0 : set.chunk();

        var helpers = new ArrayList<Helper>();
        var pairs = new ArrayList<DmTarget.RaidSlot>();
        for (Slot slot : slots) {
            DeviceRef metadata = DeviceRef.NONE;
            if (profile == Profile.MODERN && slot.present()) {
                var helper = new Helper.Metadata(
                        new DmName(set.name() + "_rmeta_" + slot.index()),
                        slot.index(),
                        superblock(set, slots, slot, personality, chunk, length, memberLength));
                helpers.add(helper);
                metadata = DeviceRef.of(helper.name());
            }
            DeviceRef data = slot.data();
            if (slot.present() && slot.offset() != 0) {
                var helper = new Helper.Offset(
                        new DmName(set.name() + "_rimage_" + slot.index()),
                        slot.index(),
                        Table.of(slot.length(), new DmTarget.Linear(slot.data(), slot.offset())));
                helpers.add(helper);
                data = DeviceRef.of(helper.name());
            }
            pairs.add(new DmTarget.RaidSlot(metadata, data));
        }
        List<Integer> rebuild =
                slots.stream().filter(Slot::rebuilding).map(Slot::index).toList();
        return device(
                set,
                Table.of(
                        length,
                        new DmTarget.Raid(
                                personality.word(),
                                chunk,
                                sync(set, rebuild),
                                rebuild,
                                region(set, memberLength, slots),
                                pairs)),
                helpers);
    }

    /**
     * The same slots with all but the first source rebuilding. The kernel (6.1) drops a resync that is owed beside a rebuild,
     * and the sources would differ for good.
     */
    private static List<Slot> copiesOfFirst(List<Slot> slots) {
        int source =
                slots.stream().filter(Slot::inSync).findFirst().orElseThrow().index();
        return slots.stream()
                .map(s -> s.inSync() && s.index() != source ? s.withState(Component.State.REBUILDING) : s)
                .toList();
    }

    /**
     * Never {@code sync}: without superblocks, and with new ones, the kernel (6.1) takes the word and does nothing. It takes
     * neither word beside {@code rebuild}, and no {@code nosync} for raid6.
     */
    private DmTarget.Raid.Sync sync(RaidSet set, List<Integer> rebuild) {
        return profile == Profile.CLASSIC && rebuild.isEmpty() && !set.level().doubleParity()
                ? DmTarget.Raid.Sync.NOSYNC
                : DmTarget.Raid.Sync.DEFAULT;
    }

    /** dmraid's rule for parity sets, raised where the kernel would refuse a region smaller than the chunk. */
    private OptionalInt region(RaidSet set, long memberLength, List<Slot> slots) {
        if (profile == Profile.MODERN || set.level().doubleParity()) {
            return OptionalInt.empty();
        }
        long x = (slots.size() - 1) * memberLength / slots.size();
        return OptionalInt.of(Math.max(RegionSize.classic(x), set.chunk()));
    }

    private static RaidSuperblock superblock(
            RaidSet set,
            List<Slot> slots,
            Slot slot,
            Personality personality,
            int chunk,
            long length,
            long memberLength) {
        long failed = 0;
        for (Slot s : slots) {
            failed |= s.present() ? 0 : 1L << s.index();
        }
        boolean copies = set.level() == Level.RAID1 && slots.stream().anyMatch(Slot::rebuilding);
        boolean resyncing = resyncing(set) && !copies;
        return new RaidSuperblock(
                slots.size(),
                slot.index(),
                slot.inSync() ? 2 : 1,
                resyncing ? 0 : 2,
                failed,
                slot.inSync() ? RaidSuperblock.DONE : 0,
                resyncing ? 0 : RaidSuperblock.DONE,
                personality.level(),
                personality.layout(),
                chunk,
                length,
                memberLength);
    }

    private static boolean resyncing(RaidSet set) {
        return set.resync() == RaidSet.Resync.RESYNCING;
    }

    private static long shortest(List<Slot> slots) {
        return slots.stream().mapToLong(Slot::length).min().orElse(0);
    }

    private static long wholeStripes(RaidSet set, List<Slot> slots, int dataMembers) {
        long stripe = (long) set.chunk() * dataMembers;
        return Math.min(shortest(slots) / set.chunk(), set.size() / stripe) * stripe;
    }
}
