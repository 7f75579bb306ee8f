package org.dmkit.formats.isw;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.jspecify.annotations.Nullable;

/** Makes the findings of one disk's MPB, or of a set if {@code disk} is null. */
record Findings(@Nullable DiskInfo disk, int mpbSize) {
    /** Not about a place on one disk. */
    static Finding general(Severity severity, String code, String found, String expected, String remedy) {
        return Finding.of(severity, "isw." + code)
                .found(found)
                .expected(expected)
                .remedy(remedy);
    }

    /** About a disk, not about a place on it. */
    static Finding about(DiskInfo disk, Severity severity, String code, String found, String expected, String remedy) {
        return Finding.of(severity, "isw." + code)
                .on(disk)
                .found(found)
                .expected(expected)
                .remedy(remedy);
    }

    /** About the field at byte {@code offset} of the MPB. */
    Finding at(int offset, Severity severity, String code, String field, String found, String expected, String remedy) {
        Finding finding = Finding.of(severity, "isw." + code)
                .field(field)
                .found(found)
                .expected(expected)
                .remedy(remedy);
        return disk == null ? finding : finding.on(disk).at(MpbPlace.on(disk).sectorOf(offset, mpbSize));
    }

    static List<Finding> errors(List<Finding> findings) {
        return findings.stream().filter(f -> f.severity() == Severity.ERROR).toList();
    }
}
