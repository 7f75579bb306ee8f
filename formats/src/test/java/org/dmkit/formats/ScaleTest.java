package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.MemoryDisk;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Consent;
import org.dmkit.raid.change.Creation;
import org.dmkit.raid.change.GroupChange;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Finds;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.dmkit.raid.table.Profile;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Four times the disks are four times the work, not sixteen times. Work is counted in bytes that are allocated: who goes through all
 * groups for each disk, or through all sets for each set, does it with streams and lists.
 */
class ScaleTest {
    private static final int FEW = 100;
    private static final int MANY = 4 * FEW;

    /** Of what grows fourfold where it is linear. */
    private static final double MOST = 6;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Format<?>> formats() {
        return Formats.all().stream();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void setsArePutTogetherInLinearTime(Format<?> format) throws Exception {
        long few = assembling(format, FEW);
        assertThat((double) assembling(format, MANY) / few).isLessThan(MOST);
    }

    private static long assembling(Format<?> format, int disks) throws Exception {
        try (Scan scan = Scanner.scan(mirrors(List.of(format), disks), BatchReader.sequential(), List.of(format))) {
            Finds<?> finds = scan.found().getFirst();
            return allocated(() -> finds.assemble().groups().size(), disks / 2);
        }
    }

    @Test
    void aScanTakesLinearTime() throws Exception {
        long few = scanning(mirrors(Formats.all(), FEW));
        assertThat((double) scanning(mirrors(Formats.all(), MANY)) / few).isLessThan(MOST);
    }

    /** All of them have lost a member, and remember it. */
    @Test
    void aScanOfNotesTakesLinearTime() throws Exception {
        long few = scanning(noted(FEW));
        assertThat((double) scanning(noted(MANY)) / few).isLessThan(MOST);
    }

    private static List<Disk> noted(int count) throws Exception {
        List<Disk> disks = mirrors(Formats.all(), count);
        Machine machine = machine(disks);
        try (Controller dmkit = dmkit(machine)) {
            for (Group group : dmkit.scan().groups()) {
                Scenario.done(new Executor(machine, (step, undoing) -> {})
                        .run(Planner.plan(dmkit.prepare(group, loss(group)))));
            }
        }
        try (Scan scan = Scanner.scan(disks, BatchReader.sequential(), Formats.all())) {
            assertThat(scan.groups()).allMatch(g -> !scan.noted().of(g).isEmpty());
        }
        return disks;
    }

    private static long scanning(List<Disk> disks) throws Exception {
        return allocated(
                () -> {
                    try (Scan scan = Scanner.scan(disks, BatchReader.sequential(), Formats.all())) {
                        return scan.groups().size();
                    }
                },
                disks.size() / 2);
    }

    @Test
    void aChangeOfAllSetsIsPlannedInLinearTime() throws Exception {
        long few = planning(FEW);
        assertThat((double) planning(MANY) / few).isLessThan(MOST);
    }

    private static long planning(int disks) throws Exception {
        try (Controller dmkit = dmkit(machine(mirrors(Formats.all(), disks)))) {
            List<GroupChange> losses = dmkit.scan().groups().stream()
                    .map(g -> new GroupChange(g, new Change.Several(List.of(loss(g)))))
                    .toList();
            return allocated(
                    () -> Planner.plan(dmkit.prepare(losses, Consent.NONE))
                                    .steps()
                                    .isEmpty()
                            ? 0
                            : losses.size(),
                    disks / 2);
        }
    }

    private static Change loss(Group group) {
        Component.Member second =
                group.sets().getFirst().members().skip(1).findFirst().orElseThrow();
        return new Change.Fail(new MemberName.OfDisk(second.disk().name()));
    }

    /** Bytes that the second call allocates: the first one loads classes. */
    private static long allocated(Callable<Integer> work, int expected) throws Exception {
        assertThat(work.call()).isEqualTo(expected);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.call();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static Machine machine(List<Disk> disks) {
        var simulated = new SimulatedMachine();
        return new Machine(simulated.deviceMapper(), simulated.memoryDevices(), BatchReader.sequential(), disks);
    }

    private static Controller dmkit(Machine machine) {
        return new Controller(machine, Formats.all(), Profile.MODERN, (step, undoing) -> {});
    }

    /** Disks of mirrors that these formats have made in turn. */
    private static List<Disk> mirrors(List<Format<?>> formats, int count) throws IOException, RefusedException {
        var disks = new ArrayList<Disk>();
        for (int set = 0; disks.size() < count; set++) {
            Format<?> format = formats.get(set % formats.size());
            List<MemoryDisk> members = List.of(disk(2 * set), disk(2 * set + 1));
            List<DiskInfo> infos = members.stream().map(Disk::info).toList();
            var birth = new Placement.Birth(7919L * set, Instant.ofEpochSecond(1_500_000_000 + set));
            var wish = NewSets.wish("v" + set, Kind.RAID1, 0, 0);
            Map<String, List<Image>> images = Encoding.encode(
                            Creation.ground(format, infos, birth), new Change.Create(wish, infos, List.of()))
                    .images();
            for (MemoryDisk disk : members) {
                write(disk, images.getOrDefault(disk.info().name(), List.of()));
            }
            disks.addAll(members);
        }
        return disks;
    }

    private static MemoryDisk disk(int number) {
        return new MemoryDisk(new DiskInfo(
                "disk" + number, 400_000, 512, "SERIAL-" + number, null, "", new DeviceNumber(65, number), false));
    }

    private static void write(Disk disk, List<Image> images) throws IOException {
        for (Image image : images) {
            try (Arena arena = Arena.ofConfined()) {
                disk.write(image.lba(), arena.allocateFrom(ValueLayout.JAVA_BYTE, image.bytes()));
            }
        }
    }
}
