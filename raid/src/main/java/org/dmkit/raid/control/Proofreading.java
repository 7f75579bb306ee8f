package org.dmkit.raid.control;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private final List<Delta> deltas;
    private final List<Disk> disks;

    private Proofreading(List<Delta> deltas, List<Disk> disks) {
        this.deltas = deltas;
        this.disks = disks;
    }

    /** @param t1Images what will be written, by name of disk */
    static Proofreading of(Machine machine, List<Delta> deltas, Map<String, List<Image>> t1Images) {
        // Who is shut out is told by the others' metadata or by their note, which is not there yet.
        List<Disk> read = machine.disks().stream()
                .filter(d -> deltas.stream().noneMatch(c -> c.after().stale().contains(d.info())))
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
        List<Group> groups = scan.byFormats().stream()
                .filter(g -> g.format().name().equals(t1.format().name()))
                .toList();
        List<String> left = delta.events(Delta.Event.Released.class)
                .map(e -> e.disk().name())
                .filter(d -> deltas.stream()
                        .noneMatch(o -> o.after().disks().stream()
                                .anyMatch(u -> u.name().equals(d))))
                .filter(d -> scan.signatures()
                        .getOrDefault(d, List.of())
                        .contains(t1.format().name()))
                .toList();
        return Stream.of(
                        t1.sets().stream()
                                .filter(s -> groups.stream().noneMatch(g -> reads(g, s)))
                                .map(s -> refusal(t1, s.name())),
                        groups.stream()
                                .flatMap(g -> g.sets().stream())
                                .filter(s -> s.members().anyMatch(m -> concerns(delta, m.disk())))
                                .filter(s -> deltas.stream()
                                        .flatMap(d -> d.after().sets().stream())
                                        .noneMatch(o -> same(o, s)))
                                .map(s -> refusal(t1, s.name())),
                        t1.spares().stream()
                                .filter(d -> groups.stream()
                                        .noneMatch(g -> g.spares().contains(d)))
                                .map(d -> refusal(t1, d.name())),
                        left.stream().map(d -> refusal(t1, d)))
                .flatMap(s -> s)
                .toList();
    }

    private static boolean concerns(Delta delta, DiskInfo disk) {
        return Stream.concat(delta.before().present(), delta.after().present()).anyMatch(disk::equals);
    }

    private static boolean reads(Group group, RaidSet meant) {
        return group.sets().stream()
                .anyMatch(s -> same(meant, s) && !group.blocked().containsKey(s.name()));
    }

    /** By what members have of it: names may follow from them, and what an absent one was called is theirs who are there. */
    private static boolean same(RaidSet meant, RaidSet read) {
        return meant.label().equals(read.label())
                && meant.level() == read.level()
                && meant.chunk() == read.chunk()
                && meant.size() == read.size()
                && meant.leaves()
                        .map(Proofreading::told)
                        .toList()
                        .equals(read.leaves().map(Proofreading::told).toList());
    }

    private static Component told(Component leaf) {
        return leaf instanceof Component.Missing m ? m.unnamed().lost() : leaf;
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
