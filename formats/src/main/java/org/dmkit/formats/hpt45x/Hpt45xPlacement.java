package org.dmkit.formats.hpt45x;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
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
 * Lays out sets as the vendor does: from the beginning of the disks to the record, in whole chunks; mirrors too, which the vendor
 * extends to the record. Redundancy is owed and made; the vendor takes that of mirrors for granted. Unlike the vendor it leaves
 * sector 0 of the members alone.
 */
enum Hpt45xPlacement implements Placement<Hpt45x> {
    INSTANCE;

    private static final int USUAL_CHUNK = 128;

    private static final ChunkRange CHUNKS = new ChunkRange("hpt45x", USUAL_CHUNK, 32, 4096);

    private static final NewSetRoom ROOM = new NewSetRoom("hpt45x", 0, disk -> disk.sectors() - Hpt45x.FROM_END);

    /** Channels of the largest controller, and places of an array. */
    private static final int MOST_MEMBERS = 8;

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public Group ground(Format<Hpt45x> format, List<DiskInfo> disks, Birth birth) {
        Hpt45x ground = Hpt45x.ground(Hpt45xStamp.first(birth.seed()), time(birth), "dmkit");
        return NewSetRoom.ground(format, ground.setName(), disks, ground);
    }

    /** From bit 0: second 6, minute 6, month 4, hour 6, day 5, years since 2000 5. */
    private static int time(Birth birth) {
        LocalDateTime t = LocalDateTime.ofInstant(birth.time(), ZoneOffset.UTC);
        return t.getSecond()
                | t.getMinute() << 6
                | t.getMonthValue() << 12
                | t.getHour() << 16
                | t.getDayOfMonth() << 22
                | (t.getYear() - 2000) << 27;
    }

    @Override
    public RaidSet place(Group group, Known<Hpt45x> known, Wish wish, List<DiskInfo> disks) throws RefusedException {
        ROOM.empty(group);
        // More than two disks of a mirror are a RAID 1/0 to the vendor.
        ROOM.count(wish.kind(), disks.size(), wish.kind() == Kind.RAID1 ? 2 : MOST_MEMBERS);
        int chunk = CHUNKS.of(wish);
        long each = ROOM.each(wish, disks, chunk == 0 ? USUAL_CHUNK : chunk);
        return NewSetRoom.set(group.name(), wish, Level.RAID5_LEFT_ASYMMETRIC, chunk, each, ROOM.members(disks, each));
    }
}
