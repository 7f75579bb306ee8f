package org.dmkit.formats.gpt;

import org.dmkit.raid.assemble.Block;

/**
 * One entry of the array.
 *
 * <pre>
 * offset size
 *   0    16  type GUID, zero if unused
 *  16    16  GUID of the partition
 *  32     8  first block
 *  40     8  last block, inclusive
 *  48     8  attributes
 *  56    72  name, UTF-16
 * </pre>
 */
record GptEntry(Block bytes) {
    static final int MIN_SIZE = 128;

    boolean used() {
        return !bytes.slice(0, 16).isZero();
    }

    long first() {
        return bytes.i64(32);
    }

    long last() {
        return bytes.i64(40);
    }
}
