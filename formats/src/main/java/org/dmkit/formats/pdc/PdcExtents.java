package org.dmkit.formats.pdc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.pdc.PdcMembers.In;
import org.dmkit.formats.pdc.PdcMembers.Standing;

/**
 * Where the members of a volume keep its data. A member of a span gives what its block says if all of them together make up
 * the volume; else, as old BIOSes have it, all up to its metadata.
 */
final class PdcExtents {
    private final PdcBlock newest;
    private final Map<PdcCopy, Integer> places = new LinkedHashMap<>();
    private final boolean toMetadata;

    PdcExtents(PdcBlock newest, Map<PdcCopy, Standing> standings) {
        this.newest = newest;
        standings.forEach((copy, standing) -> {
            if (standing instanceof In in) {
                places.put(copy, in.place());
            }
        });
        toMetadata = newest.type() == PdcType.SPAN
                && places.keySet().stream()
                                .mapToLong(c -> c.block().diskSectors())
                                .sum()
                        != newest.totalSectors();
    }

    /** Where this member does; empty if the disk has no room for it. */
    Optional<Extent> of(PdcCopy copy) {
        PdcBlock block = copy.block();
        long sectors = toMetadata ? copy.end() - block.diskOffset() : PdcVolume.perMember(block);
        return PdcVolume.fits(block.diskOffset(), sectors, copy.end())
                ? Optional.of(new Extent(block.diskOffset(), sectors))
                : Optional.empty();
    }

    /** Of each place, where its member does, or should. */
    List<Extent> all() {
        // Checked: it fits on the disk of the newest copy, but for a span, whose members differ.
        long sectors = newest.type() == PdcType.SPAN ? 1 : PdcVolume.perMember(newest);
        var missing = new Extent(newest.diskOffset(), sectors);
        return IntStream.range(0, newest.totalDisks())
                .mapToObj(place -> places.entrySet().stream()
                        .filter(e -> e.getValue() == place)
                        .findFirst()
                        .flatMap(e -> of(e.getKey()))
                        .orElse(missing))
                .toList();
    }
}
