package org.dmkit.raid.control;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;

/**
 * What will be written, read before it is: by the formats, as the next scan would. Writers are proved with one verb at a time; of
 * several at once each is tried here, on the disks that it is about.
 */
final class Proofreading {
    private static final int SECTOR = 512;

    /** What a set is by what members have of it: names may follow from them, and what an absent one was called is theirs who are there. */
    private record Told(String label, Level level, int chunk, long size, List<Component> leaves) {
        static Told of(RaidSet set) {
            return new Told(
                    set.label(),
                    set.level(),
                    set.chunk(),
                    set.size(),
                    set.leaves().map(Told::of).toList());
        }

        private static Component of(Component leaf) {
            return leaf instanceof Component.Missing m ? m.unnamed().lost() : leaf;
        }
    }

    private final List<Delta> deltas;
    private final List<Disk> disks;
    /** The sets of T1. */
    private final Set<Told> meant;
    /** Names of the disks that T1 uses. */
    private final Set<String> used;

    private Proofreading(List<Delta> deltas, List<Disk> disks) {
        this.deltas = deltas;
        this.disks = disks;
        this.meant = deltas.stream()
                .flatMap(d -> d.after().sets().stream())
                .map(Told::of)
                .collect(Collectors.toSet());
        this.used = deltas.stream()
                .flatMap(d -> d.after().disks().stream())
                .map(DiskInfo::name)
                .collect(Collectors.toSet());
    }

    /** @param t1Images what will be written, by name of disk */
    static Proofreading of(Machine machine, List<Delta> deltas, Map<String, List<Image>> t1Images) {
        // Who is shut out is told by the others' metadata or by their note, which is not there yet.
        Set<DiskInfo> stale =
                deltas.stream().flatMap(d -> d.after().stale().stream()).collect(Collectors.toSet());
        List<Disk> read = machine.disks().stream()
                .filter(d -> !stale.contains(d.info()))
                .<Disk>map(d -> new Written(d, t1Images.getOrDefault(d.info().name(), List.of())))
                .toList();
        return new Proofreading(deltas, read);
    }

    /** @throws RefusedException if it would be read as anything but T1 */
    void mustBeRight() throws RefusedException {
        List<Format<?>> formats = deltas.stream()
                .<Format<?>>map(d -> d.after().format())
                .distinct()
                .toList();
        var wrong = new ArrayList<Finding>();
        try (Scan scan = Scanner.scan(disks, BatchReader.sequential(), formats)) {
            for (Delta delta : deltas) {
                wrong.addAll(wrong(delta, scan));
            }
        }
        if (!wrong.isEmpty()) {
            throw new RefusedException(wrong);
        }
    }

    private List<Finding> wrong(Delta delta, Scan scan) {
        Group t1 = delta.after();
        String format = t1.format().name();
        List<Group> groups = Stream.concat(delta.before().present(), t1.present())
                .flatMap(d -> scan.byFormats().of(d).stream())
                .filter(g -> g.format().name().equals(format))
                .distinct()
                .toList();
        Set<DiskInfo> concerned =
                Stream.concat(delta.before().present(), t1.present()).collect(Collectors.toSet());
        Set<Told> read = groups.stream()
                .flatMap(g -> g.sets().stream().filter(s -> !g.blocked().containsKey(s.name())))
                .map(Told::of)
                .collect(Collectors.toSet());
        return Stream.of(
                        t1.sets().stream()
                                .filter(s -> !read.contains(Told.of(s)))
                                .map(RaidSet::name),
                        groups.stream()
                                .flatMap(g -> g.sets().stream())
                                .filter(s -> s.members().anyMatch(m -> concerned.contains(m.disk())))
                                .filter(s -> !meant.contains(Told.of(s)))
                                .map(RaidSet::name),
                        t1.spares().stream()
                                .filter(d -> groups.stream()
                                        .noneMatch(g -> g.spares().contains(d)))
                                .map(DiskInfo::name),
                        delta.events(Delta.Event.Released.class)
                                .map(e -> e.disk().name())
                                .filter(d -> !used.contains(d))
                                .filter(d -> scan.signatures()
                                        .getOrDefault(d, List.of())
                                        .contains(format)))
                .flatMap(s -> s)
                .map(what -> refusal(t1, what))
                .toList();
    }

    private static Finding refusal(Group t1, String what) {
        String format = t1.format().name();
        return Finding.error("change.not-expressible")
                .field(what)
                .found(format + " metadata can't tell all this of " + what + " at once")
                .expected("changes that they can tell together")
                .remedy("make these changes one after the other");
    }

    /** A disk as it will be. Nothing is written to it. */
    private record Written(Disk disk, List<Image> images) implements Disk {
        @Override
        public DiskInfo info() {
            return disk.info();
        }

        @Override
        public void read(long lba, MemorySegment into) throws IOException {
            disk.read(lba, into);
            for (Image image : images) {
                var asked = new Extent(lba, into.byteSize() / SECTOR);
                long from = Math.max(asked.lba(), image.lba());
                long to = Math.min(asked.end(), image.extent().end());
                if (from < to) {
                    MemorySegment.copy(
                            MemorySegment.ofArray(image.bytes()),
                            (from - image.lba()) * SECTOR,
                            into,
                            (from - lba) * SECTOR,
                            (to - from) * SECTOR);
                }
            }
        }

        @Override
        public void write(long lba, MemorySegment from) {
            throw new UnsupportedOperationException(info().name());
        }

        @Override
        public void flush() {}

        /** The real one is not ours to close. */
        @Override
        public void close() {}
    }
}
