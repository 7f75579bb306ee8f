package org.dmkit.raid.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a metadata device of the {@code raid} target holds when the set starts: {@code struct dm_raid_superblock}
 * (drivers/md/dm-raid.c), and at 4096 the superblock of the write-intent bitmap ({@code bitmap_super_t},
 * drivers/md/md-bitmap.h), whose bits behind it are zero. The kernel takes it over from there.
 *
 * @param devices slots of the set
 * @param position this slot
 * @param events how new it is: the highest is believed
 * @param bitmapEvents as {@code events}, or less: then every region counts as dirty
 * @param failed a bit a slot: missing
 * @param recoveryOffset sectors of this member made good so far; {@link #DONE} in sync
 * @param resyncOffset sectors of each member that are known to agree; {@link #DONE} all
 * @param level of md
 * @param layout of md
 * @param chunk sectors, 0 for raid1
 * @param arraySectors size of the set
 * @param deviceSectors data sectors on each member
 */
public record RaidSuperblock(
        int devices,
        int position,
        long events,
        long bitmapEvents,
        long failed,
        long recoveryOffset,
        long resyncOffset,
        int level,
        int layout,
        int chunk,
        long arraySectors,
        long deviceSectors) {
    /** An offset that stands for "all of it" (MaxSector). */
    public static final long DONE = -1;

    private static final int BITMAP = 4096;

    /** The bytes at the beginning of the metadata device; all behind them has to be zero. */
    public byte[] encode() {
        var b = ByteBuffer.allocate(2 * BITMAP).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, 0x64526d44); // "DmRd"
        b.putInt(4, 1); // the fields from offset 60 on are valid (FEATURE_FLAG_SUPPORTS_V190)
        b.putInt(8, devices);
        b.putInt(12, position);
        b.putLong(16, events);
        b.putLong(24, failed);
        b.putLong(32, recoveryOffset);
        b.putLong(40, resyncOffset);
        b.putInt(48, level);
        b.putInt(52, layout);
        b.putInt(56, chunk);
        b.putLong(64, DONE); // no reshape
        b.putInt(72, level);
        b.putInt(76, layout);
        b.putInt(80, chunk);
        b.putLong(88, arraySectors);
        b.putLong(112, deviceSectors);

        b.putInt(BITMAP, 0x6d746962); // "bitm"
        b.putInt(BITMAP + 4, 4); // version
        b.putLong(BITMAP + 24, bitmapEvents);
        b.putLong(BITMAP + 32, bitmapEvents);
        b.putLong(BITMAP + 40, deviceSectors);
        b.putInt(BITMAP + 52, RegionSize.kernel(arraySectors) * 512);
        b.putInt(BITMAP + 56, 5); // seconds between writes of the bitmap
        return b.array();
    }
}
