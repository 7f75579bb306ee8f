package org.dmkit.raid.live;

import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;

/** A mapped device as the kernel has it now. */
public record LiveDevice(DeviceInfo info, Table active, Table inactive) {
    public DmName name() {
        return info.name();
    }

    public DeviceNumber number() {
        return info.number();
    }

    /** The table that it has, or as long as it has none the one that waits. */
    Table table() {
        return active.isEmpty() ? inactive : active;
    }

    /** True for the small devices that dmkit puts under a set: offsets and metadata devices. */
    public boolean isHelper() {
        return info.uuid().value().startsWith(HELPER_UUID);
    }

    /** True for what dmkit or dmraid has made: a set, or a helper of one. */
    public boolean isOurs() {
        return isHelper() || info.uuid().value().startsWith("DMRAID-");
    }

    /** What uuids of helpers begin with. */
    public static final String HELPER_UUID = "DMKIT-";
}
