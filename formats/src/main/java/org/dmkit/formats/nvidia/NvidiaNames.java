package org.dmkit.formats.nvidia;

import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.assemble.DigitLetters;

/** The names that dmraid makes. Different signatures can give the same, so nothing is ever put together by name. */
final class NvidiaNames {
    private NvidiaNames() {}

    /** {@code nvidia_} and the sum of the words of the signature. */
    static String set(NvidiaMetadata metadata) {
        Block signature = metadata.signature().words();
        int sum = signature.i32(0) + signature.i32(4) + signature.i32(8) + signature.i32(12);
        return "nvidia_" + DigitLetters.of(String.format("%08x", sum));
    }
}
