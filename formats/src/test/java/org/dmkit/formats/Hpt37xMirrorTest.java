package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.hpt37x.Hpt37xFormat;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.control.Monitor;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mirrors whose metadata lie in sector 9 of their data, which the kernel copies from one leg to the other with all else: whatever it
 * has copied by the time the power fails, nobody counts who misses writes.
 */
class Hpt37xMirrorTest {
    private static final long SECTORS = 4096;
    private static final long RECORD = 9;

    /** The first disk of either leg, in which the record is copied; the second one is lost. */
    enum Mirror {
        OF_DISKS(Kind.RAID1, 2, "sda", "sdb"),
        OF_DISKS_THE_OTHER_WAY(Kind.RAID1, 2, "sdb", "sda"),
        OF_STRIPES(Kind.RAID10, 4, "sda", "sdc"),
        OF_STRIPES_THE_OTHER_WAY(Kind.RAID10, 4, "sdc", "sda");

        private final Kind kind;
        private final int members;
        private final String left;
        private final String lost;

        Mirror(Kind kind, int members, String left, String lost) {
            this.kind = kind;
            this.members = members;
            this.left = left;
            this.lost = lost;
        }
    }

    private static SimulatedDisk blank(String name) {
        return SimulatedDisk.inMemory(new DiskInfo(name, SECTORS, 512, "S-" + name, null, "", null, false));
    }

    /** Just made: it owes a resync, and the kernel is about to begin. */
    private static Rig made(Mirror mirror) throws Exception {
        List<SimulatedDisk> disks = IntStream.range(0, mirror.members)
                .mapToObj(i -> blank("sd" + (char) ('a' + i)))
                .toList();
        List<SimulatedDisk> all = new ArrayList<>(disks);
        all.add(blank("new"));
        Rig rig = Rig.rebooted(all);
        List<DiskInfo> members = disks.stream()
                .map(SimulatedDisk::info)
                .map(d -> rig.disk(d.name()))
                .toList();
        var wish = new Wish("vol", mirror.kind, OptionalInt.empty(), OptionalLong.empty());
        var create = new Change.Create(wish, members, List.of());
        Scenario.done(rig.dmkit()
                .run(rig.dmkit()
                        .prepare(
                                rig.dmkit()
                                        .ground(new Hpt37xFormat(), create, 37, Instant.ofEpochSecond(1_800_000_000)),
                                create)));
        return rig;
    }

    private static Rig synchronised(Mirror mirror, Ledger ledger) throws Exception {
        Rig rig = made(mirror);
        rig.advance();
        rig.dmkit().settle();
        ledger.write(rig);
        return rig;
    }

    /** A disk is lost under load, and the set goes on without it. */
    private static Rig degraded(Mirror mirror, Ledger ledger) throws Exception {
        Rig rig = synchronised(mirror, ledger);
        rig.machine.hardware(rig.dmkit().machine().disk(mirror.lost)).fail();
        for (int i = 0; i < 16; i++) {
            ledger.write(rig);
        }
        rig.dmkit().rescan();
        assertThat(new Monitor(InstantSource.system()).round(rig.dmkit()))
                .singleElement()
                .isInstanceOf(Monitor.Event.MemberLost.class);
        ledger.write(rig);
        return rig;
    }

    private static Transition replace(Rig rig) throws IOException, RefusedException {
        return rig.dmkit().prepare(rig.group(), new Change.Replace(new MemberName.OfLabel(""), rig.disk("new")));
    }

    private static Rig rebuilding(Mirror mirror, Ledger ledger) throws Exception {
        Rig rig = degraded(mirror, ledger);
        Scenario.done(rig.dmkit().run(replace(rig)));
        ledger.write(rig);
        return rig;
    }

    private static List<SimulatedDisk> afterPowerCut(Rig rig) {
        rig.machine.powerCut();
        List<SimulatedDisk> disks = rig.copies();
        disks.forEach(SimulatedDisk::restore);
        return disks;
    }

    private static byte[] sector(Disk disk, long lba) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            disk.read(lba, sector);
            return sector.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static byte[] record(Rig rig, String disk) throws IOException {
        return sector(rig.machine.hardware(rig.dmkit().machine().disk(disk)), RECORD);
    }

    private static RaidSet set(Rig rig) {
        return rig.group().sets().getFirst();
    }

    private static State state(Rig rig, String disk) {
        return set(rig).member(rig.disk(disk)).orElseThrow().state();
    }

    private static List<String> stale(Rig rig) {
        return rig.group().stale().stream().map(DiskInfo::name).toList();
    }

    /** What the redo record and its note are in: then nothing is left but the metadata. */
    private static List<SimulatedDisk> withoutRecords(List<SimulatedDisk> disks) throws IOException {
        List<SimulatedDisk> copies = Ledger.copies(disks, "");
        for (SimulatedDisk disk : copies) {
            try (Arena arena = Arena.ofConfined()) {
                long free = SECTORS - 11;
                disk.write(free, arena.allocate((SECTORS - free) * 512, 4096));
                disk.flush();
            }
        }
        return copies;
    }

    /** Sectors that the kernel gets to copy before the power fails: none, up to the record, with it, half, all but the end. */
    private static final List<Long> COPIED = List.of(0L, 8L, 16L, 64L, SECTORS / 2, SECTORS - 256);

    static Stream<Mirror> mirrors() {
        return Stream.of(Mirror.values());
    }

    @ParameterizedTest
    @MethodSource("mirrors")
    void aTargetOverWhoseRecordTheKernelHasCopiedTheSourcesIsNotInSync(Mirror mirror) throws Exception {
        for (long copied : COPIED) {
            var ledger = new Ledger();
            try (Rig rig = rebuilding(mirror, ledger)) {
                rig.machine.advance(copied);
                ledger.write(rig);
                List<SimulatedDisk> disks = afterPowerCut(rig);
                ledger.checkEverySource(disks, "power cut after " + copied + " sectors");
                for (List<SimulatedDisk> told : List.of(disks, withoutRecords(disks))) {
                    try (Rig rebooted = Rig.rebooted(Ledger.copies(told, ""))) {
                        rebooted.dmkit().recover();
                        assertThat(rebooted.group().blocked()).isEmpty();
                        assertThat(record(rebooted, "new")).isEqualTo(record(rebooted, mirror.left));
                        assertThat(state(rebooted, "new")).isEqualTo(State.REBUILDING);
                        assertThat(state(rebooted, mirror.left)).isEqualTo(State.IN_SYNC);
                        assertThat(stale(rebooted)).containsExactly(mirror.lost);
                    }
                }
                rebuildsToTheEnd(mirror, disks, ledger);
            }
        }
    }

    private static void rebuildsToTheEnd(Mirror mirror, List<SimulatedDisk> disks, Ledger ledger) throws Exception {
        try (Rig rig = Rig.rebooted(Ledger.copies(disks, ""))) {
            rig.dmkit().recover();
            assertThat(rig.starts()).isTrue();
            var copies = new AtomicInteger();
            rig.machine.onOperation(o -> {
                if (o instanceof Operation.Write w
                        && w.disk().equals("new")
                        && w.extent().contains(new Extent(RECORD, 1))) {
                    copies.incrementAndGet();
                }
            });
            rig.advance();
            rig.machine.onOperation(o -> {});
            assertThat(copies.get()).as("the kernel copies the record, too").isPositive();
            rig.dmkit().settle();
            assertThat(set(rig).health()).isEqualTo(Health.COMPLETE);
            assertThat(record(rig, "new")).isNotEqualTo(record(rig, mirror.left));
            ledger.write(rig);
            List<SimulatedDisk> done = afterPowerCut(rig);
            ledger.checkEverySource(done, "after the rebuild");
            try (Rig alone = Rig.rebooted(withoutRecords(done))) {
                assertThat(set(alone).health()).isEqualTo(Health.COMPLETE);
                assertThat(stale(alone)).containsExactly(mirror.lost);
            }
        }
    }

    /** The disks as they are when the power goes before operation {@code stop} of a change, and the kernel copies all the time. */
    private static List<SimulatedDisk> cut(Rig rig, Transition change, int stop) throws IOException {
        var count = new AtomicInteger();
        var copying = new AtomicBoolean();
        rig.machine.onOperation(o -> {
            if (copying.get()) {
                return;
            }
            if (count.getAndIncrement() >= stop) {
                throw new PowerCut();
            }
            copying.set(true);
            try {
                rig.machine.advance(64);
            } finally {
                copying.set(false);
            }
        });
        try {
            Scenario.done(rig.dmkit().run(change));
            return List.of();
        } catch (PowerCut expected) {
            return rig.copies();
        } finally {
            rig.machine.onOperation(o -> {});
        }
    }

    @FunctionalInterface
    private interface Before {
        Rig rig(Ledger ledger) throws Exception;
    }

    @FunctionalInterface
    private interface Preparing {
        Transition on(Rig rig) throws Exception;
    }

    private static int everyCut(Before before, Preparing preparing, String what) throws Exception {
        for (int stop = 0; ; stop++) {
            var ledger = new Ledger();
            try (Rig rig = before.rig(ledger)) {
                List<SimulatedDisk> cut = cut(rig, preparing.on(rig), stop);
                if (cut.isEmpty()) {
                    return stop;
                }
                for (boolean kept : new boolean[] {true, false}) {
                    List<SimulatedDisk> left = Ledger.copies(cut, "");
                    left.forEach(d -> d.powerCut(p -> kept));
                    left.forEach(SimulatedDisk::restore);
                    ledger.checkEverySource(left, what + " cut at " + stop + (kept ? ", all kept" : ""));
                    blocked(left, what + " cut at " + stop);
                }
            }
        }
    }

    private static void blocked(List<SimulatedDisk> left, String when) throws IOException {
        try (Rig rig = Rig.rebooted(Ledger.copies(left, ""))) {
            rig.dmkit().recover();
            assertThat(rig.dmkit().scan().groups())
                    .allSatisfy(g -> assertThat(g.blocked()).as(when).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OF_DISKS", "OF_STRIPES_THE_OTHER_WAY"})
    void noCutInTheBeginningOfARebuildLosesAnything(Mirror mirror) throws Exception {
        assertThat(everyCut(l -> degraded(mirror, l), Hpt37xMirrorTest::replace, "begin"))
                .isGreaterThan(10);
    }

    private static Transition observed(Rig rig) throws Exception {
        var seen = rig.dmkit().observe(rig.group());
        return rig.dmkit().prepare(rig.group(), new Change.Observe(g -> seen));
    }

    @ParameterizedTest
    @EnumSource(names = {"OF_DISKS_THE_OTHER_WAY", "OF_STRIPES"})
    void noCutInTheEndOfARebuildLosesAnything(Mirror mirror) throws Exception {
        Before copied = ledger -> {
            Rig rig = rebuilding(mirror, ledger);
            rig.advance();
            ledger.write(rig);
            return rig;
        };
        assertThat(everyCut(copied, Hpt37xMirrorTest::observed, "end")).isGreaterThan(5);
    }

    @ParameterizedTest
    @MethodSource("mirrors")
    void aResyncThatCopiesTheRecordOfEitherLegStaysOwed(Mirror mirror) throws Exception {
        for (long copied : COPIED) {
            var ledger = new Ledger();
            try (Rig rig = made(mirror)) {
                rig.machine.advance(copied);
                ledger.write(rig);
                List<SimulatedDisk> disks = afterPowerCut(rig);
                for (List<SimulatedDisk> told : List.of(disks, withoutRecords(disks))) {
                    try (Rig rebooted = Rig.rebooted(Ledger.copies(told, ""))) {
                        assertThat(rebooted.group().blocked()).isEmpty();
                        assertThat(set(rebooted).resync()).isEqualTo(Resync.RESYNCING);
                        assertThat(set(rebooted).health()).isEqualTo(Health.COMPLETE);
                        assertThat(record(rebooted, mirror.lost)).isEqualTo(record(rebooted, mirror.left));
                        assertThat(rebooted.starts()).isTrue();
                        rebooted.advance();
                        rebooted.dmkit().settle();
                        assertThat(set(rebooted).resync()).isEqualTo(Resync.CLEAN);
                        assertThat(record(rebooted, mirror.lost)).isNotEqualTo(record(rebooted, mirror.left));
                        ledger.checkEverySource(afterPowerCut(rebooted), "after the resync");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("mirrors")
    void whoIsRebuiltDoesNotStartWithoutItsSource(Mirror mirror) throws Exception {
        try (Rig rig = rebuilding(mirror, new Ledger())) {
            rig.machine.advance(SECTORS / 2);
            List<SimulatedDisk> disks = afterPowerCut(rig);
            try (Rig rebooted = Rig.rebooted(Ledger.copies(disks, mirror.left))) {
                assertThat(rebooted.dmkit().scan().groups())
                        .flatExtracting(g -> g.sets())
                        .filteredOn(s -> s.member(rebooted.disk("new")).isPresent())
                        .singleElement()
                        .satisfies(s -> assertThat(
                                        s.members().filter(m -> m.disk().name().equals("new")))
                                .extracting(Component.Member::state)
                                .containsExactly(State.REBUILDING))
                        .satisfies(s -> assertThat(s.health()).isEqualTo(Health.FAILED));
            }
        }
    }

    /** Somebody else has restored the source's record from before: then what the copy says is nobody's word any more. */
    @Test
    void aCopyWhoseOriginalIsGoneIsLeftOut() throws Exception {
        try (Rig rig = rebuilding(Mirror.OF_DISKS, new Ledger())) {
            rig.advance();
            List<SimulatedDisk> disks = Ledger.copies(afterPowerCut(rig), "sdb");
            byte[] copy;
            try (Rig ended = Rig.rebooted(disks)) {
                copy = record(ended, "new");
                assertThat(ended.starts()).isTrue();
                ended.advance();
                ended.dmkit().settle();
                put(ended, "new", copy);
            }
            try (Rig rebooted = Rig.rebooted(withoutRecords(disks))) {
                assertThat(stale(rebooted)).containsExactly("new");
                assertThat(rebooted.dmkit().scan().findings())
                        .extracting(f -> f.code())
                        .contains("hpt37x.unconfirmed");
            }
        }
    }

    private static void put(Rig rig, String disk, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            sector.copyFrom(MemorySegment.ofArray(bytes));
            SimulatedDisk hardware = rig.machine.hardware(rig.dmkit().machine().disk(disk));
            hardware.write(RECORD, sector);
            hardware.flush();
        }
    }

    /** What is read of the volume's sector 9 is a record; to write that back while both legs bear the same changes nothing. */
    @Test
    void theRecordsSectorOfTheVolumeCanBeReadAndWrittenBackInARebuild() throws Exception {
        var ledger = new Ledger();
        try (Rig rig = rebuilding(Mirror.OF_DISKS, ledger)) {
            rig.machine.advance(64);
            byte[] record = record(rig, "sda");
            try (Arena arena = Arena.ofConfined();
                    Disk volume = rig.machine.open(rig.device(set(rig)))) {
                MemorySegment sector = arena.allocate(512, 4096);
                volume.read(RECORD, sector);
                assertThat(sector.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(record);
                volume.write(RECORD, sector);
                volume.flush();
            }
            List<SimulatedDisk> disks = afterPowerCut(rig);
            ledger.checkEverySource(disks, "written back");
            try (Rig rebooted = Rig.rebooted(disks)) {
                assertThat(state(rebooted, "new")).isEqualTo(State.REBUILDING);
            }
        }
    }

    /** Nothing prevents it; then the disks are in no set, and nobody takes them for anything. */
    @Test
    void whoWritesSomethingElseThereDestroysTheMetadataOfBothLegs() throws Exception {
        try (Rig rig = synchronised(Mirror.OF_DISKS, new Ledger())) {
            try (Arena arena = Arena.ofConfined();
                    Disk volume = rig.machine.open(rig.device(set(rig)))) {
                MemorySegment sector = arena.allocate(512, 4096);
                sector.fill((byte) 'x');
                volume.write(RECORD, sector);
                volume.flush();
            }
            try (Rig rebooted = Rig.rebooted(afterPowerCut(rig))) {
                assertThat(rebooted.dmkit().scan().groups()).isEmpty();
            }
        }
    }

    /** Its redo record has one free sector, as behind a mirror of the vendor's. */
    @Test
    void oneSectorBehindTheMirrorIsRoomForTheRecordOfALossAndARebuild() throws Exception {
        List<SimulatedDisk> disks = List.of(blank("sda"), blank("sdb"), blank("new"));
        byte[] first = vendors(0);
        put(disks.get(0), first);
        put(disks.get(1), vendors(1));
        var ledger = new Ledger();
        try (Rig rig = Rig.rebooted(disks)) {
            assertThat(set(rig).size()).isEqualTo(SECTORS - 1);
            rig.start();
            ledger.write(rig);
            Scenario.done(rig.run(new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new"))));
            ledger.write(rig);
            rig.machine.advance(64);
            List<SimulatedDisk> cut = afterPowerCut(rig);
            ledger.checkEverySource(cut, "in the rebuild");
            try (Rig rebooted = Rig.rebooted(cut)) {
                assertThat(state(rebooted, "new")).isEqualTo(State.REBUILDING);
                assertThat(stale(rebooted)).containsExactly("sdb");
                assertThat(rebooted.dmkit().scan().redo().byDisk()).containsOnlyKeys("new", "sda");
            }
        }
    }

    private static byte[] vendors(int number) {
        byte[] record = new byte[512];
        FormatCase.word(record, 0x20, 0x5a7816f0L);
        FormatCase.word(record, 0x24, 0x4711);
        FormatCase.word(record, 0x2c, 4);
        record[0x30] = 1;
        record[0x32] = 1;
        record[0x33] = (byte) number;
        FormatCase.word(record, 0x34, SECTORS - 1);
        return FormatCase.word(record, 0x1d4, 0x7fffffffL);
    }

    private static void put(SimulatedDisk disk, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            sector.copyFrom(MemorySegment.ofArray(bytes));
            disk.write(RECORD, sector);
            disk.flush();
        }
    }

    /** Disks that say the same of themselves would be mistaken for each other. */
    @Test
    void aTargetThatCantBeToldFromItsSourceIsRefused() throws Exception {
        List<SimulatedDisk> disks = new ArrayList<>();
        try (Rig rig = degraded(Mirror.OF_DISKS, new Ledger())) {
            disks.addAll(Ledger.copies(rig.copies(), "new"));
        }
        disks.add(SimulatedDisk.inMemory(new DiskInfo("new", SECTORS, 512, "S-sda", null, "", null, false)));
        try (Rig rig = Rig.rebooted(disks)) {
            assertThat(catchRefusal(rig)).containsExactly("hpt37x.twins");
        }
    }

    private static List<String> catchRefusal(Rig rig) throws IOException {
        try {
            replace(rig);
            return List.of();
        } catch (RefusedException e) {
            return e.findings().stream().map(f -> f.code()).toList();
        }
    }
}
