package org.dmkit.formats.asr;

import java.util.Comparator;
import org.dmkit.raid.format.Reading;

/** What one disk says of its array. */
record Copy(Reading.Found<AsrMetadata> found, AsrMetadata metadata, AsrArray array) {
    static final Comparator<Copy> AGE = Comparator.comparing(Copy::metadata, AsrMetadata.AGE);

    String disk() {
        return found.disk().name();
    }

    int driveMagic() {
        return metadata.reserved().driveMagic();
    }

    /** True if this table says that the other's disk must not be used. */
    boolean shutsOut(Copy other) {
        return array.member(other.driveMagic())
                .filter(l -> array.standing(l) == Standing.OUT)
                .isPresent();
    }
}
