package org.dmkit.formats.via;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.Reading;

/** A disk as dmraid lists it. */
final class ViaListing implements DmraidView<ViaMetadata> {
    @Override
    public RaidDevice listed(Reading.Found<ViaMetadata> found) {
        var via = found.metadata();
        RaidDevice.Type type = switch (via.type()) {
            case ViaMetadata.SPAN -> RaidDevice.Type.LINEAR;
            case ViaMetadata.RAID0, ViaMetadata.RAID01 -> RaidDevice.Type.STRIPE;
            case ViaMetadata.RAID1 -> RaidDevice.Type.MIRROR;
            default -> RaidDevice.Type.UNKNOWN;
        };
        RaidDevice.Status status = switch (via.broken() << 1 | via.inArray()) {
            case 0 -> RaidDevice.Status.UNKNOWN;
            case 1 -> RaidDevice.Status.OK;
            default -> RaidDevice.Status.BROKEN;
        };
        String set = via.type() == ViaMetadata.RAID01 ? via.name() + "-" + via.stripe() : via.name();
        return new RaidDevice(set, type, status, found.disk().sectors() - 1, 0, via.chunk());
    }

    @Override
    public List<String> nativeLog(Reading.Found<ViaMetadata> found) {
        var via = found.metadata();
        var log = new ArrayList<String>();
        log.add(String.format("0x000 signature: 0x%x", via.block().u16(0)));
        log.add("0x002 version_number: " + via.version());
        log.add("0x003 array.disk.bootable: " + via.bootable());
        log.add("0x003 array.disk.enable_enhanced: " + via.enhanced());
        log.add("0x003 array.disk.in_disk_array: " + via.inArray());
        log.add("0x003 array.disk.raid_type: " + via.type());
        log.add("0x003 array.disk.array_index: " + via.arrayIndex());
        log.add("0x003 array.disk.raid_type_info: " + via.info());
        // The next three as of a RAID01, whatever the type.
        log.add("0x003 array.disk.raid_type_info(INDEX): " + via.place());
        log.add("0x003 array.disk.raid_type_info(MIRROR): " + via.stripe());
        log.add("0x003 array.disk.raid_type_info(DIRTY): " + (via.info() >> 4 & 1));
        log.add("0x003 array.disk.tolerance: " + via.broken());
        log.add(String.format("0x005 array.disk_array_ex: 0x%x", via.array()));
        log.add("0x006 array.capacity_low: " + via.block().u32(ViaMetadata.CAPACITY));
        log.add("0x00a array.capacity_high: " + via.block().u32(ViaMetadata.CAPACITY + 4));
        log.add("0x00e array.serial_checksum: " + via.block().u32(ViaMetadata.OWN));
        for (int i = 0; i < ViaMetadata.MOST_DISKS; i++) {
            int at = ViaMetadata.TABLE + 4 * i;
            log.add(String.format(
                    "0x%03x serial_checksum[%d]: %d", at, i, via.block().u32(at)));
        }
        log.add("0x032 checksum: " + via.checksum());
        return List.copyOf(log);
    }
}
