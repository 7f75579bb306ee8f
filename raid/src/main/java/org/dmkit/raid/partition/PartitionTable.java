package org.dmkit.raid.partition;

import java.util.List;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.raid.format.Partition;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.table.MappedDevice;

/**
 * The partitions of one set.
 *
 * @param format that decoded them; empty if there is no table, or none that can be trusted
 * @param findings of the set; none names a disk
 */
public record PartitionTable(String format, List<Partition> partitions, List<Finding> findings) {
    public PartitionTable {
        partitions = List.copyOf(partitions);
        findings = List.copyOf(findings);
    }

    /** True if the set has a table that tells all of its partitions. */
    public boolean known() {
        return !format.isEmpty();
    }

    /** One device a partition, a single linear line over the device of the set. */
    public List<MappedDevice> devices(MappedDevice set, PartitionNames names) {
        return partitions.stream()
                .map(p -> new MappedDevice(
                        names.name(set.name(), p.number()),
                        uuid(set.uuid(), p.number()),
                        Table.of(
                                p.extent().count(),
                                new DmTarget.Linear(
                                        DeviceRef.of(set.name()), p.extent().lba())),
                        List.of()))
                .toList();
    }

    /** As kpartx makes them, and as udev's rules expect. */
    private static DmUuid uuid(DmUuid set, int number) {
        return new DmUuid("part" + number + "-" + set);
    }
}
