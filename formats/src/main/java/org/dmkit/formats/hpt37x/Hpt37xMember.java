package org.dmkit.formats.hpt37x;

import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Reading;

/**
 * A disk and the record that is its own: what it bears, or if that is a copy of the other leg's, what it stands for.
 *
 * @param record as the disk would bear it if nothing had been copied
 */
record Hpt37xMember(Reading.Found<Hpt37x> found, Hpt37x record) {
    static Hpt37xMember of(Reading.Found<Hpt37x> found) {
        Hpt37x borne = found.metadata();
        return new Hpt37xMember(
                found,
                foreign(borne, found.disk()).map(m -> borne.in(m.otherLeg(), 0)).orElse(borne));
    }

    /** The mark of a record that is another disk's. */
    private static Optional<Hpt37xMark> foreign(Hpt37x borne, DiskInfo disk) {
        return borne.mark().filter(m -> borne.copied() && !m.names(disk));
    }

    DiskInfo disk() {
        return found.disk();
    }

    /** True if what the disk bears is the record of another. */
    boolean copy() {
        return foreign(found.metadata(), disk()).isPresent();
    }

    /** True if this is the disk whose record that copy is. */
    boolean owns(Hpt37xMember copy) {
        return copy.found.metadata().mark().filter(m -> m.names(disk())).isPresent();
    }

    boolean bearsTheSameAs(Hpt37xMember other) {
        return found.metadata().equals(other.found.metadata());
    }
}
