package org.dmkit.raid.table;

/** Which of the kernel's targets a set is mapped with. */
public enum Profile {
    /** The tables of Debian's dmraid: {@code linear}, {@code striped}, {@code mirror}; {@code raid} without metadata devices for parity. */
    CLASSIC,
    /** {@code raid} with metadata devices in memory wherever there is redundancy: goes on when a member dies. */
    MODERN
}
