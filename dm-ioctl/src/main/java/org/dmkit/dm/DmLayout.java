package org.dmkit.dm;

/**
 * Offsets, sizes and flags of linux/dm-ioctl.h. Constants, not the generated layouts, because their VarHandles cost
 * start-up; a test holds them against what jextract generated.
 */
final class DmLayout {
    static final int DM_VERSION_MAJOR = 4;

    /** struct dm_ioctl. */
    static final int VERSION = 0;

    static final int DATA_SIZE = 12;
    static final int DATA_START = 16;
    static final int TARGET_COUNT = 20;
    static final int OPEN_COUNT = 24;
    static final int FLAGS = 28;
    static final int EVENT_NR = 32;
    static final int DEV = 40;
    static final int NAME = 48;
    static final int UUID = 176;
    static final int HEADER = 312;
    static final int NAME_LEN = 128;
    static final int UUID_LEN = 129;

    /** struct dm_target_spec. */
    static final int SPEC_START = 0;

    static final int SPEC_LENGTH = 8;
    static final int SPEC_STATUS = 16;
    static final int SPEC_NEXT = 20;
    static final int SPEC_TYPE = 24;
    static final int SPEC = 40;
    static final int TYPE_LEN = 16;

    /** struct dm_target_deps. */
    static final int DEPS_COUNT = 0;

    static final int DEPS_DEV = 8;

    /** struct dm_name_list; behind the name, aligned to 8: event number, flags, uuid. */
    static final int LIST_DEV = 0;

    static final int LIST_NEXT = 8;
    static final int LIST_NAME = 12;
    static final int LIST_HAS_UUID = 1;

    /** struct dm_target_versions. */
    static final int VERSIONS_NEXT = 0;

    static final int VERSIONS_VERSION = 4;
    static final int VERSIONS_NAME = 16;

    /** struct dm_target_msg. */
    static final int MSG_SECTOR = 0;

    static final int MSG_TEXT = 8;

    static final int READONLY_FLAG = 1;
    static final int SUSPEND_FLAG = 1 << 1;
    static final int STATUS_TABLE_FLAG = 1 << 4;
    static final int ACTIVE_PRESENT_FLAG = 1 << 5;
    static final int INACTIVE_PRESENT_FLAG = 1 << 6;
    static final int BUFFER_FULL_FLAG = 1 << 8;
    static final int SKIP_LOCKFS_FLAG = 1 << 10;
    static final int NOFLUSH_FLAG = 1 << 11;
    static final int QUERY_INACTIVE_TABLE_FLAG = 1 << 12;
    static final int UEVENT_GENERATED_FLAG = 1 << 13;
    static final int UUID_FLAG = 1 << 14;
    static final int DATA_OUT_FLAG = 1 << 16;
    static final int DEFERRED_REMOVE = 1 << 17;

    private DmLayout() {}

    /** The next multiple of 8: what follows a text starts there. */
    static int align(int offset) {
        return (offset + 7) & ~7;
    }
}
