package org.dmkit.formats.isw;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.DigitLetters;

/** The names of groups and sets, as dmraid makes them. */
final class IswNames {
    private IswNames() {}

    /** {@code isw_} and the family in decimal with letters for digits: 1234567890 gives {@code isw_bcdefghija}. */
    static String group(Mpb mpb) {
        return "isw_" + DigitLetters.of(Integer.toUnsignedString(mpb.family()));
    }

    /**
     * A volume's mapped device. dmraid lets a name of 16 bytes run on into the size behind it; here it ends. A slash, which
     * the device-mapper can't take, becomes an underscore.
     */
    static String set(Mpb mpb, IswVolume volume) {
        return group(mpb) + "_" + label(volume).replace('/', '_');
    }

    /** A spare is a set of its own to dmraid, named by the path of its disk. */
    static String spare(Mpb mpb, DiskInfo disk) {
        return group(mpb) + "_" + disk.path();
    }

    /** A mirror of a RAID10. */
    static String leg(String set, int leg) {
        return set + "-" + leg;
    }

    /** A name as the volume's field holds it. */
    static Block field(String label) {
        return Block.copyOf(label.getBytes(StandardCharsets.UTF_8));
    }

    /** The volume's own name. */
    static String label(IswVolume volume) {
        byte[] field = volume.name().toBytes();
        int end = 0;
        while (end < field.length && field[end] != 0) {
            end++;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(field, 0, end))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(field, 0, end, StandardCharsets.ISO_8859_1);
        }
    }
}
