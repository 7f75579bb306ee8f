package org.dmkit.formats.sil;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * How FreeBSD's graid lays out sets: from the beginning of the disks, and one set a disk. Programs read the size of a RAID 10 in
 * two ways: it has to be one that is larger than a disk.
 */
enum SilPlacement implements Placement<SilMetadata> {
    INSTANCE;

    private static final ChunkRange CHUNKS = new ChunkRange("sil", 128, 8, 256);

    private static final NewSetRoom ROOM = new NewSetRoom("sil", 0, disk -> disk.sectors() - SilSizes.VENDOR_RESERVE);

    private static final int MOST_MEMBERS = 6;
    /** Sectors that a reader finds room for and that the vendor keeps free. */
    private static final int VENDOR_OVER_READERS = SilSizes.VENDOR_RESERVE - SilReader.RESERVE;

    private static final int SIL_3112 = 0x3112;
    private static final int VERSION = 2;

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public Group ground(Format<SilMetadata> format, List<DiskInfo> disks, Birth birth) {
        Map<String, SilMetadata> blocks = new HashMap<>();
        for (DiskInfo disk : disks) {
            blocks.put(
                    disk.name(),
                    new SilMetadata(SilIdentify.of(disk, Map.of())
                            .block()
                            .with16(SilMetadata.PRODUCT, SIL_3112)
                            .with16(SilMetadata.VENDOR, SilMetadata.SILICON_IMAGE)
                            .with16(SilMetadata.MAJOR_VERSION, VERSION)
                            .with(SilMetadata.TIME, time(birth))
                            .with8(SilMetadata.LOCATION, (int) (birth.seed() & 0xff))));
        }
        String name = blocks.values().stream().findFirst().map(SilNames::set).orElse("sil");
        return NewSetRoom.ground(format, name, blocks);
    }

    /** Second to year in BCD, as the vendor's BIOS stamps it. */
    private static Block time(Birth birth) {
        LocalDateTime t = LocalDateTime.ofInstant(birth.time(), ZoneOffset.UTC);
        int[] parts = {
            t.getSecond(), t.getMinute(), t.getHour(), t.getDayOfMonth(), t.getMonthValue(), t.getYear() % 100
        };
        Block bytes = Block.zeros(parts.length);
        for (int i = 0; i < parts.length; i++) {
            bytes = bytes.with8(i, ((parts[i] / 10) << 4) | (parts[i] % 10));
        }
        return bytes;
    }

    @Override
    public RaidSet place(Group group, Known<SilMetadata> known, Wish wish, List<DiskInfo> disks)
            throws RefusedException {
        ROOM.empty(group);
        ROOM.count(wish.kind(), disks.size(), wish.kind() == Kind.RAID1 ? 2 : MOST_MEMBERS);
        int chunk = CHUNKS.of(wish);
        long step = Math.max(1, chunk);
        long each = ROOM.each(wish, disks, step);
        RaidSet set =
                NewSetRoom.set(group.name(), wish, Level.RAID5_LEFT_SYMMETRIC, chunk, each, ROOM.members(disks, each));
        if (wish.kind() == Kind.RAID10 && set.size() <= ROOM.smallest(disks) + VENDOR_OVER_READERS) {
            throw ROOM.refused(
                    "size",
                    set.size() + " sectors, which a reader takes for those of a member",
                    "more than a disk has",
                    "take a larger size");
        }
        return set;
    }
}
