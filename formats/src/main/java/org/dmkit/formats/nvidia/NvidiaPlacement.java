package org.dmkit.formats.nvidia;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
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
        return NewSetRoom.ground(format, NvidiaNames.set(ground), disks, ground);
    }

    @Override
    public RaidSet place(Group group, Known<NvidiaMetadata> known, Wish wish, List<DiskInfo> disks)
            throws RefusedException {
        ROOM.empty(group);
        ROOM.count(wish.kind(), disks.size(), wish.kind() == Kind.RAID1 ? 2 : MOST_MEMBERS);
        int chunk = CHUNKS.of(wish);
        long each = ROOM.each(wish, disks, chunk == 0 ? NvidiaNewSet.MIRROR_CHUNK : chunk);
        long size = each * wish.kind().dataMembers(disks.size());
        if (size > MOST_SECTORS) {
            throw ROOM.refused("size", size + " sectors", "at most " + MOST_SECTORS, "take a smaller size");
        }
        String label = wish.label().isEmpty() ? vendorsName(wish.kind()) : wish.label();
        var named = new Wish(label, wish.kind(), wish.chunk(), wish.size());
        return NewSetRoom.set(group.name(), named, Level.RAID5_LEFT_SYMMETRIC, chunk, each, ROOM.members(disks, each));
    }

    private static String vendorsName(Kind kind) {
        return switch (kind) {
            case RAID0 -> "STRIPE";
            case RAID1 -> "MIRROR";
            case RAID5 -> "RAID5";
            case RAID10 -> "STRIPE/MIRROR";
        };
    }
}
