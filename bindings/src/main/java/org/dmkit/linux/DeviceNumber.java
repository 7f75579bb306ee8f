package org.dmkit.linux;

import org.jspecify.annotations.Nullable;

/**
 * The number of a device node, as in {@code /sys/block/sda/dev}.
 *
 * @param major the driver's number, 12 bits
 * @param minor the device's number within the driver, 20 bits
 */
public record DeviceNumber(int major, int minor) {
    public DeviceNumber {
        if (major < 0 || major > 0xfff || minor < 0 || minor > 0xfffff) {
            throw new IllegalArgumentException("no device number: " + major + ":" + minor);
        }
    }

    /** Reads {@code MAJOR:MINOR}. */
    public static DeviceNumber parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("no device number: " + text);
        }
        return new DeviceNumber(
                Integer.parseInt(text, 0, colon, 10), Integer.parseInt(text, colon + 1, text.length(), 10));
    }

    /** Reads the kernel's packed form ({@code huge_encode_dev}), as {@code struct dm_ioctl.dev} and {@code st_rdev} hold it. */
    public static DeviceNumber unpack(long dev) {
        return new DeviceNumber((int) ((dev >> 8) & 0xfff), (int) ((dev & 0xff) | ((dev >> 12) & 0xfff00)));
    }

    /** The kernel's packed form, see {@link #unpack}. */
    public long pack() {
        return (minor & 0xffL) | ((long) major << 8) | ((minor & 0xfff00L) << 12);
    }

    // Written out, because what a record has by itself is linked when first called, which a short command pays for.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeviceNumber o && major == o.major && minor == o.minor;
    }

    @Override
    public int hashCode() {
        return 31 * major + minor;
    }

    /** {@code MAJOR:MINOR}, which device-mapper tables accept as a device. */
    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
