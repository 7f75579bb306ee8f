package org.dmkit.dm;

import java.nio.charset.StandardCharsets;

/**
 * The name of a mapped device: 1 to 127 bytes of UTF-8 without a slash (DM_NAME_LEN in linux/dm-ioctl.h).
 *
 * @param value the name as it was meant, not mangled
 */
public record DmName(String value) implements DevId, Comparable<DmName> {
    /** Where nodes are. */
    static final String DIRECTORY = "/dev/mapper/";

    static final int MAX_BYTES = 127;

    public DmName {
        if (!isName(value)) {
            throw new IllegalArgumentException("not a device-mapper name: \"" + value + "\"");
        }
    }

    /** The device that the kernel calls so, see {@link #spelled}; an IllegalArgumentException if it can't be one's name. */
    public static DmName ofSpelled(String spelled) {
        return NameMangling.name(spelled);
    }

    /** How the kernel, udev and /dev/mapper spell it: what udev doesn't like is written {@code \\xNN}. */
    public String spelled() {
        return NameMangling.spelled(this);
    }

    static boolean isName(String value) {
        return !value.isEmpty()
                && value.indexOf('/') < 0
                && value.indexOf('\0') < 0
                && value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    @Override
    public int compareTo(DmName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
