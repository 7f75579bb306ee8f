package org.dmkit.raid.format;

/** Who, other than dmkit itself, has read what a writer wrote, and agreed: in a test of this project that anybody can run. */
public enum Judge {
    /** {@code mdadm --examine}, or an array that mdadm assembled. */
    MDADM,
    /** dmraid's listing, or its tables. */
    DMRAID,
    /** The signature, as util-linux tells it. */
    BLKID,
    /** A program's data on a set, changed under it, on a real kernel in a virtual machine. */
    VM
}
