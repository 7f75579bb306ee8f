package org.dmkit.dm;

import java.util.EnumSet;
import java.util.Set;
import org.dmkit.uapi.Constants;

/**
 * The requests of linux/dm-ioctl.h: the number of each, and the minor version of the interface that brought
 * it: the kernel is asked for no more than that, so an old one still answers what it can.
 */
enum DmRequest {
    DM_VERSION(Constants.IOCTL_DM_VERSION, 0),
    DM_REMOVE_ALL(Constants.IOCTL_DM_REMOVE_ALL, 0),
    DM_LIST_DEVICES(Constants.IOCTL_DM_LIST_DEVICES, 0),
    DM_DEV_CREATE(Constants.IOCTL_DM_DEV_CREATE, 0),
    DM_DEV_REMOVE(Constants.IOCTL_DM_DEV_REMOVE, 0),
    DM_DEV_RENAME(Constants.IOCTL_DM_DEV_RENAME, 0),
    DM_DEV_SUSPEND(Constants.IOCTL_DM_DEV_SUSPEND, 0),
    DM_DEV_STATUS(Constants.IOCTL_DM_DEV_STATUS, 0),
    DM_DEV_WAIT(Constants.IOCTL_DM_DEV_WAIT, 0),
    DM_TABLE_LOAD(Constants.IOCTL_DM_TABLE_LOAD, 0),
    DM_TABLE_CLEAR(Constants.IOCTL_DM_TABLE_CLEAR, 0),
    DM_TABLE_DEPS(Constants.IOCTL_DM_TABLE_DEPS, 0),
    DM_TABLE_STATUS(Constants.IOCTL_DM_TABLE_STATUS, 0),
    DM_LIST_VERSIONS(Constants.IOCTL_DM_LIST_VERSIONS, 1),
    DM_TARGET_MSG(Constants.IOCTL_DM_TARGET_MSG, 2),
    DM_DEV_SET_GEOMETRY(Constants.IOCTL_DM_DEV_SET_GEOMETRY, 6),
    DM_DEV_ARM_POLL(Constants.IOCTL_DM_DEV_ARM_POLL, 36),
    DM_GET_TARGET_VERSION(Constants.IOCTL_DM_GET_TARGET_VERSION, 41);

    /** Those that tell something and change nothing: the kernel has no more to say of them than an errno. */
    private static final Set<DmRequest> QUESTIONS = EnumSet.of(
            DM_VERSION,
            DM_LIST_DEVICES,
            DM_DEV_STATUS,
            DM_DEV_WAIT,
            DM_TABLE_DEPS,
            DM_TABLE_STATUS,
            DM_LIST_VERSIONS,
            DM_DEV_ARM_POLL,
            DM_GET_TARGET_VERSION);

    private final long number;
    private final int minor;

    DmRequest(long number, int minor) {
        this.number = number;
        this.minor = minor;
    }

    /** The ioctl's number. */
    long number() {
        return number;
    }

    int minor() {
        return minor;
    }

    /** True if it changes something. */
    boolean changes() {
        return !QUESTIONS.contains(this);
    }
}
