package org.dmkit.raid.format;

/** How a change that spans several disks survives a power cut, where a member has no room for anything else. */
public enum Crash {
    /** A redo record on all members first; where one has no free sector for it in a journal, or refused. */
    REDO,
    /**
     * Where no redo record fits, and the order is known to do for the change: one sector a disk, written whole, stage by stage in the writer's order. Every prefix of these
     * writes reads as T0, as T1, or as a set that is refused.
     */
    ORDERED
}
