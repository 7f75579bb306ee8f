package org.dmkit.formats.nvidia;

import java.util.HexFormat;
import org.dmkit.raid.assemble.Block;

/**
 * The sixteen bytes that all members share. Whoever goes on without a disk draws other ones, as FreeBSD does, so that the disk is in
 * no set with them when it returns. Ours stay in one line: a number is added to the third word and taken from the fourth. So the sum,
 * of which dmraid makes the set's name, stays what it was, and of two signatures it can be told that the same set had both, and which
 * was the later.
 */
record NvidiaSignature(Block words) {
    private static final int COUNTER = 8;
    private static final int BALANCE = 12;

    /** Equal on signatures of one line, and on no others but by chance. */
    String line() {
        return HexFormat.of().formatHex(words.slice(0, COUNTER).toBytes())
                + String.format("%08x", words.i32(COUNTER) + words.i32(BALANCE));
    }

    /** True of the later one in a line. */
    boolean isAfter(NvidiaSignature other) {
        return counter() - other.counter() > 0;
    }

    private int counter() {
        return words.i32(COUNTER);
    }

    /**
     * The first one behind this whose counter ends with these bits: different survivors must not draw the same.
     *
     * @param inSync a bit a slot
     * @param slots that the set has
     */
    NvidiaSignature next(int inSync, int slots) {
        int window = (1 << Math.min(slots, 8)) - 1;
        int step = 1 + ((inSync - (counter() + 1)) & window);
        return new NvidiaSignature(words.with32(COUNTER, counter() + step).with32(BALANCE, words.i32(BALANCE) - step));
    }
}
