package org.dmkit.raid.record;

import org.dmkit.blockio.DiskInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a record knows a disk by that bears no copy of it. Several disks may tell the same.
 *
 * @param sectors size
 */
public record SerialAndSize(String serial, long sectors) {
    public static SerialAndSize of(DiskInfo disk) {
        return new SerialAndSize(disk.serial(), disk.sectors());
    }

    // Written out, because what a record has by itself is linked when first called, which a short command pays for.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SerialAndSize o && serial.equals(o.serial) && sectors == o.sectors;
    }

    @Override
    public int hashCode() {
        return 31 * serial.hashCode() + Long.hashCode(sectors);
    }
}
