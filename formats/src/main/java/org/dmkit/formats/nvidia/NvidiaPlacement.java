package org.dmkit.formats.nvidia;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.write.ChunkRange;
import org.dmkit.raid.write.NewSetRoom;

/**
 * How the vendor and FreeBSD's graid lay out sets: from the beginning of the disks, in whole chunks, of a mirror too, and one set a
 * disk. The capacity has 32 bits.
 */
enum NvidiaPlacement implements Placement<NvidiaMetadata> {
    INSTANCE;

    private static final ChunkRange CHUNKS = new ChunkRange("nvidia", 128, 8, 256);

    private static final NewSetRoom ROOM = new NewSetRoom("nvidia", 0, disk -> disk.sectors() - 2);

    private static final int MOST_MEMBERS = 6;
    private static final long MOST_SECTORS = 0xffff_ffffL;

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public Group ground(Format<NvidiaMetadata> format, List<DiskInfo> disks, Birth birth) {
        var lot = new SplittableRandom(birth.seed() ^ birth.time().getEpochSecond());
        NvidiaMetadata ground = NvidiaNewSet.ground(
                new NvidiaSignature(Block.zeros(16).with64(0, lot.nextLong()).with64(8, lot.nextLong())));
        Map<String, NvidiaMetadata> blocks = new HashMap<>();
        disks.forEach(d -> blocks.put(d.name(), ground));
        return NewSetRoom.ground(format, NvidiaNames.set(ground), blocks);
    }

    @Override
    public RaidSet place(Group group, Known<NvidiaMetadata> known, Wish wish, List<DiskInfo> disks)
            throws RefusedException {
        ROOM.empty(group);
        members(wish.kind(), disks.size());
        int chunk = CHUNKS.of(wish);
        long each = ROOM.each(wish, disks, chunk == 0 ? NvidiaNewSet.MIRROR_CHUNK : chunk);
        long size = each * wish.kind().dataMembers(disks.size());
        if (size > MOST_SECTORS) {
            throw ROOM.refused("size", size + " sectors", "at most " + MOST_SECTORS, "take a smaller size");
        }
        String label = wish.label().isEmpty() ? vendorsName(wish.kind()) : wish.label();
        List<Component> members = ROOM.members(disks, each);
        Resync resync = wish.kind().redundant() ? Resync.RESYNCING : Resync.CLEAN;
        return switch (wish.kind()) {
            case RAID0 -> new RaidSet(group.name(), label, Level.RAID0, chunk, size, members, resync);
            case RAID1 -> new RaidSet(group.name(), label, Level.RAID1, 0, size, members, resync);
            case RAID5 -> new RaidSet(group.name(), label, Level.RAID5_LEFT_SYMMETRIC, chunk, size, members, resync);
            case RAID10 -> NewSetRoom.mirrorOfStripes(group.name(), label, chunk, size, members, resync);
        };
    }

    private static String vendorsName(Kind kind) {
        return switch (kind) {
            case RAID0 -> "STRIPE";
            case RAID1 -> "MIRROR";
            case RAID5 -> "RAID5";
            case RAID10 -> "STRIPE/MIRROR";
        };
    }

    private static void members(Kind kind, int count) throws RefusedException {
        int least = switch (kind) {
            case RAID0, RAID1 -> 2;
            case RAID5 -> 3;
            case RAID10 -> 4;
        };
        ROOM.count(kind, count, least, kind == Kind.RAID1 ? 2 : MOST_MEMBERS);
    }
}
