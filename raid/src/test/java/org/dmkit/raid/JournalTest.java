package org.dmkit.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.spi.Crash;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.Pending;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;

/** A change of a format without an order on disks without room, and the file that keeps its record. */
class JournalTest {
    private static final long LAST = WordlessFormat.DISK - 1;
    private static final Extent FULL = new Extent(0, LAST);
    private static final Change DIRTY = new Change.Observe(g -> g.mapSets(s -> s.withResync(RaidSet.Resync.DIRTY)));
    private static final Change CLEAN = new Change.Observe(g -> g.mapSets(s -> s.withResync(RaidSet.Resync.CLEAN)));
    private static final Change FAIL = new Change.Fail(new MemberName.OfDisk("sdb"));
    private static final String JOURNAL = "/usb/journal";

    /** Two disks and a file, in this order, as they are. */
    private record Things(SimulatedDisk sda, SimulatedDisk sdb, SimulatedDisk file) {
        static Things fresh() throws IOException {
            var things = new Things(
                    SimulatedDisk.inMemory("sda", WordlessFormat.DISK),
                    SimulatedDisk.inMemory("sdb", WordlessFormat.DISK),
                    SimulatedDisk.inMemory(JOURNAL, Journal.SECTORS));
            put(things.sda, LAST, WordlessFormat.sector(0, "good"));
            put(things.sdb, LAST, WordlessFormat.sector(1, "good"));
            return things;
        }

        List<SimulatedDisk> all() {
            return List.of(sda, sdb, file);
        }

        Things copy() {
            return new Things(sda.copy(), sdb.copy(), file.copy());
        }

        Things withFile(SimulatedDisk other) {
            return new Things(sda, sdb, other);
        }

        String words() throws IOException {
            return word(sda) + ", " + word(sdb);
        }
    }

    /** dmkit on them, and who hears of all that is done to them. */
    private static final class Rig implements AutoCloseable {
        final SimulatedMachine simulated = new SimulatedMachine();
        final Controller dmkit;

        Rig(Things things, Set<DeviceNumber> standsOn) {
            simulated.attach(things.sda());
            simulated.attach(things.sdb());
            var machine = new Machine(
                    simulated.deviceMapper(), simulated.memoryDevices(), simulated.reader(), simulated.disks());
            dmkit = new Controller(
                    machine.with(new Journal(things.file(), standsOn)),
                    List.of(new WordlessFormat(FULL, Crash.REDO)),
                    Profile.MODERN,
                    (step, undoing) -> {});
        }

        Rig(Things things) {
            this(things, Set.of());
        }

        Transition prepare(Change change) throws IOException, RefusedException {
            return dmkit.prepare(dmkit.scan().groups().getFirst(), change);
        }

        @Override
        public void close() {
            dmkit.close();
        }
    }

    private static void put(Disk disk, long lba, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(bytes.length, 4096);
            segment.copyFrom(MemorySegment.ofArray(bytes));
            disk.write(lba, segment);
            disk.flush();
        }
    }

    private static String word(Disk disk) throws IOException {
        byte[] sector = Executor.read(disk, new Extent(LAST, 1)).bytes();
        return new String(sector, StandardCharsets.US_ASCII)
                .replace("\0", "")
                .split(" ", -1)[2];
    }

    private static final String T0 = "good, good";
    private static final String T1 = "dirty, dirty";

    /** Everything as it is when the power goes before operation {@code stop}; operations that there are. */
    private static int runUntil(int stop, Things things) throws Exception {
        var count = new AtomicInteger();
        try (Rig rig = new Rig(things)) {
            Transition transition = rig.prepare(DIRTY);
            for (SimulatedDisk each : things.all()) {
                each.onOperation(o -> {
                    if (count.getAndIncrement() >= stop) {
                        throw new PowerCut();
                    }
                });
            }
            rig.dmkit.run(transition);
        } catch (PowerCut expected) {
            // that is what was asked for
        }
        things.all().forEach(d -> d.onOperation(o -> {}));
        return count.get();
    }

    /** All that may be left of these after a power cut. */
    private static List<Things> left(Things things) {
        List<Pending> pending =
                things.all().stream().flatMap(d -> d.unflushed().stream()).toList();
        var left = new ArrayList<Things>();
        for (int mask = 0; mask < 1 << pending.size(); mask++) {
            var copy = things.copy();
            int chosen = mask;
            copy.all().forEach(d -> d.powerCut(p -> {
                for (int i = 0; i < pending.size(); i++) {
                    if ((chosen >> i & 1) == 1
                            && pending.get(i).lba() == p.lba()
                            && Arrays.equals(pending.get(i).content(), p.content())) {
                        return true;
                    }
                }
                return false;
            }));
            left.add(copy);
        }
        return left;
    }

    private static String recovered(Things things) throws IOException {
        try (Rig rig = new Rig(things)) {
            assertThat(rig.dmkit.recover().outcomes()).allMatch(Executor.Outcome.Done.class::isInstance);
            assertThat(rig.dmkit.recover().nothing()).as("a second time").isTrue();
            assertThat(rig.dmkit.pending().findings()).isEmpty();
        }
        return things.words();
    }

    @Test
    void aChangeWithoutRoomIsRecordedInTheJournal() throws Exception {
        Things things = Things.fresh();
        try (Rig rig = new Rig(things)) {
            Transition dirty = rig.prepare(DIRTY);
            assertThat(dirty.redo()).isEmpty();
            assertThat(Planner.plan(dirty).steps())
                    .extracting(Step::toString)
                    .containsExactly(
                            "save the redo record on " + JOURNAL + " at 0+1",
                            "write metadata on sdb: sectors 399+1",
                            "write metadata on sda: sectors 399+1",
                            "mark the redo record finished");
            assertThat(rig.dmkit.run(dirty)).isInstanceOf(Executor.Outcome.Done.class);
            assertThat(rig.dmkit.recover().nothing()).isTrue();
        }
        assertThat(things.words()).isEqualTo(T1);
    }

    @Test
    void everyCrashLeavesT0OrT1() throws Exception {
        var ends = new ArrayList<String>();
        int states = 0;
        int operations = runUntil(Integer.MAX_VALUE, Things.fresh());
        for (int stop = 0; stop <= operations; stop++) {
            Things things = Things.fresh();
            runUntil(stop, things);
            for (Things each : left(things)) {
                states += 1 + crashTheRecovery(each);
                ends.add(recovered(each));
            }
        }
        System.out.println("a journal: " + states + " states recovered and checked");
        assertThat(ends).contains(T0, T1).containsOnly(T0, T1);
    }

    /** Stops the recovery as well; states that were checked. */
    private static int crashTheRecovery(Things crashed) throws Exception {
        int states = 0;
        for (int stop = 0; ; stop++) {
            Things things = crashed.copy();
            int last = stop;
            var count = new AtomicInteger();
            try (Rig rig = new Rig(things)) {
                things.all().forEach(d -> d.onOperation(o -> {
                    if (count.getAndIncrement() >= last) {
                        throw new PowerCut();
                    }
                }));
                rig.dmkit.recover();
            } catch (PowerCut expected) {
                // once more
            }
            things.all().forEach(d -> d.onOperation(o -> {}));
            if (count.get() <= stop) {
                return states;
            }
            for (Things again : left(things)) {
                states++;
                assertThat(recovered(again)).isIn(T0, T1);
            }
        }
    }
}
