package org.dmkit.blockio;

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

    @Override
    public String toString() {
        return lba + "+" + count;
    }
}
