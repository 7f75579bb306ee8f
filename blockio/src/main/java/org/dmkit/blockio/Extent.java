package org.dmkit.blockio;

import org.jspecify.annotations.Nullable;

/**
 * A run of sectors.
 *
 * @param lba first sector
 * @param count sectors, at least 1
 */
public record Extent(long lba, long count) implements Comparable<Extent> {
    public Extent {
        if (lba < 0 || count <= 0 || lba + count < 0) {
            throw new IllegalArgumentException("no extent: " + lba + "+" + count);
        }
    }

    /** First sector behind it. */
    public long end() {
        return lba + count;
    }

    public boolean overlaps(Extent other) {
        return lba < other.end() && other.lba < end();
    }

    public boolean contains(Extent other) {
        return lba <= other.lba && other.end() <= end();
    }

    @Override
    public int compareTo(Extent other) {
        int c = Long.compare(lba, other.lba);
        return c != 0 ? c : Long.compare(count, other.count);
    }

    // Written out, because what a record has by itself is linked when first called, which a short command pays for.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Extent o && lba == o.lba && count == o.count;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(lba) + Long.hashCode(count);
    }

    @Override
    public String toString() {
        return lba + "+" + count;
    }
}
