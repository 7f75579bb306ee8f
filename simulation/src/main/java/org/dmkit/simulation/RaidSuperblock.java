package org.dmkit.simulation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * struct dm_raid_superblock (drivers/md/dm-raid.c), the first sector of a metadata device; little-endian.
 *
 * <pre>
 *   0 u32 magic "DmRd"          4 u32 compat_features         8 u32 num_devices    12 u32 array_position
 *  16 u64 events               24 u64 failed_devices          32 u64 disk_recovery_offset
 *  40 u64 array_resync_offset  48 u32 level  52 u32 layout    56 u32 stripe_sectors  60 u32 flags
 *  64 u64 reshape_position     72 u32 new_level  76 u32 new_layout  80 u32 new_stripe_sectors  84 u32 delta_disks
 *  88 u64 array_sectors        96 u64 data_offset  104 u64 new_data_offset  112 u64 sectors
 * </pre>
 *
 * @param position the slot
 * @param failed a bit a slot
 * @param recovered sectors of this member that are rebuilt, or {@link #ALL}
 * @param resynced sectors of each member that are known to agree, or {@link #ALL}
 * @param chunk sectors
 */
record RaidSuperblock(
        int members,
        int position,
        long events,
        long failed,
        long recovered,
        long resynced,
        int level,
        int layout,
        int chunk) {
    static final long ALL = -1L;
    static final int BYTES = 512;

    private static final int MAGIC = 0x64526D44;
    private static final int FEATURES_V190 = 1;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Null if there is none: the member is new. */
    static @Nullable RaidSuperblock read(MemorySegment s) {
        if (s.get(INT, 0) != MAGIC) {
            return null;
        }
        return new RaidSuperblock(
                s.get(INT, 8),
                s.get(INT, 12),
                s.get(LONG, 16),
                s.get(LONG, 24),
                s.get(LONG, 32),
                s.get(LONG, 40),
                s.get(INT, 48),
                s.get(INT, 52),
                s.get(INT, 56));
    }

    void write(MemorySegment s, long arraySectors, long memberSectors) {
        s.fill((byte) 0);
        s.set(INT, 0, MAGIC);
        s.set(INT, 4, FEATURES_V190);
        s.set(INT, 8, members);
        s.set(INT, 12, position);
        s.set(LONG, 16, events);
        s.set(LONG, 24, failed);
        s.set(LONG, 32, recovered);
        s.set(LONG, 40, resynced);
        s.set(INT, 48, level);
        s.set(INT, 52, layout);
        s.set(INT, 56, chunk);
        s.set(LONG, 64, ALL);
        s.set(INT, 72, level);
        s.set(INT, 76, layout);
        s.set(INT, 80, chunk);
        s.set(LONG, 88, arraySectors);
        s.set(LONG, 112, memberSectors);
    }
}
