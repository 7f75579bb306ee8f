package org.dmkit.raid.record;

import org.dmkit.blockio.DiskInfo;

/**
 * What a record knows a disk by that bears no copy of it. Several disks may tell the same.
 *
 * @param sectors size
 */
public record SerialAndSize(String serial, long sectors) {
    public static SerialAndSize of(DiskInfo disk) {
        return new SerialAndSize(disk.serial(), disk.sectors());
    }
}
