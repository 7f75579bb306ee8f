package org.dmkit.cli;

import java.util.List;

/**
 * What one disk bears of one format.
 *
 * @param group the group that the metadata belong to; empty if they can't be used
 * @param sets names of the sets that it is a member of
 * @param findings codes of what is wrong with its metadata
 */
record Bearing(String format, String group, Standing standing, List<String> sets, List<String> findings) {
    Bearing {
        sets = List.copyOf(sets);
        findings = List.copyOf(findings);
    }

    /** What becomes of the disk. */
    enum Standing {
        MEMBER,
        SPARE,
        /** Valid metadata that say nothing of use now, or contradict those believed. */
        STALE,
        /** A signature, but no metadata to work with. */
        BROKEN
    }
}
