package org.dmkit.raid.testing;

import java.util.Objects;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.live.LiveDevice;

/** Mapped devices that run, as the kernel tells of them, and what their tables call disks. */
public final class RunningDevices {
    private RunningDevices() {}

    public static LiveDevice running(int minor, String name, String uuid, Table table) {
        var info = new DeviceInfo(
                new DmName(name),
                new DmUuid(uuid),
                new DeviceNumber(253, minor),
                0,
                0,
                1,
                false,
                false,
                true,
                false,
                false);
        return new LiveDevice(info, table, Table.EMPTY);
    }

    /** {@link TestGroups#disk(int)}, in a table. */
    public static DeviceRef sd(int n) {
        return DeviceRef.of(Objects.requireNonNull(TestGroups.disk(n).number()));
    }
}
