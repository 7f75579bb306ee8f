package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.dmkit.blockio.Disk;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor.Outcome;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.partition.PartitionNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions of sets on a simulated machine: they come with their set, stay while it changes, and go before it. */
class PartitionsTest {
    private static final String MIRROR = "isw_h_mirror";

    /** A running mirror with partitions 1 (2048+4096) and 2 (8192+8192). */
    private static Rig partitioned() throws Exception {
        Rig rig = Rig.of("isw/raid1-2disk", "new");
        rig.start();
        write(rig, MIRROR, 0, table(2048, 4096, 8192, 8192));
        start(rig);
        return rig;
    }

    /** Start and length of each primary partition. */
    private static Block table(long... places) {
        Block table = Block.zeros(512).with16(510, 0xaa55);
        for (int i = 0; i < places.length / 2; i++) {
            int at = 446 + 16 * i;
            table = table.with8(at + 4, 0x83).with32(at + 8, places[2 * i]).with32(at + 12, places[2 * i + 1]);
        }
        return table;
    }

    private static Transition preparedStart(Rig rig) throws Exception {
        List<String> all = rig.group().sets().stream().map(RaidSet::name).toList();
        Transition start = rig.dmkit().prepareStart(rig.group(), new Change.Open(all, true, false));
        return rig.dmkit().withPartitions(start, all, PartitionNames.DEFAULT);
    }

    private static void start(Rig rig) throws Exception {
        Scenario.done(rig.dmkit().run(preparedStart(rig)));
    }

    private static void stop(Rig rig) throws Exception {
        Set<String> all = rig.group().sets().stream().map(RaidSet::name).collect(Collectors.toSet());
        Scenario.done(rig.dmkit().run(rig.dmkit().prepareStop(rig.group(), all)));
    }

    private static Disk open(Rig rig, String device) throws KernelException {
        return rig.machine.open(new DmName(device));
    }

    private static void write(Rig rig, String device, long lba, Block bytes) throws IOException {
        try (Disk disk = open(rig, device)) {
            write(disk, lba, bytes);
            disk.flush();
        }
    }

    private static void write(Disk disk, long lba, Block bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocate(bytes.size(), 4096);
            MemorySegment.copy(bytes.toBytes(), 0, from, ValueLayout.JAVA_BYTE, 0, bytes.size());
            disk.write(lba, from);
        }
    }

    private static Block read(Rig rig, String device, long lba) throws IOException {
        try (Arena arena = Arena.ofConfined();
                Disk disk = open(rig, device)) {
            MemorySegment into = arena.allocate(512, 4096);
            disk.read(lba, into);
            return Block.copyOf(into);
        }
    }

    private static String line(Rig rig, String device) throws KernelException {
        var line = rig.machine
                .deviceMapper()
                .table(new DmName(device), TableSlot.ACTIVE)
                .lines()
                .getFirst();
        return line.length() + " " + line.target().type();
    }

    private static Set<String> partitions(Rig rig) throws KernelException {
        return rig.devices().stream().filter(d -> d.matches(MIRROR + "p?\\d+")).collect(Collectors.toSet());
    }

    private static List<String> codes(Rig rig) throws Exception {
        return Planner.findings(preparedStart(rig)).stream().map(Finding::code).toList();
    }

    @Test
    void theyComeWithTheirSetAndHoldItsSectors() throws Exception {
        try (Rig rig = partitioned()) {
            stop(rig);
            assertThat(rig.devices()).isEmpty();
            start(rig);
            assertThat(partitions(rig)).containsExactlyInAnyOrder(MIRROR + "1", MIRROR + "2");
            assertThat(line(rig, MIRROR + "2")).isEqualTo("8192 linear");
            assertThat(rig.machine.deviceMapper().info(new DmName(MIRROR + "1")).uuid())
                    .hasToString("part1-DMRAID-" + MIRROR);
            write(rig, MIRROR + "2", 5, Block.zeros(512).with32(0, 42));
            assertThat(read(rig, MIRROR, 8192 + 5).u32(0)).isEqualTo(42);
        }
    }

    @Test
    void aStartThatDoesNotAskForThemLeavesThemOut() throws Exception {
        try (Rig rig = partitioned()) {
            stop(rig);
            rig.start();
            assertThat(partitions(rig)).isEmpty();
        }
    }

    @Test
    void aDegradedSetHasThemToo() throws Exception {
        try (Rig rig = partitioned()) {
            stop(rig);
            Scenario.done(rig.run(new Change.Fail(new MemberName.OfDisk("sda"))));
            start(rig);
            assertThat(partitions(rig)).containsExactlyInAnyOrder(MIRROR + "1", MIRROR + "2");
        }
    }

    @Test
    void aMemberIsReplacedWhileThePartitionsAreInUse() throws Exception {
        try (Rig rig = partitioned();
                Disk user = open(rig, MIRROR + "1")) {
            write(user, 0, Block.zeros(512).with32(0, 1));
            Scenario.done(rig.run(new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new"))));
            write(user, 1, Block.zeros(512).with32(0, 2));
            rig.advance();
            rig.dmkit().settle();
            Scenario.done(rig.run(new Change.Fail(new MemberName.OfDisk("sda"))));
            user.flush();
            assertThat(read(rig, MIRROR + "1", 0).u32(0)).isEqualTo(1);
            assertThat(read(rig, MIRROR + "1", 1).u32(0)).isEqualTo(2);
            assertThat(partitions(rig)).hasSize(2);
        }
    }

    @Test
    void aSetOneOfWhosePartitionsIsInUseIsNotStopped() throws Exception {
        try (Rig rig = partitioned()) {
            try (Disk user = open(rig, MIRROR + "2")) {
                Set<String> devices = rig.devices();
                assertThat(user.info().sectors()).isEqualTo(8192);
                assertThatThrownBy(() -> stop(rig))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining(MIRROR + "2 is in use");
                assertThat(rig.devices()).isEqualTo(devices);
            }
            stop(rig);
            assertThat(rig.devices()).isEmpty();
        }
    }

    @Test
    void aSetThatIsInUseItselfIsNotStopped() throws Exception {
        try (Rig rig = partitioned();
                Disk user = open(rig, MIRROR)) {
            assertThat(user.info().readOnly()).isFalse();
            assertThatThrownBy(() -> stop(rig))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(MIRROR + " is in use");
            assertThat(partitions(rig)).hasSize(2);
        }
    }

    @Test
    void aRunningSetFollowsItsTable() throws Exception {
        try (Rig rig = partitioned()) {
            write(rig, MIRROR, 0, table(2048, 6000, 0, 0, 20_000, 100));
            start(rig);
            assertThat(partitions(rig)).containsExactlyInAnyOrder(MIRROR + "1", MIRROR + "3");
            assertThat(line(rig, MIRROR + "1")).isEqualTo("6000 linear");
            assertThat(Planner.plan(preparedStart(rig)).steps().toString()).doesNotContain("partition", "create");
        }
    }

    @Test
    void aPartitionInUseStaysAsItIsAndIsTold() throws Exception {
        try (Rig rig = partitioned();
                Disk user = open(rig, MIRROR + "1")) {
            assertThat(user.info().sectors()).isEqualTo(4096);
            write(rig, MIRROR, 0, table(2048, 6000, 20_000, 100));
            assertThat(codes(rig)).containsExactly("partition.in-use");
            start(rig);
            assertThat(line(rig, MIRROR + "1")).isEqualTo("4096 linear");
            assertThat(line(rig, MIRROR + "2")).isEqualTo("100 linear");
        }
    }

    @Test
    void aTableThatIsGoneTakesNoPartitionAway() throws Exception {
        try (Rig rig = partitioned()) {
            write(rig, MIRROR, 0, Block.zeros(512));
            start(rig);
            assertThat(partitions(rig)).hasSize(2);
        }
    }

    @Test
    void aNameThatSomebodyElseHasKeepsNobodyElseFromStarting() throws Exception {
        try (Rig rig = partitioned()) {
            stop(rig);
            rig.machine.deviceMapper().create(new DmName(MIRROR + "1"), new DmUuid("other"));
            assertThat(codes(rig)).containsExactly("partition.name-taken");
            start(rig);
            assertThat(line(rig, MIRROR + "2")).isEqualTo("8192 linear");
        }
    }

    @Test
    void whatIsWrongWithTheTableIsTold() throws Exception {
        try (Rig rig = partitioned()) {
            write(rig, MIRROR, 0, table(2048, 4096, 8192, 1 << 30));
            assertThat(codes(rig)).containsExactly("dos.past-end");
        }
    }

    /** All or nothing: whichever operation of a start fails, no device is left, or all are there. */
    @ParameterizedTest
    @ValueSource(strings = {"isw/raid1-2disk", "isw/raid10-4disk-shuffled", "isw/raid0-2disk-64k"})
    void aStartThatFailsLeavesNoDeviceBehind(String corpusCase) throws Exception {
        int operations = Integer.MAX_VALUE;
        String between = corpusCase.contains("raid0") ? "p" : "";
        for (int k = 0; k < operations; k++) {
            try (Rig rig = Rig.of(corpusCase)) {
                rig.start();
                String set = rig.group().sets().getFirst().name();
                List<String> all = List.of(set, set + between + 1, set + between + 2);
                write(rig, set, 0, table(2048, 4096, 8192, 8192));
                stop(rig);
                var count = new AtomicInteger();
                int failing = k;
                Transition transition = preparedStart(rig);
                rig.machine.onOperation(o -> {
                    if (count.getAndIncrement() == failing) {
                        throw new KernelException("injected", o.toString(), Errno.ENOMEM);
                    }
                });
                Outcome outcome = rig.dmkit().run(transition);
                rig.machine.onOperation(o -> {});
                if (count.get() <= failing) {
                    operations = k;
                    assertThat(outcome).isInstanceOf(Outcome.Done.class);
                }
                switch (outcome) {
                    case Outcome.BackedOut b ->
                        assertThat(rig.devices()).as("operation " + k).isEmpty();
                    case Outcome.Incomplete i ->
                        assertThat(rig.devices().isEmpty() || rig.devices().containsAll(all))
                                .as("operation " + k + ": " + i)
                                .isTrue();
                    case Outcome.Done d -> assertThat(rig.devices()).containsAll(all);
                }
                rig.dmkit().recover();
                start(rig);
                assertThat(rig.devices()).containsAll(all);
            }
        }
    }

    @Test
    void aStopThatFailsAtAPartitionBringsTheOthersBack() throws Exception {
        try (Rig rig = partitioned()) {
            Set<String> devices = rig.devices();
            var removals = new AtomicInteger();
            Transition transition = rig.dmkit().prepareStop(rig.group(), Set.of(MIRROR));
            rig.machine.onOperation(o -> {
                if (o.toString().contains("REMOVE") && removals.incrementAndGet() == 2) {
                    throw new KernelException("injected", o.toString(), Errno.EIO);
                }
            });
            Outcome outcome = rig.dmkit().run(transition);
            rig.machine.onOperation(o -> {});
            assertThat(outcome).isInstanceOf(Outcome.BackedOut.class);
            assertThat(rig.devices()).isEqualTo(devices);
        }
    }
}
