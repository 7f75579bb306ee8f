package org.dmkit.formats.ddf1;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.zip.CRC32;

/** Names of devices, as dmraid makes them, and what is appended where two would be the same. */
final class DdfNames {
    private static final String PREFIX = "ddf1_";

    private DdfNames() {}

    /** The device of a volume with this name of its own. */
    static String device(String label) {
        return PREFIX + label;
    }

    /** The group of a container beside another. */
    static String group(String container) {
        return DdfListing.GROUP + "_" + shortHash(container);
    }

    /** What tells a volume from one of the same name. */
    static String suffix(String container, VirtualDisk volume) {
        return "_"
                + shortHash(container + HexFormat.of().formatHex(volume.guid().toBytes()));
    }

    /** The place of the volume of which this set was made, in the table of its container. */
    static OptionalInt volume(DdfTable<VirtualDisk> volumes, String container, String set) {
        OptionalInt alone = volumes.index(v -> v.deviceName().equals(set));
        return alone.isPresent() ? alone : volumes.index(v -> (v.deviceName() + suffix(container, v)).equals(set));
    }

    /** Eight hexadecimal digits that depend on nothing but the text. */
    private static String shortHash(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return String.format("%08x", crc.getValue());
    }
}
