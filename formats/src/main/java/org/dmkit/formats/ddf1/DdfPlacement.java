package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.write.ChunkRange;
import org.dmkit.raid.write.NewSetRoom;

/** How mdadm lays out volumes: on each disk in the first gap that is large enough, from sector 0 on. */
enum DdfPlacement implements Placement<DdfDisk> {
    INSTANCE;

    /** The usual one is mdadm's; controllers know from 4 KiB to 1 MiB. */
    private static final ChunkRange CHUNKS = new ChunkRange("ddf1", 1024, 8, 2048);

    /** Sectors: mirrors lie in whole pages. */
    private static final int PAGE = 8;

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public Group ground(Format<DdfDisk> format, List<DiskInfo> disks, Birth birth) {
        long time = birth.time().getEpochSecond() - DdfNewContainer.EPOCH;
        Block guid = DdfGuid.made(DdfGuid.NO_CONTROLLER, time, birth.seed()).bigEndian();
        var container = new DdfNewContainer(guid, time);
        Map<String, DdfDisk> known = new LinkedHashMap<>();
        disks.forEach(d -> known.put(d.name(), container.on(d)));
        return NewSetRoom.ground(format, DdfListing.GROUP, known);
    }

    @Override
    public RaidSet place(Group group, Known<DdfDisk> known, Wish wish, List<DiskInfo> disks) throws RefusedException {
        DdfBefore before = DdfBefore.of(group, disks, known.byDisk());
        members(wish.kind(), disks.size(), before);
        int chunk = CHUNKS.of(wish);
        int step = chunk == 0 ? PAGE : chunk;
        List<List<Extent>> gaps = new ArrayList<>();
        for (DiskInfo disk : disks) {
            gaps.add(gaps(group, before, disk));
        }
        long room = gaps.stream()
                .mapToLong(g -> g.stream().mapToLong(Extent::count).max().orElse(0))
                .min()
                .orElse(0);
        long each = NewSetRoom.each("ddf1", wish, disks.size(), room, step);
        var members = new ArrayList<Component>();
        for (int i = 0; i < disks.size(); i++) {
            members.add(new Member(disks.get(i), first(gaps.get(i), each), State.IN_SYNC));
        }
        return set(wish, chunk, each, members);
    }

    private static void members(Kind kind, int count, DdfBefore before) throws RefusedException {
        int most = Math.min(
                before.champion().active().maxElements(),
                before.champion().active().maxPhysical());
        boolean allowed = switch (kind) {
            case RAID0 -> count >= 2;
            case RAID1 -> count == 2 || count == 3;
            case RAID5 -> count >= 3;
            case RAID10 -> count >= 4 && count % 2 == 0;
        };
        if (!allowed || count > most) {
            String wanted = switch (kind) {
                case RAID0 -> "2 to " + most;
                case RAID1 -> "2 or 3";
                case RAID5 -> "3 to " + most;
                case RAID10 -> "4 to " + most + ", an even number";
            };
            throw refused("members", count + " disks", wanted + " for " + kind, "");
        }
    }

    /** What is free on a disk in front of the metadata. */
    private static List<Extent> gaps(Group group, DdfBefore before, DiskInfo disk) throws RefusedException {
        if (disk.sectors() <= Ddf1Format.RESERVED) {
            throw refused(
                    "disk-too-small",
                    disk.name() + " has " + disk.sectors() + " sectors",
                    "more than " + Ddf1Format.RESERVED + ", which the metadata reserve",
                    "take a larger disk");
        }
        long end = configured(before, disk);
        var used = new ArrayList<>(group.used(disk).toList());
        Collections.sort(used);
        used.add(new Extent(end, 1));
        var gaps = new ArrayList<Extent>();
        long at = 0;
        for (Extent piece : used) {
            if (piece.lba() > at) {
                gaps.add(new Extent(at, piece.lba() - at));
            }
            at = Math.max(at, piece.end());
        }
        return gaps;
    }

    /** What its entry says, or will say. */
    private static long configured(DdfBefore before, DiskInfo disk) {
        return before.reference(disk)
                .flatMap(r -> before.champion().entry(r))
                .map(PhysicalDisk::configured)
                .orElseGet(() -> new DdfNewcomer(before.container().champion(), disk).configured());
    }

    private static Extent first(List<Extent> gaps, long count) {
        return gaps.stream()
                .filter(g -> g.count() >= count)
                .map(g -> new Extent(g.lba(), count))
                .findFirst()
                .orElseThrow();
    }

    private static RaidSet set(Wish wish, int chunk, long each, List<Component> members) {
        String name = DdfNames.device(wish.label());
        return switch (wish.kind()) {
            case RAID0 -> NewSetRoom.plain(name, wish, Level.RAID0, chunk, each, members);
            case RAID1 -> NewSetRoom.plain(name, wish, Level.RAID1, chunk, each, members);
            case RAID5 -> NewSetRoom.plain(name, wish, Level.RAID5_LEFT_SYMMETRIC, chunk, each, members);
            case RAID10 -> NewSetRoom.stripeOfMirrors(name, i -> name + "-" + i, wish.label(), chunk, each, members);
        };
    }

    private static RefusedException refused(String code, String found, String expected, String remedy) {
        return Placement.refused("ddf1", code, found, expected, remedy);
    }
}
