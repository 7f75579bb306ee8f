package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Forgery;
import org.dmkit.raid.record.Note;
import org.dmkit.raid.record.NotedLosses;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.dmkit.raid.testing.FakeFormat;
import org.dmkit.raid.testing.MirrorFormat;
import org.dmkit.raid.testing.NoWriter;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;

/**
 * Recovery among records that somebody has forged, with right checksums. Two disks of 400 sectors hold a mirror in sectors 100
 * to 299, so that its data reach into the tail, with metadata in the last sector and a second copy in 20 and 21; another format
 * looks at sector 10; a third disk is blank.
 */
class RecoveryFuzzTest {
    private static final long DISK = MirrorFormat.DISK;
    private static final Extent DATA = MirrorFormat.DATA;
    private static final List<Extent> MEMBERS = List.of(new Extent(10, 1), new Extent(20, 2), new Extent(300, 100));
    private static final List<Extent> BLANK = List.of(new Extent(10, 1), new Extent(272, 128));
    private static final int TAIL = 272;

    private static final List<Format<?>> FORMATS = List.of(
            new MirrorFormat(new FakeFormat("fake", 1), new NoWriter<>(false)),
            new FakeFormat("other", (int) DISK - 10));

    /** The machine, and what was written to it. */
    private static final class Bench {
        private final SimulatedMachine simulated = new SimulatedMachine();
        private final List<Operation.Write> writes = new ArrayList<>();
        private NotedLosses noted = new NotedLosses(List.of(), List.of(), Map.of(), List.of());

        Bench(Random random) throws IOException {
            for (String name : List.of("sda", "sdb", "sdc")) {
                Disk disk = simulated.attach(SimulatedDisk.inMemory(name, DISK));
                if (!name.equals("sdc")) {
                    byte[] data = new byte[200 * 512];
                    random.nextBytes(data);
                    write(disk, DATA.lba(), data);
                    write(disk, DISK - 1, sector("fake set " + (name.equals("sda") ? 0 : 1)));
                    write(disk, 20, sector("second copy"));
                }
            }
        }

        Disk disk(int n) {
            return simulated.disks().get(n);
        }

        Recovery.Result recover() throws IOException {
            simulated.onOperation(o -> {
                if (o instanceof Operation.Write w) {
                    writes.add(w);
                }
            });
            var machine = new Machine(
                    simulated.deviceMapper(), simulated.memoryDevices(), simulated.reader(), simulated.disks());
            try (Scan scan = Scanner.scan(machine.disks(), machine.reader(), FORMATS)) {
                assertThat(scan.groups()).hasSize(1);
                noted = scan.noted();
                return new Recovery(machine, (step, undoing) -> {}).run(scan, FORMATS);
            }
        }
    }

    private static byte[] sector(String text) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 512);
    }

    private static void write(Disk disk, long lba, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(bytes.length, 4096);
            segment.copyFrom(MemorySegment.ofArray(bytes));
            disk.write(lba, segment);
            disk.flush();
        }
    }

    private static byte[] read(Disk disk, long lba, int sectors) throws IOException {
        return Images.read(disk, new Extent(lba, sectors)).bytes();
    }

    private static Image image(Random random, long lba, int sectors) {
        byte[] bytes = new byte[sectors * 512];
        random.nextBytes(bytes);
        return new Image(lba, bytes);
    }

    /** A run of sectors that a forger might want: mostly such as may be written, so that his record isn't always refused. */
    private static Extent run(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> new Extent(random.nextInt(100, 300), 1);
            case 1 -> new Extent(298, 1 + random.nextInt(4));
            case 2 -> new Extent(398, 1 + random.nextInt(4));
            case 3 -> new Extent(19, 1 + random.nextInt(4));
            case 4 -> new Extent(random.nextLong(1L << 50), 1);
            case 5 -> new Extent(random.nextInt((int) DISK), 1 + random.nextInt(3));
            case 6 -> new Extent(10, 1);
            case 7 -> new Extent(20, 2);
            default -> new Extent(380 + random.nextInt(18), 1 + random.nextInt(2));
        };
    }

    private static Redo redo(Random random, Bench bench) throws IOException {
        var members = new ArrayList<Redo.Member>();
        List<String> serials = List.of("sda", "sdb", "sdc", "", "unknown");
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int which = random.nextInt(serials.size());
            long sectors = random.nextInt(4) == 0 ? 1L << (1 + random.nextInt(60)) : DISK;
            var t0 = new ArrayList<Image>();
            var t1 = new ArrayList<Image>();
            for (int k = 1 + random.nextInt(2); k > 0; k--) {
                Extent run = run(random);
                int count = (int) run.count();
                boolean there = run.end() <= DISK && random.nextInt(8) > 0;
                t0.add(
                        there
                                ? new Image(run.lba(), read(bench.disk(which % 3), run.lba(), count))
                                : image(random, run.lba(), count));
                t1.add(image(random, run.lba(), count));
            }
            members.add(new Redo.Member(serials.get(which), sectors, t0, t1));
        }
        long sequence = random.nextLong();
        return new Redo(
                new UUID(1, random.nextInt(2)),
                sequence,
                random.nextBoolean(),
                "forged",
                members,
                List.of(new Redo.Notes(note(random, bench, sequence), note(random, bench, sequence))));
    }

    /** Mostly one that holds: its witness is as it says. */
    private static Note note(Random random, Bench bench, long sequence) throws IOException {
        var losses = new ArrayList<Note.Loss>();
        var witnesses = new ArrayList<Note.Witness>();
        for (int n = random.nextInt(3); n > 0; n--) {
            String serial = List.of("sda", "sdb", "sdc", "").get(random.nextInt(4));
            losses.add(new Note.Loss(serial, random.nextInt(3) == 0 ? 0 : DISK, sequence - random.nextInt(9)));
        }
        for (int n = random.nextInt(3); n > 0; n--) {
            Disk disk = bench.disk(random.nextInt(3));
            var crc = new CRC32C();
            crc.update(read(disk, DISK - 1, 1));
            int sum = random.nextInt(4) == 0 ? random.nextInt() : (int) crc.getValue();
            Extent where = random.nextInt(8) == 0 ? run(random) : new Extent(DISK - 1, 1);
            long size = Math.max(DISK, where.end());
            witnesses.add(new Note.Witness(disk.info().serial(), size, List.of(where), sum));
        }
        return new Note(losses, witnesses);
    }

    private static byte[] mutated(Random random, byte[] bytes, int from) {
        byte[] other = Arrays.copyOf(bytes, bytes.length + (random.nextInt(4) == 0 ? random.nextInt(-3, 4) : 0));
        int limit = Math.min(other.length, from + 40);
        for (int n = random.nextInt(4); n >= 0; n--) {
            other[random.nextInt(from, random.nextBoolean() ? limit : other.length)] = (byte) random.nextInt();
        }
        return other;
    }

    private static byte[] record(Random random, Redo redo) {
        Forgery forgery = Forgery.of(redo)
                .self(
                        random.nextInt(20) == 0
                                ? random.nextInt(1 << 16)
                                : random.nextInt(redo.members().size()))
                .state(random.nextInt(20) == 0 ? random.nextInt(256) : 1 + random.nextInt(4))
                .flags(random.nextInt(4));
        switch (random.nextInt(8)) {
            case 0, 1 -> forgery.body(mutated(random, forgery.body(), 0));
            case 2 -> forgery.inflated(random.nextInt());
            default -> {}
        }
        byte[] record = forgery.record();
        if (random.nextInt(8) == 0) {
            record = Forgery.sealed(Arrays.copyOf(mutated(random, record, 48), record.length));
        }
        return record;
    }

    @Test
    void nothingIsWrittenButWhereMetadataMayLie() throws IOException {
        var random = new Random(20061);
        int acted = 0;
        int refused = 0;
        int noted = 0;
        int split = 0;
        for (int round = 0; round < 4000; round++) {
            var bench = new Bench(random);
            Redo redo = redo(random, bench);
            byte[] record = record(random, redo);
            for (int copies = 1 + random.nextInt(3); copies > 0; copies--) {
                byte[] copy = random.nextInt(3) == 0 ? record(random, redo) : record;
                long at = random.nextInt(TAIL, (int) DISK - copy.length / 512);
                write(bench.disk(random.nextInt(3)), at, copy);
            }
            List<Image> before = contents(bench);

            Recovery.Result result = bench.recover();

            assertThat(bench.writes)
                    .as("round %d: %s", round, redo)
                    .allMatch(w -> allowed(w.disk()).stream().anyMatch(a -> a.contains(w.extent())));
            assertThat(contents(bench)).isEqualTo(before);
            noted += bench.noted.out().size();
            split += bench.noted.split().size();
            acted += result.decisions().size();
            refused += result.findings().size();
        }
        assertThat(acted).as("records that were acted upon").isGreaterThan(300);
        assertThat(refused).as("records that were refused").isGreaterThan(300);
        assertThat(noted).as("disks that a forged note shuts out").isGreaterThan(100);
        assertThat(split).as("disks that call each other lost").isPositive();
    }

    private static List<Extent> allowed(String disk) {
        return disk.equals("sdc") ? BLANK : MEMBERS;
    }

    /** All that must stay, disk by disk. */
    private static List<Image> contents(Bench bench) throws IOException {
        var contents = new ArrayList<Image>();
        for (int n = 0; n < 3; n++) {
            byte[] all = read(bench.disk(n), 0, (int) DISK);
            for (Extent a : allowed(bench.disk(n).info().name())) {
                Arrays.fill(all, (int) a.lba() * 512, (int) a.end() * 512, (byte) 0);
            }
            contents.add(new Image(0, all));
        }
        return contents;
    }

    private static Redo change(Bench bench, Extent... runs) throws IOException {
        var t0 = new ArrayList<Image>();
        var t1 = new ArrayList<Image>();
        for (Extent run : runs) {
            boolean there = run.end() <= DISK;
            t0.add(there ? Images.read(bench.disk(0), run) : image(new Random(1), run.lba(), (int) run.count()));
            t1.add(image(new Random(2), run.lba(), (int) run.count()));
        }
        return new Redo(new UUID(1, 2), 5, true, "g", List.of(new Redo.Member("sda", 1000, t0, t1)));
    }

    private static Bench with(Extent... runs) throws IOException {
        var bench = new Bench(new Random(3));
        write(bench.disk(0), 310, RedoCodec.encode(change(bench, runs), Redo.State.PREPARED, 0));
        return bench;
    }

    @Test
    void metadataAreWrittenWhereTheyLieAndWhereTheyMayLie() throws IOException {
        Bench bench = with(new Extent(10, 1), new Extent(20, 2), new Extent(300, 3), new Extent(390, 10));

        Recovery.Result result = bench.recover();

        assertThat(result.findings()).isEmpty();
        assertThat(result.decisions()).singleElement().isInstanceOf(Recovery.Decision.Forward.class);
        assertThat(read(bench.disk(0), 20, 2))
                .isEqualTo(image(new Random(2), 20, 2).bytes());
    }

    @Test
    void aRecordOverDataIsRefusedWhole() throws IOException {
        refused(new Extent(399, 1), new Extent(299, 2));
    }

    @Test
    void aRecordBeyondTheDiskIsRefused() throws IOException {
        refused(new Extent(399, 2));
    }

    @Test
    void aRecordOverWhatNoFormatUsesIsRefused() throws IOException {
        refused(new Extent(19, 2));
    }

    private static void refused(Extent... runs) throws IOException {
        Bench bench = with(runs);

        Recovery.Result result = bench.recover();

        assertThat(bench.writes).isEmpty();
        assertThat(result.decisions()).isEmpty();
        assertThat(result.findings()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("redo.extent");
            assertThat(f.disk()).hasValue("sda");
            assertThat(f.sector()).hasValue(runs[runs.length - 1].lba());
        });
    }

    @Test
    void aRecordAmongTheDataOfASetIsNone() throws IOException {
        var bench = new Bench(new Random(3));
        write(bench.disk(0), 299, RedoCodec.encode(change(bench, new Extent(399, 1)), Redo.State.PREPARED, 0));

        assertThat(bench.recover().nothing()).isTrue();
        assertThat(bench.writes).isEmpty();
    }

    @Test
    void twoRecordsOfOneIdAreTwo() throws IOException {
        var bench = new Bench(new Random(3));
        Redo two = change(bench, new Extent(399, 1));
        Redo.Member member = two.members().getFirst();
        two = new Redo(two.id(), 5, true, "g", List.of(member, member));
        write(bench.disk(0), 310, RedoCodec.encode(two, Redo.State.PREPARED, 1));
        Redo one = new Redo(two.id(), 6, true, "other", List.of(new Redo.Member("x", 9, List.of(), List.of())));
        write(bench.disk(2), 310, RedoCodec.encode(one, Redo.State.PREPARED, 0));

        assertThat(bench.recover().decisions())
                .extracting(Recovery.Decision::redo)
                .containsExactlyInAnyOrder(one, two);
    }

    @Test
    void aRecordOfANewerVersionIsToldAndLeftAlone() throws IOException {
        var bench = new Bench(new Random(3));
        byte[] record = RedoCodec.encode(change(bench, new Extent(399, 1)), Redo.State.PREPARED, 0);
        record[11] = '3';
        write(bench.disk(2), 310, record);

        Recovery.Result result = bench.recover();

        assertThat(bench.writes).isEmpty();
        assertThat(result.findings()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("redo.newer-version");
            assertThat(f.disk()).hasValue("sdc");
            assertThat(f.sector()).hasValue(310);
        });
    }
}
