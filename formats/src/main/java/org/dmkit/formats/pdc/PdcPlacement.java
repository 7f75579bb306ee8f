package org.dmkit.formats.pdc;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.write.ChunkRange;
import org.dmkit.raid.write.NewSetRoom;

/**
 * How FreeBSD's graid lays out volumes: from the beginning of the disks, with 64 MiB free at their end. A second volume on the same
 * disks is read and changed, but not made.
 */
enum PdcPlacement implements Placement<PdcDisk> {
    INSTANCE;

    private static final ChunkRange CHUNKS = new ChunkRange("pdc", 128, 8, 2048);
    private static final NewSetRoom ROOM = new NewSetRoom("pdc", 0, PdcPlacement::room);
    /** What graid keeps free; of a small disk, as little as its part of 2 GiB. */
    private static final long RESERVE = 131072;

    private static final int PART = 32;
    /** More are a RAID 10. */
    private static final int MOST_COPIES = 3;
    /** A higher word than 255 is taken for none. */
    private static final long MOST_SECTORS = 1L << 40;

    /** Sectors that volumes may use. */
    static long room(DiskInfo disk) {
        return disk.sectors() - Math.min(RESERVE, disk.sectors() / PART);
    }

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public Group ground(Format<PdcDisk> format, List<DiskInfo> disks, Birth birth) {
        long volume = birth.seed();
        var ids = new ArrayList<Long>();
        disks.stream().limit(PdcBlock.MAX_DISKS).forEach(d -> ids.add(PdcIds.of(d, volume, ids)));
        PdcBlock table = members(volume, ids);
        Map<String, PdcDisk> blocks = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            DiskInfo disk = disks.get(i);
            PdcBlock own = table.at(PdcPlace.ofNew(disk)).withDiskId(ids.get(i));
            blocks.put(disk.name(), PdcJoining.disk(disk, List.of(own), List.of()));
        }
        return NewSetRoom.ground(format, PdcVolume.name(table), blocks);
    }

    /** All members, in sync. */
    private static PdcBlock members(long volume, List<Long> ids) {
        PdcBlock blank = PdcNewSet.blank(0);
        PdcBlock table = new PdcBlock(blank.block().with64(PdcBlock.VOLUME_ID, volume), 0);
        for (int i = 0; i < ids.size(); i++) {
            // The number there is an address of graid's, not the place.
            table = table.withIdAt(i, ids.get(i)).withFlagsOf(i, PdcFlags.GOOD).withNumberAt(i, 2 * i);
        }
        return table;
    }

    @Override
    public RaidSet place(Group group, Known<PdcDisk> known, Wish wish, List<DiskInfo> disks) throws RefusedException {
        ROOM.empty(group);
        Kind kind = wish.kind();
        ROOM.count(kind, disks.size(), kind == Kind.RAID1 ? MOST_COPIES : PdcBlock.MAX_DISKS);
        int chunk = CHUNKS.of(wish);
        long each = ROOM.each(wish, disks, Math.max(1, chunk));
        long size = each * kind.dataMembers(disks.size());
        if (size >= MOST_SECTORS) {
            throw ROOM.refused("size", size + " sectors", "less than " + MOST_SECTORS, "take a smaller size");
        }
        return NewSetRoom.set(group.name(), wish, Level.RAID5_LEFT_ASYMMETRIC, chunk, each, ROOM.members(disks, each));
    }
}
