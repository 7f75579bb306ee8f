package org.dmkit.blockio;

import java.util.Objects;
import org.dmkit.linux.DeviceNumber;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a disk without reading it. Of one listing two that are equal are one disk, and two that are not are two, as
 * copies of one image that tell the same serial are; whether a disk of another listing is the same, {@link #isSame} tells.
 *
 * @param name what people call it and what makes it unique in one run: {@code /dev/sda}, the name in a capture, a path of an image
 * @param sectors size in sectors of 512 bytes
 * @param sectorSize logical sector size in bytes, 512 or 4096
 * @param serial as the disk tells it, only blanks and NULs at its end cut off: leading and inner blanks stay, because formats
 *     compare serials each in its own way; empty if it has none
 * @param wwn world wide name, or null
 * @param model vendor and model as sysfs tells them, empty if unknown
 * @param number the kernel's device number; null for images and captures (the simulation gives them one)
 * @param readOnly nobody can write it, whatever it is opened for
 */
public record DiskInfo(
        String name,
        long sectors,
        int sectorSize,
        String serial,
        @Nullable String wwn,
        String model,
        @Nullable DeviceNumber number,
        boolean readOnly) {
    /**
     * True if both tell of one disk, whatever the kernel calls it now: names are given anew when a disk returns, and another
     * disk may get one that has become free. World wide names decide, else serial, model and size, and only between disks that
     * tell neither the name does.
     */
    public boolean isSame(DiskInfo other) {
        if (wwn != null && other.wwn != null) {
            return wwn.equals(other.wwn);
        }
        boolean silent = serial.isBlank() && other.serial.isBlank();
        boolean alike = silent ? name.equals(other.name) : serial.equals(other.serial);
        return alike && sectors == other.sectors && model.equals(other.model);
    }

    // Written out, because what a record has by itself is linked when first called, which a short command pays for.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DiskInfo o
                && name.equals(o.name)
                && sectors == o.sectors
                && sectorSize == o.sectorSize
                && serial.equals(o.serial)
                && Objects.equals(wwn, o.wwn)
                && model.equals(o.model)
                && Objects.equals(number, o.number)
                && readOnly == o.readOnly;
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + serial.hashCode();
    }

    /** The same under another name. */
    public DiskInfo withName(String newName) {
        return new DiskInfo(newName, sectors, sectorSize, serial, wwn, model, number, readOnly);
    }

    /** The same with another serial. */
    public DiskInfo withSerial(String newSerial) {
        return new DiskInfo(name, sectors, sectorSize, newSerial, wwn, model, number, readOnly);
    }

    /** Where the disk is to be found, or would be if it were not an image or in a capture. */
    public String path() {
        return name.startsWith("/") ? name : "/dev/" + name;
    }
}
