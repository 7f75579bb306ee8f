package org.dmkit.raid.table;

import java.util.List;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;

/**
 * A set as the device-mapper shall know it.
 *
 * @param table over disks, helpers and the devices of subsets, the last two by name
 * @param helpers what has to exist before the table is loaded
 */
public record MappedDevice(DmName name, DmUuid uuid, Table table, List<Helper> helpers) {
    public MappedDevice {
        helpers = List.copyOf(helpers);
    }
}
