package org.dmkit.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.MemoryDisk;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Creation;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;

/**
 * Disks in memory, all of them members of sets that the formats' own writers have made: five a set on average, some formats
 * with one block on all disks of a group, some with a block of its own on each.
 */
final class MadeSets {
    private static final long SECTORS = 400_000;

    private record Shape(Kind kind, int disks, List<String> formats) {}

    /** Ten disks are two whole sets, a hundred are twenty, and so on. */
    private static final List<Shape> SHAPES = List.of(
            new Shape(Kind.RAID1, 2, List.of("isw", "via", "sil", "ddf1", "nvidia", "lsi")),
            new Shape(Kind.RAID5, 8, List.of("ddf1", "pdc")),
            new Shape(Kind.RAID10, 4, List.of("isw", "nvidia", "ddf1", "sil")),
            new Shape(Kind.RAID5, 6, List.of("nvidia", "ddf1", "sil", "pdc")));

    private final Map<String, Format<?>> formats =
            Formats.all().stream().collect(Collectors.toMap(Format::name, f -> f));
    private final List<Disk> disks = new ArrayList<>();

    private MadeSets() {}

    /** @param count a multiple of ten */
    static List<Disk> disks(int count) throws IOException, RefusedException {
        var made = new MadeSets();
        for (int set = 0; made.disks.size() < count; set++) {
            Shape shape = SHAPES.get(set % SHAPES.size());
            String format =
                    shape.formats().get(set / SHAPES.size() % shape.formats().size());
            made.set(Objects.requireNonNull(made.formats.get(format)), shape, set);
        }
        return made.disks;
    }

    private void set(Format<?> format, Shape shape, int number) throws IOException, RefusedException {
        var members = new ArrayList<Disk>();
        for (int i = 0; i < shape.disks(); i++) {
            members.add(new MemoryDisk(info(disks.size() + i)));
        }
        write(format, shape.kind(), members, number);
        disks.addAll(members);
    }

    /** A clean set on blank disks. {@code number} tells it from others. */
    static void write(Format<?> format, Kind kind, List<Disk> members, int number)
            throws IOException, RefusedException {
        List<DiskInfo> infos = members.stream().map(Disk::info).toList();
        var birth = new Placement.Birth(number * 7919L, Instant.ofEpochSecond(1_500_000_000 + number));
        Group ground = Creation.ground(format, infos, birth);
        var wish = new Wish("v" + number, kind, OptionalInt.empty(), OptionalLong.empty());
        change(ground, new Change.Create(wish, infos, List.of()).apply(ground), members);
        try (Scan scan = Scanner.scan(members, BatchReader.sequential(), List.of(format))) {
            Group made = scan.groups().getFirst();
            change(made, made.mapSets(s -> s.withResync(RaidSet.Resync.CLEAN)), members);
        }
    }

    private static void change(Group t0, Group t1, List<Disk> members) throws IOException, RefusedException {
        Delta delta = Delta.between(t0, t1);
        List<Finding> wrong = t0.known().check(delta);
        if (!wrong.isEmpty()) {
            throw new RefusedException(wrong);
        }
        Map<String, List<Image>> images = t0.known().encode(delta).images();
        for (Disk disk : members) {
            write(disk, images.getOrDefault(disk.info().name(), List.of()));
        }
    }

    private static DiskInfo info(int number) {
        return new DiskInfo(
                "disk" + number, SECTORS, 512, "SERIAL-" + number, null, "", new DeviceNumber(65, number), false);
    }

    private static void write(Disk disk, List<Image> images) throws IOException {
        for (Image image : images) {
            try (Arena arena = Arena.ofConfined()) {
                disk.write(image.lba(), arena.allocateFrom(ValueLayout.JAVA_BYTE, image.bytes()));
            }
        }
    }
}
