package org.dmkit.dm;

import java.nio.charset.StandardCharsets;

/**
 * The uuid of a mapped device: any text up to 128 bytes (DM_UUID_LEN); by convention {@code SUBSYSTEM-...}. Empty means none.
 *
 * @param value the text
 */
public record DmUuid(String value) implements DevId {
    public static final DmUuid NONE = new DmUuid("");

    public DmUuid {
        if (value.indexOf('\0') >= 0 || value.getBytes(StandardCharsets.UTF_8).length > 128) {
            throw new IllegalArgumentException("not a device-mapper uuid: \"" + value + "\"");
        }
    }

    /** The uuid of a device that has one. */
    static DmUuid ofDevice(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an empty uuid");
        }
        return new DmUuid(value);
    }

    /** The uuid that the kernel spells so, see {@link #spelled}. */
    public static DmUuid ofSpelled(String spelled) {
        return new DmUuid(NameMangling.unmangle(spelled));
    }

    /** How the kernel spells it, as {@link DmName#spelled}. */
    public String spelled() {
        return NameMangling.mangle(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
