package org.dmkit.raid.write;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Component.Subset;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;

/**
 * The room for a new set in a format in which a disk tells of one set: it lies at the same place on each disk. Sizes in sectors.
 *
 * @param format its short name
 * @param begin first sector of data on each disk
 * @param room sectors of a disk that data and what is in front of them may take
 */
public record NewSetRoom(String format, long begin, ToLongFunction<DiskInfo> room) {
    /** T0 of a new set whose members have these blocks, by name of disk. */
    public static <M> Group ground(Format<M> format, String name, Map<String, M> blocks) {
        return new Group(name, List.of(), List.of(), Known.byDisk(format, blocks));
    }

    /** The same, if nothing in this block is about the disk that it is on. */
    public static <M> Group ground(Format<M> format, String name, List<DiskInfo> disks, M block) {
        return ground(format, name, disks.stream().collect(Collectors.toMap(DiskInfo::name, d -> block)));
    }

    /** Refuses disks that tell of a set already. */
    public void empty(Group group) throws RefusedException {
        if (!group.sets().isEmpty()) {
            throw refused(
                    "one-set",
                    group.sets().getFirst().name() + " is on these disks",
                    "disks that are in no set",
                    "name blank disks");
        }
    }

    /** Refuses too few members or too many, and an odd number where each has a twin. */
    public void count(Wish.Kind kind, int members, int most) throws RefusedException {
        int least = kind.leastMembers();
        boolean odd = kind == Wish.Kind.RAID10 && members % 2 == 1;
        if (members < least || members > most || odd) {
            throw refused(
                    "members",
                    members + " disks",
                    (least == most ? "" + least : least + " to " + most) + " for " + kind
                            + (odd ? ", an even number" : ""),
                    "");
        }
    }

    /**
     * What each disk gives: what is wished for, or all that the smallest has.
     *
     * @param step sectors of which it is a multiple
     */
    public long each(Wish wish, List<DiskInfo> disks, long step) throws RefusedException {
        return each(format, wish, disks.size(), Math.max(0, smallest(disks)), step);
    }

    /**
     * What each of some disks gives.
     *
     * @param format its short name
     * @param most sectors of room on the one that has the least
     * @param step sectors of which it is a multiple
     */
    public static long each(String format, Wish wish, int disks, long most, long step) throws RefusedException {
        long parts = wish.kind().dataMembers(disks);
        long each = wish.size().isPresent() ? Math.ceilDiv(wish.size().getAsLong(), parts) : most;
        each -= Math.floorMod(each, step);
        if (each > most || each < step) {
            throw Placement.refused(
                    format,
                    "size",
                    most + " sectors of room on each disk",
                    Math.max(each, step) + " sectors",
                    "take larger disks, or another size");
        }
        return each;
    }

    /** Sectors of data for which every disk has room. */
    public long smallest(List<DiskInfo> disks) {
        return disks.stream().mapToLong(room).min().orElse(0) - begin;
    }

    /** The members, all in sync. */
    public List<Component> members(List<DiskInfo> disks, long each) {
        return disks.stream()
                .<Component>map(d -> new Member(d, new Extent(begin, each), State.IN_SYNC))
                .toList();
    }

    /**
     * The set that these members make; a RAID 10 is a mirror of stripes. What is redundant has to be synchronised.
     *
     * @param parity the level of a RAID 5
     * @param each sectors of each member
     */
    public static RaidSet set(String name, Wish wish, Level parity, int chunk, long each, List<Component> members) {
        return wish.kind() == Wish.Kind.RAID10
                ? mirrorOfStripes(name, i -> name + "-" + i, wish.label(), chunk, each, members)
                : plain(name, wish, level(wish.kind(), parity), chunk, each, members);
    }

    /** A set whose members are its slots. */
    public static RaidSet plain(String name, Wish wish, Level level, int chunk, long each, List<Component> members) {
        Resync resync = wish.kind().redundant() ? Resync.RESYNCING : Resync.CLEAN;
        long size = each * wish.kind().dataMembers(members.size());
        return new RaidSet(name, wish.label(), level, chunk, size, members, resync);
    }

    private static Level level(Wish.Kind kind, Level parity) {
        return switch (kind) {
            case RAID0 -> Level.RAID0;
            case RAID1 -> Level.RAID1;
            case RAID5 -> parity;
            case RAID10 -> throw new IllegalArgumentException("a set of sets");
        };
    }

    /** The first half of the members is the first stripe; each has a name. */
    public static RaidSet mirrorOfStripes(
            String name, IntFunction<String> stripe, String label, int chunk, long each, List<Component> members) {
        int columns = members.size() / 2;
        long size = each * columns;
        List<Component> stripes = IntStream.range(0, 2)
                .<Component>mapToObj(i -> new Subset(new RaidSet(
                        stripe.apply(i),
                        "",
                        Level.RAID0,
                        chunk,
                        size,
                        members.subList(i * columns, (i + 1) * columns),
                        Resync.CLEAN)))
                .toList();
        return new RaidSet(name, label, Level.RAID1, 0, size, stripes, Resync.RESYNCING);
    }

    /** Neighbours are a pair; each has a name. */
    public static RaidSet stripeOfMirrors(
            String name, IntFunction<String> pair, String label, int chunk, long each, List<Component> members) {
        List<Component> pairs = IntStream.range(0, members.size() / 2)
                .<Component>mapToObj(i -> new Subset(new RaidSet(
                        pair.apply(i), "", Level.RAID1, 0, each, members.subList(2 * i, 2 * i + 2), Resync.RESYNCING)))
                .toList();
        return new RaidSet(name, label, Level.RAID0, chunk, each * pairs.size(), pairs, Resync.RESYNCING);
    }

    /** Why the format can't make it; see {@link Placement#refused}. */
    public RefusedException refused(String code, String found, String expected, String remedy) {
        return Placement.refused(format, code, found, expected, remedy);
    }
}
