package org.dmkit.formats.ddf1;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Finding.Severity;

/** Makes findings of this format. */
final class Findings {
    static final String ERASE = "rebuild the disk, or erase its metadata";

    private Findings() {}

    /** About a sector of a disk. */
    static Finding at(
            DiskInfo disk,
            long sector,
            Severity severity,
            String code,
            String field,
            String found,
            String expected,
            String remedy) {
        return new Finding("ddf1." + code, severity, disk.name(), sector, field, found, expected, remedy);
    }

    /** About a disk as a whole. */
    static Finding about(DiskInfo disk, Severity severity, String code, String found, String expected, String remedy) {
        return new Finding("ddf1." + code, severity, disk.name(), -1, "", found, expected, remedy);
    }

    /** About a volume. */
    static Finding volume(String volume, Severity severity, String code, String found, String expected, String remedy) {
        return new Finding("ddf1." + code, severity, null, -1, volume, found, expected, remedy);
    }

    static List<Finding> errors(List<Finding> findings) {
        return findings.stream().filter(f -> f.severity() == Severity.ERROR).toList();
    }
}
