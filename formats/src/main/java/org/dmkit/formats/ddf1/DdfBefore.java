package org.dmkit.formats.ddf1;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;

/**
 * A container before a change.
 *
 * @param container its disks and whose tables are believed
 * @param known what each disk bears, by its name
 */
record DdfBefore(DdfContainer container, Map<String, DdfDisk> known) {
    static DdfBefore of(Delta delta, Map<String, DdfDisk> known) {
        return of(delta.before(), delta.after().present().toList(), known);
    }

    /** With disks that may join it. */
    static DdfBefore of(Group group, List<DiskInfo> more, Map<String, DdfDisk> known) {
        List<DiskInfo> usable = group.disks();
        List<DdfCopy> copies = Stream.concat(group.present(), more.stream())
                .distinct()
                .flatMap(d -> Stream.ofNullable(known.get(d.name()))
                        .map(m -> DdfCopy.of(new Reading.Found<>(d, m, List.of(), List.of()))))
                .toList();
        long believed = copies.stream()
                .filter(c -> usable.contains(c.disk()))
                .mapToLong(c -> c.metadata().active().weight())
                .max()
                .orElse(0);
        // Whom a note keeps out has gone on elsewhere and may be the newest: then the others were put together without
        // it.
        List<DdfCopy> heard = copies.stream()
                .filter(c -> usable.contains(c.disk())
                        || usable.isEmpty()
                        || !good(c)
                        || c.metadata().active().weight() <= believed)
                .toList();
        return new DdfBefore(DdfContainer.of(heard), known);
    }

    private static boolean good(DdfCopy copy) {
        return copy.metadata()
                .entry(copy.reference())
                .filter(PhysicalDisk::usable)
                .isPresent();
    }

    DdfDisk champion() {
        return container.champion().metadata();
    }

    DdfTable<VirtualDisk> volumes() {
        return champion().virtualDisks();
    }

    /** Where a set's volume is in the table. */
    int volume(String set) {
        return DdfNames.volume(volumes(), container.guid(), set)
                .orElseThrow(() -> new IllegalArgumentException("no volume for the set " + set));
    }

    /** Higher than any disk's. */
    long nextSequence() {
        return known.values().stream()
                        .mapToLong(d -> d.active().sequence())
                        .max()
                        .orElse(0)
                + 1;
    }

    /** What the disk is called, if it has a place in the table. */
    Optional<Long> reference(DiskInfo disk) {
        return Optional.ofNullable(known.get(disk.name()))
                .map(DdfDisk::reference)
                .filter(r -> champion().entry(r).isPresent());
    }

    /** The newest record of each BVD. */
    Map<Bvd, ConfigRecord> records() {
        var records = new LinkedHashMap<Bvd, ConfigRecord>();
        for (int i = 0; i < volumes().size(); i++) {
            int volume = i;
            if (!volumes().at(i).free()) {
                container
                        .records(volumes().at(i))
                        .forEach(h ->
                                records.putIfAbsent(new Bvd(volume, h.record().secondaryIndex()), h.record()));
            }
        }
        return records;
    }

    /**
     * A set under a volume of two levels, or the only one of a volume.
     *
     * @param volume place in the table of volumes
     */
    record Bvd(int volume, int index) {}

    static final Comparator<Bvd> BY_PLACE = Comparator.comparingInt(Bvd::volume).thenComparingInt(Bvd::index);
}
