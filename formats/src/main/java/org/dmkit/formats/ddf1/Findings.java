package org.dmkit.formats.ddf1;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;

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
        return Finding.of(severity, "ddf1." + code)
                .on(disk)
                .at(sector)
                .field(field)
                .found(found)
                .expected(expected)
                .remedy(remedy);
    }

    /** About a disk as a whole. */
    static Finding about(DiskInfo disk, Severity severity, String code, String found, String expected, String remedy) {
        return Finding.of(severity, "ddf1." + code)
                .on(disk)
                .found(found)
                .expected(expected)
                .remedy(remedy);
    }

    /** About a volume. */
    static Finding volume(String volume, Severity severity, String code, String found, String expected, String remedy) {
        return Finding.of(severity, "ddf1." + code)
                .field(volume)
                .found(found)
                .expected(expected)
                .remedy(remedy);
    }

    /** Why a change is refused. */
    static Finding general(String code, String found, String expected, String remedy) {
        return Finding.error("ddf1." + code).found(found).expected(expected).remedy(remedy);
    }

    static List<Finding> errors(List<Finding> findings) {
        return findings.stream().filter(f -> f.severity() == Severity.ERROR).toList();
    }
}
