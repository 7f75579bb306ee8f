package org.dmkit.raid.read;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.Extent;

/** Several wanted extents of one disk that one request reads. */
record Extents(Extent whole, List<Extent> parts) {
    /** Up to this many unwanted sectors are read along rather than asked for separately. */
    private static final long GAP = 64;

    Extents {
        parts = List.copyOf(parts);
    }

    /** Puts together what overlaps, touches, or nearly does. */
    static List<Extents> merge(List<Extent> wanted) {
        var merged = new ArrayList<Extents>();
        var parts = new ArrayList<Extent>();
        long end = 0;
        for (Extent e : wanted.stream().sorted().toList()) {
            if (!parts.isEmpty() && e.lba() > end + GAP) {
                merged.add(of(parts, end));
                parts.clear();
                end = 0;
            }
            parts.add(e);
            end = Math.max(end, e.end());
        }
        if (!parts.isEmpty()) {
            merged.add(of(parts, end));
        }
        return merged;
    }

    private static Extents of(List<Extent> parts, long end) {
        long first = parts.getFirst().lba();
        return new Extents(new Extent(first, end - first), parts);
    }
}
