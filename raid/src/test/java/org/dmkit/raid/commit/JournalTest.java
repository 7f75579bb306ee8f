package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.raid.commit.JournalRig.put;
import static org.dmkit.raid.record.Redo.State.ABORTED;
import static org.dmkit.raid.record.Redo.State.FINISHED;
import static org.dmkit.raid.record.Redo.State.PREPARED;
import static org.dmkit.raid.record.Redo.State.VOID;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Journal;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;
import org.dmkit.raid.testing.WordlessFormat;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A change of a format without an order on disks without room, and the file that keeps its record. */
class JournalTest {
    private static final long LAST = JournalRig.LAST;
    private static final Extent FULL = new Extent(0, LAST);
    private static final Change DIRTY = new Change.Observe(g -> g.mapSets(s -> s.withResync(RaidSet.Resync.DIRTY)));
    private static final Change CLEAN = new Change.Observe(g -> g.mapSets(s -> s.withResync(RaidSet.Resync.CLEAN)));
    private static final Change CLOSE = new Change.Close(List.of("wordless_m"));
    private static final Change FAIL = new Change.Fail(new MemberName.OfDisk("sdb"));
    private static final String JOURNAL = JournalRig.JOURNAL;

    /** Two disks and a file, in this order, as they are. */
    record Things(SimulatedDisk sda, SimulatedDisk sdb, SimulatedDisk file) {
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

        static Things of(List<SimulatedDisk> all) {
            return new Things(all.get(0), all.get(1), all.get(2));
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

    private static JournalRig rig(Things things) {
        return rig(things, Set.of());
    }

    private static JournalRig rig(Things things, Set<DeviceNumber> standsOn) {
        return new JournalRig(FULL, things.file(), standsOn, things.sda(), things.sdb());
    }

    private static String word(Disk disk) throws IOException {
        byte[] sector = Images.read(disk, new Extent(LAST, 1)).bytes();
        return new String(sector, StandardCharsets.US_ASCII).replace("\0", "").split(" ", -1)[2];
    }

    private static final String T0 = "good, good";
    private static final String T1 = "dirty, dirty";

    /** Everything as it is when the power goes before operation {@code stop}; operations that there are. */
    private static int runUntil(int stop, Things things, Change change, boolean fails) throws Exception {
        var count = new AtomicInteger();
        var failed = new AtomicInteger();
        try (JournalRig rig = rig(things)) {
            Transition transition = rig.prepare(change);
            for (SimulatedDisk each : things.all()) {
                each.onOperation(o -> {
                    if (count.getAndIncrement() >= stop) {
                        throw new PowerCut();
                    }
                    if (fails
                            && o instanceof Operation.Write w
                            && w.disk().equals("sda")
                            && failed.getAndIncrement() == 0) {
                        throw new KernelException("pwrite", "sda", Errno.EIO);
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

    private static List<Things> left(Things things) {
        return JournalRig.left(things.all()).stream().map(Things::of).toList();
    }

    private static String recovered(Things things) throws IOException {
        try (JournalRig rig = rig(things)) {
            assertThat(rig.dmkit.recover().outcomes()).allMatch(Executor.Outcome.Done.class::isInstance);
            assertThat(rig.dmkit.recover().nothing()).as("a second time").isTrue();
            assertThat(rig.dmkit.pending().findings()).isEmpty();
        }
        return things.words();
    }

    @Test
    void aChangeWithoutRoomIsRecordedInTheJournal() throws Exception {
        Things things = Things.fresh();
        try (JournalRig rig = rig(things)) {
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

    /**
     * A change.
     *
     * @param fails true if the last disk can't be written: then it is taken back
     */
    record Case(String title, Things before, Change change, boolean fails, String t1) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Case> cases() throws IOException {
        return Stream.of(
                new Case("what is so already", Things.fresh(), DIRTY, false, T1),
                new Case("a change", dirty(), CLOSE, false, T0),
                new Case("a change that fails", dirty(), CLOSE, true, T0));
    }

    private static Things dirty() throws IOException {
        Things dirty = Things.fresh();
        put(dirty.sda, LAST, WordlessFormat.sector(0, "dirty"));
        put(dirty.sdb, LAST, WordlessFormat.sector(1, "dirty"));
        return dirty;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyCrashLeavesT0OrT1(Case c) throws Exception {
        var ends = new TreeSet<String>();
        List<String> whole = List.of(c.before().words(), c.t1());
        int states = 0;
        for (int stop = 0; ; stop++) {
            Things things = c.before().copy();
            boolean ended = runUntil(stop, things, c.change(), c.fails()) <= stop;
            for (Things each : left(things)) {
                states += 1 + crashTheRecovery(each, whole);
                ends.add(recovered(each));
            }
            if (ended) {
                break;
            }
        }
        System.out.println("a journal, " + c + ": " + states + " states recovered and checked");
        assertThat(ends).containsExactlyInAnyOrderElementsOf(whole);
    }

    /** Stops the recovery as well; states that were checked. */
    private static int crashTheRecovery(Things crashed, List<String> whole) throws Exception {
        int states = 0;
        for (int stop = 0; ; stop++) {
            Things things = crashed.copy();
            int last = stop;
            var count = new AtomicInteger();
            try (JournalRig rig = rig(things)) {
                things.all()
                        .forEach(d -> d.onOperation(o -> {
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
                assertThat(recovered(again)).isIn(whole);
            }
        }
    }

    private static void isRefused(JournalRig rig, Change change, String code, String why) {
        assertThatThrownBy(() -> rig.prepare(change))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.findings()).singleElement().satisfies(f -> {
                            assertThat(f.code()).isEqualTo(code);
                            assertThat(f.found() + f.expected()).contains(why);
                        }));
    }

    private static byte[] content(SimulatedDisk file) throws IOException {
        return Images.read(file, new Extent(0, Journal.SECTORS)).bytes();
    }

    private static Redo.State state(SimulatedDisk file) throws IOException {
        return RedoCodec.decode(ByteBuffer.wrap(content(file)), 0, 0)
                .orElseThrow()
                .state();
    }

    private static Things interrupted() throws Exception {
        return interrupted(Things.fresh(), DIRTY);
    }

    /** The record is durable, and nothing else has been written. */
    private static Things interrupted(Things before, Change change) throws Exception {
        for (int stop = 0; ; stop++) {
            Things things = before.copy();
            runUntil(stop, things, change, false);
            things.all().forEach(d -> d.powerCut(p -> false));
            if (RedoCodec.decode(ByteBuffer.wrap(content(things.file)), 0, 0).isPresent()
                    && state(things.file) == PREPARED) {
                assertThat(things.words()).isEqualTo(before.words());
                return things;
            }
        }
    }

    private static Redo.Placed placed(boolean onlyForward) {
        var redo = new Redo(new UUID(1, 2), 3, onlyForward, "wordless_m", List.of());
        return new Redo.Placed(redo, List.of(new Redo.Place(redo.journal(), JOURNAL, new Extent(0, 1))));
    }

    private static String decided(Redo.State state, boolean onlyForward, Recovery.Content... contents) {
        var found = new LinkedHashMap<String, Recovery.Content>();
        for (Recovery.Content each : contents) {
            found.put("sd" + found.size(), each);
        }
        return JournalRecovery.decide(placed(onlyForward), state, Map.of(), found)
                .map(d -> d.getClass().getSimpleName())
                .orElse("");
    }

    @Test
    void itLeadsForwardOnlyWhereT1HasBegun() {
        assertThat(decided(PREPARED, false, Recovery.Content.T0, Recovery.Content.T0))
                .isEqualTo("Back");
        assertThat(decided(PREPARED, true, Recovery.Content.T0, Recovery.Content.T0))
                .isEqualTo("Forward");
        assertThat(decided(PREPARED, false, Recovery.Content.T0, Recovery.Content.T1))
                .isEqualTo("Forward");
        assertThat(decided(PREPARED, false, Recovery.Content.T0, Recovery.Content.TORN))
                .isEqualTo("Forward");
        assertThat(decided(PREPARED, false, Recovery.Content.T1, Recovery.Content.OTHER))
                .isEqualTo("Void");
        assertThat(decided(PREPARED, false, Recovery.Content.T0, Recovery.Content.OTHER))
                .isEqualTo("Void");
    }

    @Test
    void anAbortedOneLeadsBackUntilItIsClosed() {
        assertThat(decided(ABORTED, false, Recovery.Content.T1, Recovery.Content.T1))
                .isEqualTo("Back");
        assertThat(decided(ABORTED, false, Recovery.Content.T0, Recovery.Content.T1))
                .isEqualTo("Back");
        assertThat(decided(ABORTED, false, Recovery.Content.T0, Recovery.Content.T0))
                .isEqualTo("Back");
        assertThat(decided(ABORTED, false, Recovery.Content.T0, Recovery.Content.OTHER))
                .isEqualTo("Void");
    }

    @Test
    void aFinishedOneLeadsNobodyButThoseWhoWereAway() {
        assertThat(decided(FINISHED, false, Recovery.Content.T1, Recovery.Content.T1))
                .isEmpty();
        assertThat(decided(FINISHED, true, Recovery.Content.T0, Recovery.Content.T0))
                .isEmpty();
        assertThat(decided(FINISHED, false, Recovery.Content.T0, Recovery.Content.T1))
                .isEqualTo("Forward");
        assertThat(decided(FINISHED, false, Recovery.Content.OTHER, Recovery.Content.T1))
                .isEmpty();
        assertThat(decided(VOID, false, Recovery.Content.T0, Recovery.Content.T1))
                .isEmpty();
    }

    @Test
    void whereNothingElseWasWrittenItLeadsBack() throws Exception {
        Things things = interrupted(dirty(), CLOSE);
        try (JournalRig rig = rig(things)) {
            assertThat(rig.dmkit.recover().decisions()).singleElement().isInstanceOf(Recovery.Decision.Back.class);
        }
        assertThat(things.words()).isEqualTo("dirty, dirty");
        assertThat(state(things.file)).isEqualTo(VOID);
    }

    /** T1 by way of another journal has the same bytes: the old one must not take it back. */
    @Test
    void whatWasTakenBackIsClosed() throws Exception {
        Things things = Things.fresh();
        try (JournalRig rig = rig(things)) {
            Transition dirty = rig.prepare(DIRTY);
            var failed = new AtomicInteger();
            things.sda.onOperation(o -> {
                if (o instanceof Operation.Write && failed.getAndIncrement() == 0) {
                    throw new KernelException("pwrite", "sda", Errno.EIO);
                }
            });
            assertThat(rig.dmkit.run(dirty)).isInstanceOf(Executor.Outcome.BackedOut.class);
            assertThat(things.words()).isEqualTo(T0);
        }
        SimulatedDisk other = SimulatedDisk.inMemory("/usb/other", Journal.SECTORS);
        try (JournalRig rig = rig(things.withFile(other))) {
            assertThat(rig.dmkit.run(rig.prepare(DIRTY))).isInstanceOf(Executor.Outcome.Done.class);
        }
        try (JournalRig rig = rig(things)) {
            assertThat(rig.dmkit.recover().nothing()).isTrue();
        }
        assertThat(things.words()).isEqualTo(T1);
    }

    @Test
    void whatWasFinishedIsNotDoneAgain() throws Exception {
        Things things = Things.fresh();
        try (JournalRig rig = rig(things)) {
            rig.dmkit.run(rig.prepare(DIRTY));
        }
        SimulatedDisk other = SimulatedDisk.inMemory("/usb/other", Journal.SECTORS);
        try (JournalRig rig = rig(things.withFile(other))) {
            rig.dmkit.run(rig.prepare(CLEAN));
        }
        assertThat(things.words()).isEqualTo(T0);
        assertThat(recovered(things)).isEqualTo(T0);
    }

    @Test
    void whatStillOwesSomethingIsNotOverwritten() throws Exception {
        Things things = interrupted();
        byte[] before = content(things.file);
        try (JournalRig rig = rig(things)) {
            isRefused(rig, DIRTY, "journal.unusable", "an unfinished change of wordless_m");
        }
        assertThat(content(things.file)).isEqualTo(before);
    }

    @Test
    void oneThatOwesNothingIsUsedAgain() throws Exception {
        Things things = Things.fresh();
        try (JournalRig rig = rig(things)) {
            assertThat(rig.dmkit.run(rig.prepare(DIRTY))).isInstanceOf(Executor.Outcome.Done.class);
            assertThat(rig.dmkit.run(rig.prepare(CLEAN))).isInstanceOf(Executor.Outcome.Done.class);
        }
        assertThat(things.words()).isEqualTo(T0);
    }

    @Test
    void thatOfAnotherMachineIsLeftAlone() throws Exception {
        SimulatedDisk file = interrupted().file;
        byte[] before = content(file);
        Things here = Things.fresh();
        var others = new Things(renamed(here.sda, "A"), renamed(here.sdb, "B"), file);
        try (JournalRig rig = rig(others)) {
            assertThat(rig.dmkit.pending().findings()).extracting(Finding::code).containsExactly("journal.of-others");
            assertThat(rig.dmkit.recover().nothing()).isTrue();
            isRefused(rig, DIRTY, "journal.unusable", "an unfinished change");
        }
        assertThat(content(file)).isEqualTo(before);
        assertThat(others.words()).isEqualTo(T0);
    }

    private static SimulatedDisk renamed(SimulatedDisk disk, String serial) throws IOException {
        DiskInfo info = disk.info().withSerial(serial);
        SimulatedDisk other = SimulatedDisk.inMemory(info);
        put(other, LAST, Images.read(disk, new Extent(LAST, 1)).bytes());
        return other;
    }

    @Test
    void twoDisksOfOneSerialAreNotTakenForEachOther() throws Exception {
        Things here = Things.fresh();
        try (JournalRig rig = rig(new Things(renamed(here.sda, "A"), renamed(here.sdb, "A"), here.file))) {
            isRefused(rig, DIRTY, "journal.unusable", "can't be told from others");
        }
        Things things = interrupted();
        SimulatedDisk twin = renamed(things.sdb, "sda");
        try (JournalRig rig = rig(new Things(things.sda, twin, things.file))) {
            assertThat(rig.dmkit.recover().nothing()).isTrue();
            assertThat(rig.dmkit.pending().findings()).extracting(Finding::code).containsExactly("journal.of-others");
        }
    }

    @Test
    void aForgedOneWritesNoData() throws Exception {
        Things things = Things.fresh();
        var data = new Redo.Member(
                "sda",
                WordlessFormat.DISK,
                List.of(new Image(10, new byte[512])),
                List.of(new Image(10, WordlessFormat.sector(7, "forged"))));
        var redo = new Redo(new UUID(1, 2), 3, true, "wordless_m", List.of(data));
        put(things.file, 0, RedoCodec.encode(redo, PREPARED, redo.journal()));
        try (JournalRig rig = rig(things)) {
            Recovery.Result result = rig.dmkit.recover();
            assertThat(result.nothing()).isTrue();
            assertThat(result.findings()).extracting(Finding::code).containsExactly("redo.extent");
        }
        assertThat(Images.read(things.sda, new Extent(10, 1)).bytes()).isEqualTo(new byte[512]);
    }

    /** Whoever copies the one to the other's place has not made a record of it. */
    @Test
    void aCopyForADiskIsNoneInAJournal() throws Exception {
        Things things = Things.fresh();
        Things before = interrupted();
        RedoCodec.Copy copy =
                RedoCodec.decode(ByteBuffer.wrap(content(before.file)), 0, 0).orElseThrow();
        put(things.file, 0, RedoCodec.encode(copy.redo(), PREPARED, 0));
        try (JournalRig rig = rig(things)) {
            assertThat(rig.dmkit.pending().decisions()).isEmpty();
            assertThat(rig.dmkit.pending().findings()).extracting(Finding::code).containsExactly("journal.damaged");
        }
    }

    @Test
    void aDamagedOneIsToldOfAndLeftAlone() throws Exception {
        Things things = interrupted();
        byte[] record = content(things.file);
        record[100] ^= 1;
        put(things.file, 0, record);
        try (JournalRig rig = rig(things)) {
            Recovery.Result result = rig.dmkit.recover();
            assertThat(result.nothing()).isTrue();
            assertThat(result.findings()).extracting(Finding::code).containsExactly("journal.damaged");
            isRefused(rig, DIRTY, "journal.unusable", "no journal of dmkit's");
        }
        assertThat(content(things.file)).isEqualTo(record);
    }

    @Test
    void oneThatCannotBeReadIsToldOf() throws Exception {
        Things things = interrupted();
        things.file.failReadsAt(new Extent(0, 1));
        try (JournalRig rig = rig(things)) {
            assertThat(rig.dmkit.pending().decisions()).isEmpty();
            assertThat(rig.dmkit.pending().findings()).extracting(Finding::code).containsExactly("journal.unreadable");
        }
    }

    @Test
    void aFileOfSomethingElseIsNotOverwritten() throws Exception {
        Things things = Things.fresh();
        put(things.file, 5, WordlessFormat.sector(0, "precious"));
        byte[] before = content(things.file);
        try (JournalRig rig = rig(things)) {
            isRefused(rig, DIRTY, "journal.unusable", "no journal of dmkit's");
        }
        assertThat(content(things.file)).isEqualTo(before);
    }

    @Test
    void whatTheFileHasNoSpaceForIsNotBegun() throws Exception {
        Things things = Things.fresh();
        try (JournalRig rig = rig(things)) {
            Transition dirty = rig.prepare(DIRTY);
            things.file.onOperation(o -> {
                if (o instanceof Operation.Write) {
                    throw new KernelException("pwrite", JOURNAL, Errno.ENOSPC);
                }
            });
            assertThat(rig.dmkit.run(dirty))
                    .isInstanceOfSatisfying(
                            Executor.Outcome.BackedOut.class,
                            o -> assertThat(o.failed()).isInstanceOf(Step.SaveRedo.class));
        }
        assertThat(things.words()).isEqualTo(T0);
    }

    @Test
    void oneOnTheSetItselfIsRefused() throws Exception {
        Things things = Things.fresh();
        DeviceNumber ofSda;
        try (JournalRig rig = rig(things)) {
            ofSda = Objects.requireNonNull(
                    rig.dmkit.machine().disk("sda").info().number());
        }
        try (JournalRig rig = rig(things, Set.of(ofSda, new DeviceNumber(253, 0)))) {
            isRefused(rig, DIRTY, "journal.unusable", "it lies on sda, a disk of wordless_m itself");
        }
        try (JournalRig rig = rig(things, Set.of(new DeviceNumber(253, 0)))) {
            assertThat(rig.prepare(DIRTY).journal()).isPresent();
        }
    }

    /** Nobody would know that it misses writes. */
    @Test
    void aLossThatCanBeToldNowhereIsRefusedAllTheSame() throws Exception {
        try (JournalRig rig = rig(Things.fresh())) {
            isRefused(rig, FAIL, "change.no-room-for-redo", "a journal does not keep");
        }
    }

    /** A disk that can't be read may be a dead one: that tells nothing of what was written. */
    @Test
    void metadataThatCannotBeReadAreNotT1() throws Exception {
        Things things = interrupted(dirty(), CLOSE);
        things.sdb.failReadsAt(new Extent(LAST, 1));
        try (JournalRig rig = rig(things)) {
            assertThat(rig.dmkit.recover().decisions()).singleElement().isInstanceOf(Recovery.Decision.Back.class);
        }
        assertThat(things.words()).isEqualTo("dirty, dirty");
    }
}
