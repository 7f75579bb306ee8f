package org.dmkit.raid.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.LivePartitions;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.partition.PartitionNames;
import org.dmkit.raid.partition.PartitionTable;
import org.dmkit.raid.table.MappedDevice;

/**
 * How the running partitions of one set become those of its table. Pure. One that is in use is left as it is, and so is one
 * whose name somebody else has: neither keeps the others, nor the set, from starting.
 *
 * @param remove first
 * @param create then
 */
record PartitionChange(List<LiveDevice> remove, List<MappedDevice> create, List<Finding> findings) {
    PartitionChange {
        remove = List.copyOf(remove);
        create = List.copyOf(create);
        findings = List.copyOf(findings);
    }

    /**
     * For a set that runs, or is about to.
     *
     * @param set its device, under the name that it has or gets
     * @param running its live device
     */
    static PartitionChange of(
            MappedDevice set, Optional<LiveDevice> running, PartitionTable table, PartitionNames names, Live live) {
        var remove = new ArrayList<LiveDevice>();
        var create = new ArrayList<MappedDevice>();
        var findings = new ArrayList<Finding>();
        if (!table.known()) {
            return new PartitionChange(remove, create, findings);
        }
        List<LiveDevice> there = running.map(d -> LivePartitions.of(d, live)).orElse(List.of());
        List<MappedDevice> wanted = table.devices(set, names);
        Set<DmName> taken = new HashSet<>();
        Set<DmUuid> takenUuids = new HashSet<>();
        for (LiveDevice device : live.devices()) {
            taken.add(device.name());
            takenUuids.add(device.info().uuid());
        }
        var kept = new ArrayList<Extent>();
        for (LiveDevice device : there) {
            boolean stays = wanted.stream().anyMatch(w -> extent(w.table()).equals(extent(device.active())));
            if (stays) {
                kept.add(extent(device.active()));
            } else if (device.info().openCount() > 0) {
                findings.add(inUse(set, device));
            } else {
                remove.add(device);
                taken.remove(device.name());
                takenUuids.remove(device.info().uuid());
            }
        }
        for (MappedDevice device : wanted) {
            if (kept.contains(extent(device.table()))) {
                continue;
            }
            if (taken.add(device.name()) && takenUuids.add(device.uuid())) {
                create.add(device);
            } else if (there.stream().noneMatch(d -> d.name().equals(device.name()))) {
                findings.add(nameTaken(set, device));
            }
        }
        return new PartitionChange(remove, create, findings);
    }

    /** The piece of the set that a table of one linear line maps. */
    private static Extent extent(Table table) {
        Table.Line line = table.lines().getFirst();
        return new Extent(((DmTarget.Linear) line.target()).offset(), line.length());
    }

    private static Finding inUse(MappedDevice set, LiveDevice device) {
        return Finding.warning("partition.in-use")
                .field(set.name().value())
                .found(device.name() + " is in use, " + extent(device.active()))
                .expected("what the partition table says now")
                .remedy("umount it and activate the set once more");
    }

    private static Finding nameTaken(MappedDevice set, MappedDevice device) {
        return Finding.warning("partition.name-taken")
                .field(set.name().value())
                .found("another device that is named " + device.name() + " or has its uuid " + device.uuid())
                .remedy("the partition is left out; remove that device");
    }
}
