package org.dmkit.formats.pdc;

import java.util.OptionalInt;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;

/** A disk's part in one volume. */
record PdcCopy(Reading.Found<PdcDisk> found, PdcBlock block) {
    DiskInfo disk() {
        return found.disk();
    }

    /** Its place, as the newest copy has it. */
    OptionalInt place(PdcBlock newest) {
        return newest.placeOf(block.diskId(), block.number());
    }

    /** First sector that no volume may use. */
    long end() {
        return found.metadata().place();
    }

    /** About a field in the second sector of the block. */
    Finding about(Severity severity, String code, String field, String value, String expected, String remedy) {
        return Finding.of(severity, "pdc." + code)
                .on(disk())
                .at(block.lba() + 1)
                .field(field)
                .found(value)
                .expected(expected)
                .remedy(remedy);
    }
}
