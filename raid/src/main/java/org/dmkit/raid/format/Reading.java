package org.dmkit.raid.format;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Finding;

/**
 * What a format makes of one disk.
 *
 * @param <M> the format's metadata
 */
public sealed interface Reading<M> {
    /** Not this format's. */
    record Absent<M>() implements Reading<M> {}

    /** The anchor points to more: read these and ask again. */
    record Needs<M>(List<Extent> extents) implements Reading<M> {
        public Needs {
            extents = List.copyOf(extents);
        }
    }

    /** Bears the format's signature, but can't be used; the findings say why. */
    record Broken<M>(List<Finding> findings) implements Reading<M> {
        public Broken {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Decoded.
     *
     * @param extents where the metadata lie on this disk
     * @param findings what is odd, but usable
     */
    record Found<M>(DiskInfo disk, M metadata, List<Extent> extents, List<Finding> findings) implements Reading<M> {
        public Found {
            extents = List.copyOf(extents);
            findings = List.copyOf(findings);
        }

        /**
         * Something about a field of these metadata, at their first sector.
         *
         * @param code begins with the format's name
         */
        public Finding finding(
                String code, Finding.Severity severity, String field, String what, String expected, String remedy) {
            return Finding.of(severity, code)
                    .on(disk)
                    .at(extents.getFirst().lba())
                    .field(field)
                    .found(what)
                    .expected(expected)
                    .remedy(remedy);
        }
    }
}
