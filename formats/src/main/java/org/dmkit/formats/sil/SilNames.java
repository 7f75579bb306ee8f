package org.dmkit.formats.sil;

import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.DigitLetters;

/** The names that dmraid makes of the time of creation. Different sets can get the same, so nothing is put together by name. */
final class SilNames {
    private SilNames() {}

    static String set(SilMetadata metadata) {
        return DigitLetters.of(digits(metadata.block()));
    }

    /** Of the stripe that a disk of a RAID10 is in; dmraid keeps the last two characters as they are. */
    static String subset(SilMetadata metadata) {
        String name = digits(metadata.block()) + "-" + Integer.toUnsignedString(metadata.stripeNumber());
        int kept = name.length() - 2;
        return DigitLetters.of(name.substring(0, kept)) + name.substring(kept);
    }

    private static String digits(Block b) {
        int at = SilMetadata.TIME;
        return String.format(
                "sil_%02d%02d%02d%02d%02d%02d",
                b.u8(at + 5), b.u8(at + 4), b.u8(at + 3), b.u8(at + 2), b.u8(at + 1) % 60, b.u8(at) % 60);
    }
}
