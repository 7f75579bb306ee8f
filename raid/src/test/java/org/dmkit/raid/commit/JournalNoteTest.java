package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.raid.commit.JournalRig.LAST;
import static org.dmkit.raid.commit.JournalRig.put;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Journal;
import org.dmkit.raid.testing.WordlessFormat;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A member is replaced, and the newcomer has no room for a record: the journal has the metadata, the members have the note of who
 * is replaced, and both come to the same end.
 */
class JournalNoteTest {
    private static final Extent ROOMY = new Extent(0, 380);
    private static final Extent FULL = new Extent(0, LAST);

    /** sda, sdb, sdc, and the journal. */
    private static List<SimulatedDisk> disks() throws IOException {
        SimulatedDisk sda = SimulatedDisk.inMemory("sda", WordlessFormat.DISK);
        SimulatedDisk sdb = SimulatedDisk.inMemory("sdb", WordlessFormat.DISK);
        SimulatedDisk sdc = SimulatedDisk.inMemory("sdc", WordlessFormat.DISK);
        put(sda, LAST, WordlessFormat.sector(0, "good"));
        put(sdb, LAST, WordlessFormat.sector(1, "good"));
        for (long lba = ROOMY.end(); lba < LAST; lba++) {
            put(sdc, lba, WordlessFormat.sector(9, "leftover"));
        }
        return List.of(sda, sdb, sdc, SimulatedDisk.inMemory(JournalRig.JOURNAL, Journal.SECTORS));
    }

    private static JournalRig rig(Extent data, List<SimulatedDisk> disks) {
        return new JournalRig(data, disks.get(3), Set.of(), disks.get(0), disks.get(1), disks.get(2));
    }

    private static Change replace(JournalRig rig, MemberName old) {
        return new Change.Replace(old, rig.dmkit.machine().disk("sdc").info());
    }

    private static List<SimulatedDisk> copies(List<SimulatedDisk> disks) {
        return disks.stream().map(SimulatedDisk::copy).toList();
    }

    /**
     * What is replaced.
     *
     * @param ends what may be there after a crash
     */
    record Case(String title, List<SimulatedDisk> before, MemberName old, List<String> ends) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Case> cases() throws Exception {
        // Where the note of its loss is void this one is a member again, with what it had before it was lost.
        List<SimulatedDisk> lost = disks();
        try (JournalRig rig = rig(ROOMY, lost)) {
            rig.dmkit.run(rig.prepare(new Change.Fail(new MemberName.OfDisk("sdb"))));
        }
        return Stream.of(
                new Case("a member", disks(), new MemberName.OfDisk("sdb"), List.of("T0, stale []", "T1, stale [sdb]")),
                new Case(
                        "one that was lost before",
                        lost,
                        new MemberName.OfLabel(""),
                        List.of("T0, stale [sdb]", "T1, stale [sdb]")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theNoteComesToTheSameEndAsTheJournal(Case c) throws Exception {
        var ends = new TreeSet<String>();
        int operations = replaceUntil(Integer.MAX_VALUE, Integer.MAX_VALUE, copies(c.before()), c.old());
        int states = 0;
        // The last fault is none.
        for (int fault = 0; fault <= operations; fault++) {
            int first = fault < operations ? fault + 1 : 0;
            for (int stop = first, last = stop; stop <= last; stop++) {
                List<SimulatedDisk> disks = copies(c.before());
                last = replaceUntil(fault, stop, disks, c.old());
                for (List<SimulatedDisk> left : JournalRig.left(disks)) {
                    states += 1 + (fault == operations ? crashTheRecovery(left, c.ends()) : 0);
                    ends.add(recovered(left));
                }
            }
        }
        System.out.println("a journal and a note, " + c + ": " + states + " states recovered and checked");
        assertThat(ends).containsExactlyElementsOf(c.ends());
    }

    /** One operation fails, and before another the power goes; how many there were. */
    private static int replaceUntil(int fault, int stop, List<SimulatedDisk> disks, MemberName old) throws Exception {
        var count = new AtomicInteger();
        try (JournalRig rig = rig(ROOMY, disks)) {
            Transition transition = rig.prepare(replace(rig, old));
            assertThat(transition.journal()).isPresent();
            assertThat(transition.redo().orElseThrow().redo().members())
                    .allMatch(m -> m.extents().isEmpty());
            for (SimulatedDisk each : disks) {
                each.onOperation(o -> {
                    int now = count.getAndIncrement();
                    if (now >= stop) {
                        throw new PowerCut();
                    }
                    if (now == fault) {
                        throw new KernelException("injected", o.toString(), Errno.EIO);
                    }
                });
            }
            rig.dmkit.run(transition);
        } catch (PowerCut expected) {
            // that is what was asked for
        }
        disks.forEach(d -> d.onOperation(o -> {}));
        return count.get();
    }

    /** Stops the recovery as well; states that were checked. */
    private static int crashTheRecovery(List<SimulatedDisk> crashed, List<String> ends) throws Exception {
        int states = 0;
        for (int stop = 0; ; stop++) {
            List<SimulatedDisk> disks = copies(crashed);
            int last = stop;
            var count = new AtomicInteger();
            try (JournalRig rig = rig(ROOMY, disks)) {
                disks.forEach(d -> d.onOperation(o -> {
                    if (count.getAndIncrement() >= last) {
                        throw new PowerCut();
                    }
                }));
                rig.dmkit.recover();
            } catch (PowerCut expected) {
                // once more
            }
            disks.forEach(d -> d.onOperation(o -> {}));
            if (count.get() <= stop) {
                return states;
            }
            for (List<SimulatedDisk> left : JournalRig.left(disks)) {
                states++;
                assertThat(recovered(left)).isIn(ends);
            }
        }
    }

    private static String recovered(List<SimulatedDisk> left) throws IOException {
        List<SimulatedDisk> disks = copies(left);
        try (JournalRig rig = rig(ROOMY, disks)) {
            assertThat(rig.dmkit.recover().outcomes()).allMatch(Executor.Outcome.Done.class::isInstance);
            assertThat(rig.dmkit.recover().nothing()).as("a second time").isTrue();
            String newcomer =
                    new String(Images.read(disks.get(2), new Extent(LAST, 1)).bytes(), StandardCharsets.US_ASCII);
            return (newcomer.contains("rebuilding") ? "T1" : "T0") + ", stale "
                    + rig.group().stale().stream().map(DiskInfo::name).toList();
        }
    }

    /** The journal has all that is written, and yet nobody would know who misses writes. */
    @Test
    void whereTheMembersHaveNoRoomForTheNoteAReplacementIsRefused() throws Exception {
        List<SimulatedDisk> disks = disks();
        try (JournalRig rig = rig(FULL, disks)) {
            Change replace = replace(rig, new MemberName.OfDisk("sdb"));
            assertThatThrownBy(() -> rig.prepare(replace))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings()).singleElement().satisfies(f -> {
                                assertThat(f.code()).isEqualTo("change.no-room-for-redo");
                                assertThat(f.remedy()).doesNotContain("--journal");
                            }));
        }
    }
}
