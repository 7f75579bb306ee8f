package org.dmkit.formats.ddf1;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dmkit.formats.ddf1.DdfBefore.Bvd;

/**
 * What all disks of a container tell alike.
 *
 * @param records the newest of each BVD
 */
record DdfContents(DdfTable<PhysicalDisk> disks, DdfTable<VirtualDisk> volumes, Map<Bvd, ConfigRecord> records) {
    DdfContents {
        records = Map.copyOf(records);
    }

    static DdfContents of(DdfBefore before) {
        return new DdfContents(before.champion().physicalDisks(), before.volumes(), before.records());
    }

    /** True if a record has a place for the disk that is called so. */
    boolean names(long reference) {
        return records.values().stream().anyMatch(r -> names(r, reference));
    }

    static boolean names(ConfigRecord record, long reference) {
        return record.places(false).orElseThrow().stream().anyMatch(p -> p.reference() == reference);
    }

    /** What follows for a volume from its disks; empty if nobody has a record of it. */
    Optional<VirtualDisk.State> state(int volume) {
        return records.entrySet().stream()
                .filter(e -> e.getKey().volume() == volume)
                .findFirst()
                .map(e -> DdfVolumeState.of(
                        IntStream.range(0, e.getValue().secondaryCount())
                                .mapToObj(i -> Optional.ofNullable(records.get(new Bvd(volume, i))))
                                .toList(),
                        disks));
    }

    /** The same bytes. */
    boolean isSame(DdfContents other) {
        return disks.section().equals(other.disks.section())
                && volumes.section().equals(other.volumes.section())
                && records.equals(other.records);
    }
}
