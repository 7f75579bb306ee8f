package org.dmkit.dm;

/**
 * The requests of linux/dm-ioctl.h: the number of each, and the minor version of the interface that brought
 * it: the kernel is asked for no more than that, so an old one still answers what it can.
 */
enum DmRequest {
    DM_VERSION(0, 0),
    DM_REMOVE_ALL(1, 0),
    DM_LIST_DEVICES(2, 0),
    DM_DEV_CREATE(3, 0),
    DM_DEV_REMOVE(4, 0),
    DM_DEV_RENAME(5, 0),
    DM_DEV_SUSPEND(6, 0),
    DM_DEV_STATUS(7, 0),
    DM_DEV_WAIT(8, 0),
    DM_TABLE_LOAD(9, 0),
    DM_TABLE_CLEAR(10, 0),
    DM_TABLE_DEPS(11, 0),
    DM_TABLE_STATUS(12, 0),
    DM_LIST_VERSIONS(13, 1),
    DM_TARGET_MSG(14, 2),
    DM_DEV_SET_GEOMETRY(15, 6),
    DM_DEV_ARM_POLL(16, 36),
    DM_GET_TARGET_VERSION(17, 41);

    /** _IOWR(DM_IOCTL, 0, struct dm_ioctl). */
    private static final long FIRST = 0xc138fd00L;

    private final int command;
    private final int minor;

    DmRequest(int command, int minor) {
        this.command = command;
        this.minor = minor;
    }

    /** The ioctl's number. */
    long number() {
        return FIRST | command;
    }

    int minor() {
        return minor;
    }
}
