package org.dmkit.formats.pdc;

import java.util.Optional;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;

/** What must hold before a disk's part in a volume is believed. */
final class PdcCheck {
    private final PdcCopy copy;
    private final PdcBlock block;

    private PdcCheck(PdcCopy copy) {
        this.copy = copy;
        this.block = copy.block();
    }

    /** Why the disk can't be a member; empty if it can. */
    static Optional<Finding> defect(PdcCopy copy) {
        return new PdcCheck(copy).defect();
    }

    private Optional<Finding> defect() {
        int disks = block.totalDisks();
        if (!block.valid()) {
            return wrong("integrity", 0, "bit 0x80");
        }
        if (block.type() == PdcType.RAID3) {
            return wrong("type", block.type(), "a level that can be mapped; this is RAID3");
        }
        if (!block.flags().assigned()) {
            return wrong("flags", block.flags().bits(), "bit 4, assigned to a volume");
        }
        if (block.number() >= disks) {
            return wrong("number", block.number(), "below total_disks " + disks);
        }
        if (block.shift() > 30) {
            return wrong("shift", block.shift(), "at most 30");
        }
        if ((block.type() == PdcType.RAID5 && disks < 3) || (block.type() == PdcType.JBOD && disks != 1)) {
            return wrong("total_disks", disks, block.type() == PdcType.RAID5 ? "at least 3" : "1");
        }
        if (PdcType.raid10(block) && 2 * block.width() != disks) {
            return wrong("width", block.width(), "half of total_disks " + disks);
        }
        if (PdcVolume.perMember(block) <= 0) {
            return wrong("total_sectors", block.totalSectors(), "more than none for each member");
        }
        // Old BIOSes say more for disk_sectors than there is: of a span, the members together tell what each gives.
        long needed = block.type() == PdcType.SPAN ? 1 : PdcVolume.perMember(block);
        if (!PdcVolume.fits(block.diskOffset(), needed, copy.end())) {
            return wrong("disk_offset", block.diskOffset(), needed + " sectors of room before " + copy.end());
        }
        return Optional.empty();
    }

    private Optional<Finding> wrong(String field, long value, String expected) {
        return Optional.of(copy.about(
                Severity.ERROR,
                field.replace('_', '-'),
                field,
                Long.toString(value),
                expected,
                "the disk is left out of this volume; erase its metadata if it is no member"));
    }
}
