package org.dmkit.formats.isw;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Finding.Severity;
import org.jspecify.annotations.Nullable;

/** Makes the findings of one disk's MPB, or of a set if {@code disk} is null. */
record Findings(@Nullable DiskInfo disk, int mpbSize) {
    /** Not about a place on one disk. */
    static Finding general(Severity severity, String code, String found, String expected, String remedy) {
        return new Finding("isw." + code, severity, null, -1, "", found, expected, remedy);
    }

    /** About a disk, not about a place on it. */
    static Finding about(DiskInfo disk, Severity severity, String code, String found, String expected, String remedy) {
        return new Finding("isw." + code, severity, disk.name(), -1, "", found, expected, remedy);
    }

    /** About the field at byte {@code offset} of the MPB. */
    Finding at(int offset, Severity severity, String code, String field, String found, String expected, String remedy) {
        long sector = disk == null ? -1 : MpbPlace.on(disk).sectorOf(offset, mpbSize);
        return new Finding(
                "isw." + code, severity, disk == null ? null : disk.name(), sector, field, found, expected, remedy);
    }

    static List<Finding> errors(List<Finding> findings) {
        return findings.stream().filter(f -> f.severity() == Severity.ERROR).toList();
    }
}
