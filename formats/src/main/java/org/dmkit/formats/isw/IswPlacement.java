package org.dmkit.formats.isw;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.write.ChunkRange;
import org.dmkit.raid.write.NewSetRoom;

/** How mdadm lays out volumes: in whole MiB from the beginning of the disks, with room at the end for metadata and logs. */
enum IswPlacement implements Placement<Mpb> {
    INSTANCE;

    private static final long MIB = 2048;

    /** Sectors that mdadm keeps free at the end of a disk. */
    private static final long RESERVED = 2210 + 8192;

    /** Sectors between two volumes. */
    private static final long BETWEEN = 8192;

    /** More than 128 KiB takes an Option ROM with expanded strips. */
    private static final ChunkRange CHUNKS = new ChunkRange("isw", 256, 8, 256);

    private static final int MOST_MEMBERS = 16;
    private static final int MOST_VOLUMES = 2;

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public Group ground(Format<Mpb> format, List<DiskInfo> disks, Birth birth) {
        int unit = disks.isEmpty() ? 1 : MpbPlace.on(disks.getFirst()).unit();
        int family = (int) birth.seed();
        Mpb mpb = Mpb.blank(family == 0 ? 1 : family, birth.time().getEpochSecond(), unit);
        return new Group(IswNames.group(mpb), List.of(), List.of(), Known.shared(format, mpb));
    }

    @Override
    public RaidSet place(Group group, Known<Mpb> known, Wish wish, List<DiskInfo> disks) throws RefusedException {
        members(wish.kind(), disks.size());
        beside(group, disks);
        int chunk = CHUNKS.of(wish);
        long start = group.sets().stream()
                .flatMap(RaidSet::members)
                .mapToLong(m -> m.extent().end() + BETWEEN)
                .max()
                .orElse(0);
        long room = disks.stream().mapToLong(DiskInfo::sectors).min().orElse(0) - RESERVED - start;
        int parts = wish.kind().dataMembers(disks.size());
        long each = wish.size().isPresent() ? Math.ceilDiv(wish.size().getAsLong(), parts) : room;
        if (each > room || each < MIB) {
            throw refused(
                    "size",
                    each < MIB && each <= room
                            ? "less than 1 MiB on each disk"
                            : "room for " + Math.max(0, room / MIB) + " MiB on each disk",
                    each > room && wish.size().isPresent() ? "at least " + Math.ceilDiv(each, MIB) : "at least 1 MiB",
                    "take larger disks, or another size");
        }
        String name = IswNames.group(known.shared().orElseThrow()) + "_" + wish.label();
        return set(name, wish, chunk, new Extent(start, each - each % MIB), disks);
    }

    private static void members(Kind kind, int count) throws RefusedException {
        boolean allowed = switch (kind) {
            case RAID0 -> count >= 2;
            case RAID1 -> count == 2;
            case RAID5 -> count >= 3;
            case RAID10 -> count == 4;
        };
        if (!allowed || count > MOST_MEMBERS) {
            String wanted = switch (kind) {
                case RAID0 -> "2 to " + MOST_MEMBERS;
                case RAID1 -> "2";
                case RAID5 -> "3 to " + MOST_MEMBERS;
                case RAID10 -> "4";
            };
            throw refused("members", count + " disks", wanted + " for " + kind, "");
        }
    }

    /** Another volume lies on just the disks of the first: the Option ROM knows no other way. */
    private static void beside(Group group, List<DiskInfo> disks) throws RefusedException {
        if (group.sets().isEmpty()) {
            return;
        }
        if (group.sets().size() >= MOST_VOLUMES) {
            throw refused("volumes", group.name() + " has " + group.sets().size() + " volumes", "at most one", "");
        }
        RaidSet first = group.sets().getFirst();
        boolean whole = first.leaves().allMatch(c -> c instanceof Member m && m.state() == State.IN_SYNC);
        if (!whole || first.resync() == Resync.RESYNCING) {
            throw refused(
                    "second-volume",
                    first.name() + " is not in sync",
                    "a set that is, because one volume is synchronised at a time",
                    "dmkit rebuild " + first.name() + " --wait");
        }
        Set<String> has = first.members().map(m -> m.disk().name()).collect(Collectors.toSet());
        Set<String> wanted = disks.stream().map(DiskInfo::name).collect(Collectors.toSet());
        if (!has.equals(wanted)) {
            throw refused(
                    "second-volume",
                    "disks " + String.join(", ", wanted.stream().sorted().toList()),
                    "just those of " + first.name() + ": "
                            + String.join(", ", has.stream().sorted().toList()),
                    "name these disks, or blank ones");
        }
    }

    private static RaidSet set(String name, Wish wish, int chunk, Extent data, List<DiskInfo> disks) {
        List<Component> slots = disks.stream()
                .<Component>map(d -> new Member(d, data, State.IN_SYNC))
                .toList();
        return switch (wish.kind()) {
            case RAID0 -> NewSetRoom.plain(name, wish, Level.RAID0, chunk, data.count(), slots);
            case RAID1 -> NewSetRoom.plain(name, wish, Level.RAID1, 0, data.count(), slots);
            case RAID5 -> NewSetRoom.plain(name, wish, Level.RAID5_LEFT_ASYMMETRIC, chunk, data.count(), slots);
            case RAID10 ->
                NewSetRoom.stripeOfMirrors(
                        name, leg -> IswNames.leg(name, leg), wish.label(), chunk, data.count(), slots);
        };
    }

    private static RefusedException refused(String code, String found, String expected, String remedy) {
        return Placement.refused("isw", code, found, expected, remedy);
    }
}
