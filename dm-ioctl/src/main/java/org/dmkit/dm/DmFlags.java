package org.dmkit.dm;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.uapi.Constants;

/** The flags of linux/dm-ioctl.h by name. */
final class DmFlags {
    private static final List<Named> ALL = List.of(
            new Named("DM_READONLY_FLAG", Constants.DM_READONLY_FLAG),
            new Named("DM_SUSPEND_FLAG", Constants.DM_SUSPEND_FLAG),
            new Named("DM_PERSISTENT_DEV_FLAG", Constants.DM_PERSISTENT_DEV_FLAG),
            new Named("DM_STATUS_TABLE_FLAG", Constants.DM_STATUS_TABLE_FLAG),
            new Named("DM_SKIP_LOCKFS_FLAG", Constants.DM_SKIP_LOCKFS_FLAG),
            new Named("DM_NOFLUSH_FLAG", Constants.DM_NOFLUSH_FLAG),
            new Named("DM_QUERY_INACTIVE_TABLE_FLAG", Constants.DM_QUERY_INACTIVE_TABLE_FLAG),
            new Named("DM_UUID_FLAG", Constants.DM_UUID_FLAG),
            new Named("DM_DEFERRED_REMOVE", Constants.DM_DEFERRED_REMOVE));

    private record Named(String name, int flag) {}

    private DmFlags() {}

    /** Those that a request of ours may have, in the order of their bits. */
    static List<String> names(int flags) {
        var names = new ArrayList<String>();
        int left = flags;
        for (Named each : ALL) {
            if ((left & each.flag()) != 0) {
                names.add(each.name());
                left &= ~each.flag();
            }
        }
        if (left != 0) {
            names.add("0x" + Integer.toHexString(left));
        }
        return names;
    }
}
