package org.dmkit.dm;

import org.dmkit.uapi.Constants;

/**
 * Offsets, sizes and flags of linux/dm-ioctl.h. Constants, not jextract's layouts, because their VarHandles
 * cost start-up.
 */
final class DmLayout {
    static final int DM_VERSION_MAJOR = Constants.DM_VERSION_MAJOR;

    /** struct dm_ioctl. */
    static final int VERSION = Constants.dm_ioctl$version$offset;

    static final int DATA_SIZE = Constants.dm_ioctl$data_size$offset;
    static final int DATA_START = Constants.dm_ioctl$data_start$offset;
    static final int TARGET_COUNT = Constants.dm_ioctl$target_count$offset;
    static final int OPEN_COUNT = Constants.dm_ioctl$open_count$offset;
    static final int FLAGS = Constants.dm_ioctl$flags$offset;
    static final int EVENT_NR = Constants.dm_ioctl$event_nr$offset;
    static final int DEV = Constants.dm_ioctl$dev$offset;
    static final int NAME = Constants.dm_ioctl$name$offset;
    static final int UUID = Constants.dm_ioctl$uuid$offset;
    static final int HEADER = Constants.dm_ioctl$sizeof;
    static final int NAME_LEN = Constants.DM_NAME_LEN;
    static final int UUID_LEN = Constants.DM_UUID_LEN;

    /** struct dm_target_spec. */
    static final int SPEC_START = Constants.dm_target_spec$sector_start$offset;

    static final int SPEC_LENGTH = Constants.dm_target_spec$length$offset;
    static final int SPEC_STATUS = Constants.dm_target_spec$status$offset;
    static final int SPEC_NEXT = Constants.dm_target_spec$next$offset;
    static final int SPEC_TYPE = Constants.dm_target_spec$target_type$offset;
    static final int SPEC = Constants.dm_target_spec$sizeof;
    static final int TYPE_LEN = Constants.DM_MAX_TYPE_NAME;

    /** struct dm_target_deps. */
    static final int DEPS_COUNT = Constants.dm_target_deps$count$offset;

    static final int DEPS_DEV = Constants.dm_target_deps$dev$offset;

    /** struct dm_name_list; behind the name, aligned to 8: event number, flags, uuid. */
    static final int LIST_DEV = Constants.dm_name_list$dev$offset;

    static final int LIST_NEXT = Constants.dm_name_list$next$offset;
    static final int LIST_NAME = Constants.dm_name_list$name$offset;
    static final int LIST_HAS_UUID = Constants.DM_NAME_LIST_FLAG_HAS_UUID;

    /** struct dm_target_versions. */
    static final int VERSIONS_NEXT = Constants.dm_target_versions$next$offset;

    static final int VERSIONS_VERSION = Constants.dm_target_versions$version$offset;
    static final int VERSIONS_NAME = Constants.dm_target_versions$name$offset;

    /** struct dm_target_msg. */
    static final int MSG_SECTOR = Constants.dm_target_msg$sector$offset;

    static final int MSG_TEXT = Constants.dm_target_msg$message$offset;

    static final int READONLY_FLAG = Constants.DM_READONLY_FLAG;
    static final int PERSISTENT_DEV_FLAG = Constants.DM_PERSISTENT_DEV_FLAG;
    static final int SUSPEND_FLAG = Constants.DM_SUSPEND_FLAG;
    static final int STATUS_TABLE_FLAG = Constants.DM_STATUS_TABLE_FLAG;
    static final int ACTIVE_PRESENT_FLAG = Constants.DM_ACTIVE_PRESENT_FLAG;
    static final int INACTIVE_PRESENT_FLAG = Constants.DM_INACTIVE_PRESENT_FLAG;
    static final int BUFFER_FULL_FLAG = Constants.DM_BUFFER_FULL_FLAG;
    static final int SKIP_LOCKFS_FLAG = Constants.DM_SKIP_LOCKFS_FLAG;
    static final int NOFLUSH_FLAG = Constants.DM_NOFLUSH_FLAG;
    static final int QUERY_INACTIVE_TABLE_FLAG = Constants.DM_QUERY_INACTIVE_TABLE_FLAG;
    static final int UEVENT_GENERATED_FLAG = Constants.DM_UEVENT_GENERATED_FLAG;
    static final int UUID_FLAG = Constants.DM_UUID_FLAG;
    static final int DATA_OUT_FLAG = Constants.DM_DATA_OUT_FLAG;
    static final int DEFERRED_REMOVE = Constants.DM_DEFERRED_REMOVE;

    private DmLayout() {}

    /** The next multiple of 8: what follows a text starts there. */
    static int align(int offset) {
        return (offset + 7) & ~7;
    }
}
