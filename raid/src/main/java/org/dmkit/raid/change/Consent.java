package org.dmkit.raid.change;

/** What may become of the contents of disks that join a group. Nothing allows one that is in use. */
public enum Consent {
    /** Only disks that bear nothing are taken. */
    NONE,
    /** What is on them is of no value. */
    OVERWRITE
}
