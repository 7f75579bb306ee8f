package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DmName;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Creation;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sets are made and deleted whole or not at all, wherever it is stopped. */
class BirthAndDeathTest {
    /** For data, and all that most formats need. */
    private static final long SECTORS = 32768;

    /** Sectors that a format keeps for itself. */
    private static final Map<String, Long> RESERVED = Map.of("ddf1", 65536L);

    private static final CrashImages.Subsets SUBSETS = new CrashImages.Subsets(2, false, 2);

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("asr", Kind.RAID0, 2),
                Arguments.of("asr", Kind.RAID1, 2),
                Arguments.of("asr", Kind.RAID10, 4),
                Arguments.of("isw", Kind.RAID0, 2),
                Arguments.of("isw", Kind.RAID1, 2),
                Arguments.of("isw", Kind.RAID5, 3),
                Arguments.of("isw", Kind.RAID10, 4),
                Arguments.of("jmicron", Kind.RAID0, 2),
                Arguments.of("jmicron", Kind.RAID1, 2),
                Arguments.of("jmicron", Kind.RAID10, 4),
                Arguments.of("lsi", Kind.RAID1, 2),
                Arguments.of("nvidia", Kind.RAID0, 2),
                Arguments.of("nvidia", Kind.RAID1, 2),
                Arguments.of("nvidia", Kind.RAID5, 3),
                Arguments.of("nvidia", Kind.RAID10, 4),
                Arguments.of("ddf1", Kind.RAID0, 2),
                Arguments.of("ddf1", Kind.RAID1, 2),
                Arguments.of("ddf1", Kind.RAID5, 3),
                Arguments.of("ddf1", Kind.RAID10, 4),
                Arguments.of("hpt37x", Kind.RAID0, 2),
                Arguments.of("hpt37x", Kind.RAID1, 2),
                Arguments.of("hpt37x", Kind.RAID10, 4),
                Arguments.of("hpt45x", Kind.RAID0, 2),
                Arguments.of("hpt45x", Kind.RAID1, 2),
                Arguments.of("hpt45x", Kind.RAID5, 3),
                Arguments.of("hpt45x", Kind.RAID10, 4),
                Arguments.of("pdc", Kind.RAID0, 2),
                Arguments.of("pdc", Kind.RAID1, 2),
                Arguments.of("pdc", Kind.RAID5, 3),
                Arguments.of("pdc", Kind.RAID10, 4),
                Arguments.of("sil", Kind.RAID0, 2),
                Arguments.of("sil", Kind.RAID1, 2),
                Arguments.of("sil", Kind.RAID5, 3),
                Arguments.of("sil", Kind.RAID10, 4),
                Arguments.of("via", Kind.RAID1, 2));
    }

    private static List<SimulatedDisk> blank(String format, int count) {
        long sectors = SECTORS + RESERVED.getOrDefault(format, 0L);
        return IntStream.range(0, count)
                .mapToObj(i -> SimulatedDisk.inMemory(
                        new DiskInfo("sd" + (char) ('a' + i), sectors, 512, "NEW-" + i, null, "", null, false)))
                .toList();
    }

    private static Format<?> format(String name) {
        return Formats.all().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Transition create(Rig rig, String format, Kind kind) throws IOException, RefusedException {
        List<DiskInfo> disks =
                rig.dmkit().machine().disks().stream().map(Disk::info).toList();
        var create =
                new Change.Create(new Wish("vol", kind, OptionalInt.empty(), OptionalLong.empty()), disks, List.of());
        Group ground = rig.dmkit().ground(format(format), create, 99, Instant.ofEpochSecond(1_800_000_000));
        return rig.dmkit().prepare(ground, create);
    }

    private static Transition delete(Rig rig) throws IOException, RefusedException {
        Group group = rig.group();
        return rig.dmkit()
                .prepare(group, new Change.Delete(group.sets().getFirst().name()));
    }

    private static List<SimulatedDisk> made(String format, Kind kind, int members)
            throws IOException, RefusedException {
        try (Rig rig = Rig.rebooted(blank(format, members))) {
            Scenario.done(rig.dmkit().run(create(rig, format, kind)));
            rig.advance();
            rig.dmkit().settle();
            RaidSet set = rig.group().sets().getFirst();
            assertThat(set.health()).isEqualTo(RaidSet.Health.COMPLETE);
            assertThat(set.resync()).isNotEqualTo(RaidSet.Resync.RESYNCING);
            assertThat(rig.running()).isEqualTo(rig.group().sets());
            var ledger = new Ledger();
            ledger.write(rig);
            ledger.check(rig, "just made");
            return rig.copies();
        }
    }

    /** What is asked of a rig. */
    @FunctionalInterface
    private interface Preparing {
        Transition on(Rig rig) throws IOException, RefusedException;
    }

    /** Every prefix of the operations, and of what was not flushed all, nothing, or a part; then a recovery. */
    private static int everyCrash(List<SimulatedDisk> before, Preparing preparing, boolean from, boolean to)
            throws IOException, RefusedException {
        var images = new CrashImages(before, SUBSETS, before.size());
        try (Rig rig = Rig.rebooted(Ledger.copies(before, ""))) {
            if (from) {
                rig.start();
            }
            Transition transition = preparing.on(rig);
            rig.machine.onOperation(o -> cut(images, rig));
            Scenario.done(rig.dmkit().run(transition));
            rig.machine.onOperation(o -> {});
            cut(images, rig);
        }
        int ended = 0;
        while (images.hasNext()) {
            ended += isThere(images.next(), from, to) == to ? 1 : 0;
        }
        return ended;
    }

    private static void cut(CrashImages images, Rig rig) {
        try {
            images.cut(rig.copies());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole, or not at all; and the same after another look. */
    private static boolean isThere(List<SimulatedDisk> left, boolean from, boolean to) throws IOException {
        try (Rig rig = Rig.rebooted(left)) {
            rig.dmkit().recover();
            List<Group> groups = rig.dmkit().scan().groups();
            boolean there = !groups.isEmpty();
            if (there) {
                assertThat(groups).hasSize(1);
                assertThat(groups.getFirst().disks()).hasSize(left.size());
                assertThat(groups.getFirst().blocked()).isEmpty();
                assertThat(groups.getFirst().sets())
                        .hasSize(1)
                        .allSatisfy(s -> assertThat(s.health()).isNotEqualTo(RaidSet.Health.FAILED))
                        .allSatisfy(s -> assertThat(s.leaves()).allMatch(Component.Member.class::isInstance));
            } else {
                assertThat(rig.dmkit().scan().signatures().values()).allMatch(List::isEmpty);
            }
            assertThat(there).isIn(from, to);
            assertThat(rig.dmkit().recover().nothing()).isTrue();
            return there;
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aSetIsMadeWholeOrNotAtAll(String format, Kind kind, int members) throws Exception {
        int made = everyCrash(blank(format, members), rig -> create(rig, format, kind), false, true);
        assertThat(made).as("crashes after which it is there").isPositive();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aSetIsDeletedWholeOrNotAtAll(String format, Kind kind, int members) throws Exception {
        int deleted = everyCrash(made(format, kind, members), BirthAndDeathTest::delete, true, false);
        assertThat(deleted).as("crashes after which it is gone").isPositive();
    }

    /** The device-mapper refuses to start one of the devices: what was written goes again, and nothing is left running. */
    @ParameterizedTest
    @MethodSource("kinds")
    void whatCantBeStartedLeavesNothingBehind(String format, Kind kind, int members) throws Exception {
        int devices = kind == Kind.RAID10 ? 3 : 1;
        for (int refused = 0; refused < devices; refused++) {
            List<SimulatedDisk> disks = blank(format, members);
            List<SimulatedDisk> before = Ledger.copies(disks, "");
            try (Rig rig = Rig.rebooted(disks)) {
                Transition transition = create(rig, format, kind);
                var left = new AtomicInteger(refused);
                rig.onDone(method -> {
                    if (method.equals("resume") && left.getAndDecrement() == 0) {
                        throw new KernelException("DM_DEV_SUSPEND", "vol", Errno.ENOMEM);
                    }
                });
                assertThat(rig.dmkit().run(transition)).isInstanceOf(Executor.Outcome.BackedOut.class);
                rig.onDone(method -> {});
                assertThat(rig.devices()).isEmpty();
                assertThat(rig.dmkit().scan().groups()).isEmpty();
            }
            for (int i = 0; i < disks.size(); i++) {
                long end = disks.get(i).info().sectors();
                assertThat(disks.get(i).unflushed()).isEmpty();
                assertThat(disks.get(i).differing(before.get(i)).keySet())
                        .as("all but the tail in which the redo record stays")
                        .allMatch(lba -> lba >= end - 128 && lba < end - 100);
            }
        }
    }

    @Test
    void theDeviceGoesBeforeTheMetadata() throws Exception {
        try (Rig rig = Rig.rebooted(made("isw", Kind.RAID10, 4))) {
            rig.start();
            List<String> steps = Planner.plan(delete(rig)).steps().stream()
                    .map(s -> s.getClass().getSimpleName())
                    .toList();
            assertThat(steps).startsWith("TakeDown", "TakeDown", "TakeDown", "SaveRedo", "WriteMetadata");
        }
    }

    @Test
    void whatCantBeErasedRunsOn() throws Exception {
        List<SimulatedDisk> disks = made("isw", Kind.RAID1, 2);
        try (Rig rig = Rig.rebooted(disks)) {
            rig.start();
            Transition transition = delete(rig);
            rig.machine.onOperation(o -> {
                if (o instanceof Operation.Write w && w.disk().equals("sdb")) {
                    throw new KernelException("pwrite", "sdb", Errno.EIO);
                }
            });
            Executor.Outcome outcome = rig.dmkit().run(transition);
            rig.machine.onOperation(o -> {});
            assertThat(outcome).isInstanceOf(Executor.Outcome.BackedOut.class);
            assertThat(rig.running()).isEqualTo(rig.group().sets()).hasSize(1);
            assertThat(rig.group().disks()).hasSize(2);
        }
    }

    @Test
    void aFormatWithoutAWriterMakesNothing() {
        Format<?> readOnly = ReadOnlyFormat.all().getFirst();
        assertThatThrownBy(() -> Creation.ground(
                        readOnly, List.of(), new Placement.Birth(1, Instant.ofEpochSecond(1_800_000_000))))
                .hasMessageContaining("create.format");
    }

    @Test
    void whatIsOpenIsNotDeleted() throws Exception {
        try (Rig rig = Rig.rebooted(made("sil", Kind.RAID1, 2))) {
            rig.start();
            String name = rig.group().sets().getFirst().name();
            try (Disk open = rig.machine.open(new DmName(name))) {
                assertThat(open.info().sectors()).isPositive();
                assertThatThrownBy(() -> delete(rig)).hasMessageContaining("set.in-use");
            }
            assertThat(delete(rig)).isNotNull();
        }
    }

    @Test
    void whatBearsSomethingIsNotTaken() throws Exception {
        List<SimulatedDisk> disks = made("sil", Kind.RAID1, 2);
        try (Rig rig = Rig.rebooted(disks)) {
            assertThatThrownBy(() -> create(rig, "isw", Kind.RAID1)).hasMessageContaining("disk.other-format");
        }
        List<SimulatedDisk> labelled = blank("isw", 2);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            MemorySegment.copy("LABELONE".getBytes(StandardCharsets.US_ASCII), 0, sector, ValueLayout.JAVA_BYTE, 0, 8);
            labelled.getFirst().write(1, sector);
        }
        try (Rig rig = Rig.rebooted(labelled)) {
            assertThatThrownBy(() -> create(rig, "isw", Kind.RAID1))
                    .hasMessageContaining("disk.not-blank")
                    .hasMessageContaining("lvm");
        }
    }
}
