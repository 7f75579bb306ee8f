package org.dmkit.formats.lsi;

import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Finding;

/** What must hold before a disk's own place in its copy is believed. Nothing else protects the sector. */
final class LsiCheck {
    private final DiskInfo disk;

    private LsiCheck(DiskInfo disk) {
        this.disk = disk;
    }

    /** Why the disk can't be a member; empty if it can. */
    static Optional<Finding> defect(DiskInfo disk, LsiConfiguration copy) {
        return new LsiCheck(disk).defect(copy);
    }

    private Optional<Finding> defect(LsiConfiguration copy) {
        int number = copy.raidNumber();
        Optional<LsiRaid> found = copy.raid(number);
        if (found.isEmpty()) {
            return wrong("raid_number", number, "below raid_count " + copy.raidCount());
        }
        LsiRaid raid = found.get();
        if (raid.expectedWidth() < 0) {
            return wrong("type", raid.type(), "1 (RAID0), 2 (RAID1) or 3 (RAID10)");
        }
        int chunk = raid.stripeSectors();
        if (Integer.bitCount(chunk) != 1) {
            return wrong("stripe_sectors", chunk, "a power of two");
        }
        if (raid.diskCount() == 0 || (raid.type() == LsiRaid.RAID10 && raid.diskCount() % 2 != 0)) {
            return wrong("disk_count", raid.diskCount(), "a number of disks that the type can have");
        }
        if (raid.arrayWidth() != raid.expectedWidth()) {
            return wrong("array_width", raid.arrayWidth(), Integer.toString(raid.expectedWidth()));
        }
        if (raid.configOffset() < copy.raidsEnd()
                || raid.configOffset() % LsiConfiguration.ENTRY != 0
                || raid.configOffset() + LsiConfiguration.ENTRY * raid.diskCount() > LsiConfiguration.END) {
            return wrong(
                    "config_offset", raid.configOffset(), "that of an entry behind the sets, with room for all disks");
        }
        int place = copy.diskNumber();
        Optional<LsiDisk> entry = copy.disk(number, place);
        if (entry.isEmpty()) {
            return wrong("disk_number", place, "below disk_count " + raid.diskCount());
        }
        return entry(entry.get(), number, place);
    }

    private Optional<Finding> entry(LsiDisk entry, int raidNumber, int place) {
        if (entry.diskNumber() != place) {
            return wrong("disk_number", entry.diskNumber(), place + ", the disk's own");
        }
        if (entry.raidNumber() != raidNumber) {
            return wrong("raid_number", entry.raidNumber(), raidNumber + ", the disk's own");
        }
        if (entry.diskSectors() >= disk.sectors()) {
            return wrong("disk_sectors", entry.diskSectors(), "below the disk's " + disk.sectors());
        }
        return Optional.empty();
    }

    private Optional<Finding> wrong(String field, long value, String expected) {
        return Optional.of(Finding.error("lsi." + field.replace('_', '-'))
                .on(disk)
                .at(disk.sectors() - 1)
                .field(field)
                .found(Long.toString(value))
                .expected(expected)
                .remedy("the disk is left out; erase its metadata if it is no member"));
    }
}
