package org.dmkit.raid.format;

import java.util.Arrays;
import org.dmkit.blockio.Extent;

/**
 * Bytes for a run of sectors of one disk; a value. Images are written in the order in which a format gives them; it puts the
 * sector that makes the others valid last, so that a torn write may invalidate a copy but never forge one.
 */
public final class Image {
    private final long lba;
    private final byte[] bytes;

    /**
     * @param lba first sector
     * @param bytes a multiple of 512
     */
    public Image(long lba, byte[] bytes) {
        if (bytes.length == 0 || bytes.length % 512 != 0) {
            throw new IllegalArgumentException("an image of " + bytes.length + " bytes");
        }
        this.lba = lba;
        this.bytes = bytes.clone();
    }

    public long lba() {
        return lba;
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public Extent extent() {
        return new Extent(lba, bytes.length / 512);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Image i && i.lba == lba && Arrays.equals(i.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(lba) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "image of " + extent();
    }
}
