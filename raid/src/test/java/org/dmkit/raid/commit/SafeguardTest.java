package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.testing.WordlessFormat;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;

/** How a change of a format that can say next to nothing is kept whole, with room for a record and without. */
class SafeguardTest {
    private static final long LAST = WordlessFormat.DISK - 1;
    private static final Extent ROOMY = new Extent(0, 380);
    private static final Extent FULL = new Extent(0, LAST);

    private final SimulatedMachine simulated = new SimulatedMachine();
    private final Disk sda = simulated.attach(SimulatedDisk.inMemory("sda", WordlessFormat.DISK));
    private final Disk sdb = simulated.attach(SimulatedDisk.inMemory("sdb", WordlessFormat.DISK));
    private final List<Operation.Write> writes = new ArrayList<>();

    private static void put(Disk disk, long lba, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(bytes.length, 4096);
            segment.copyFrom(MemorySegment.ofArray(bytes));
            disk.write(lba, segment);
            disk.flush();
        }
    }

    private static byte[] word(Disk disk) throws IOException {
        return Images.read(disk, new Extent(LAST, 1)).bytes();
    }

    private Controller dmkit(SimulatedMachine machine, Extent data, Crash crash) {
        return new Controller(
                new Machine(machine.deviceMapper(), machine.memoryDevices(), machine.reader(), machine.disks()),
                List.of(new WordlessFormat(data, crash)),
                Profile.MODERN,
                (step, undoing) -> {});
    }

    private Controller dmkit(Extent data, Crash crash) throws IOException {
        put(sda, LAST, WordlessFormat.sector(0, "good"));
        put(sdb, LAST, WordlessFormat.sector(1, "good"));
        simulated.onOperation(o -> {
            if (o instanceof Operation.Write w) {
                writes.add(w);
            }
        });
        return dmkit(simulated, data, crash);
    }

    private static Group group(Controller dmkit) {
        return dmkit.scan().groups().getFirst();
    }

    private static Transition prepare(Controller dmkit, Change change) throws IOException, RefusedException {
        return dmkit.prepare(group(dmkit), change);
    }

    private static final Change FAIL = new Change.Fail(new MemberName.OfDisk("sdb"));
    private static final Change DIRTY = new Change.Observe(g -> g.mapSets(s -> s.withResync(RaidSet.Resync.DIRTY)));

    @Test
    void aLossThatNoMetadataTellIsNotedAlone() throws Exception {
        try (Controller dmkit = dmkit(ROOMY, Crash.REDO)) {
            SimulatedDisk away = simulated.hardware(sdb).copy();
            Transition fail = prepare(dmkit, FAIL);
            assertThat(fail.redo().orElseThrow().redo().members())
                    .singleElement()
                    .satisfies(m -> {
                        assertThat(m.serial()).isEqualTo("sda");
                        assertThat(m.extents()).isEmpty();
                    });
            assertThat(dmkit.run(fail)).isInstanceOf(Executor.Outcome.Done.class);
            assertThat(writes)
                    .isNotEmpty()
                    .allMatch(w -> w.disk().equals("sda") && w.extent().lba() < LAST);
            assertThat(group(dmkit).stale()).extracting(DiskInfo::name).containsExactly("sdb");
            assertThat(dmkit.recover().nothing()).isTrue();

            var next = new SimulatedMachine();
            next.attach(simulated.hardware(sda).copy());
            next.attach(away);
            try (Controller rebooted = dmkit(next, ROOMY, Crash.REDO)) {
                assertThat(rebooted.recover().nothing()).isTrue();
                assertThat(group(rebooted).stale()).extracting(DiskInfo::name).containsExactly("sdb");
                assertThat(rebooted.scan().findings()).extracting(Finding::code).contains("disk.noted-lost");
                assertThat(group(rebooted).sets().getFirst().health()).isEqualTo(RaidSet.Health.DEGRADED);
            }
        }
    }

    @Test
    void whatIsNotedAloneIsForgottenWhenItIsTakenBack() throws Exception {
        try (Controller dmkit = dmkit(ROOMY, Crash.REDO)) {
            Redo.Placed placed = prepare(dmkit, FAIL).redo().orElseThrow();
            var machine = dmkit.machine();
            new Executor(machine, (s, undoing) -> {})
                    .run(new Plan(List.of(new Step.SaveRedo(placed), new Step.MarkRedo(placed, Redo.State.ABORTED))));
            dmkit.rescan();
            assertThat(group(dmkit).stale()).isEmpty();
            assertThat(dmkit.recover().nothing()).isTrue();
        }
    }

    @Test
    void aRebuildIsNoLossAnyMore() throws Exception {
        try (Controller dmkit = dmkit(ROOMY, Crash.REDO)) {
            dmkit.run(prepare(dmkit, FAIL));
            dmkit.run(prepare(dmkit, new Change.Replace(new MemberName.OfLabel(""), sdb.info())));
            assertThat(group(dmkit)
                            .sets()
                            .getFirst()
                            .member(sdb.info())
                            .orElseThrow()
                            .state())
                    .isEqualTo(State.REBUILDING);
            dmkit.run(prepare(
                    dmkit,
                    new Change.Observe(g -> g.mapSets(s ->
                            s.mapLeaves(c -> c instanceof Component.Member m ? m.withState(State.IN_SYNC) : c)))));
            assertThat(group(dmkit).sets().getFirst().health()).isEqualTo(RaidSet.Health.COMPLETE);
        }
    }

    @Test
    void whereThereIsNoRoomTheWritersOrderIsTheProtocol() throws Exception {
        try (Controller dmkit = dmkit(FULL, Crash.ORDERED)) {
            Transition dirty = prepare(dmkit, DIRTY);
            assertThat(dirty.redo()).isEmpty();
            assertThat(Planner.plan(dirty).steps())
                    .extracting(s -> s.toString().split(":", 2)[0])
                    .containsExactly("write metadata on sdb", "write metadata on sda");
            assertThat(dmkit.run(dirty)).isInstanceOf(Executor.Outcome.Done.class);
            assertThat(writes).extracting(Operation.Write::disk).containsExactly("sdb", "sda");
        }
    }

    @Test
    void whatWasWrittenInOrderIsTakenBackTheOtherWayRound() throws Exception {
        try (Controller dmkit = dmkit(FULL, Crash.ORDERED)) {
            Transition dirty = prepare(dmkit, DIRTY);
            simulated.onOperation(o -> {
                if (o instanceof Operation.Write w) {
                    writes.add(w);
                    if (writes.size() == 2) {
                        throw new KernelException("pwrite", w.disk(), Errno.EIO);
                    }
                }
            });
            assertThat(dmkit.run(dirty)).isInstanceOf(Executor.Outcome.BackedOut.class);
            assertThat(writes).extracting(Operation.Write::disk).containsExactly("sdb", "sda", "sda", "sdb");
            assertThat(word(sda)).isEqualTo(WordlessFormat.sector(0, "good"));
            assertThat(word(sdb)).isEqualTo(WordlessFormat.sector(1, "good"));
        }
    }

    @Test
    void withoutRoomAndOrderAChangeIsRefused() throws Exception {
        try (Controller dmkit = dmkit(FULL, Crash.REDO)) {
            assertThatThrownBy(() -> prepare(dmkit, DIRTY))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings()).singleElement().satisfies(f -> {
                                assertThat(f.code()).isEqualTo("change.no-room-for-redo");
                                assertThat(f.disk()).hasValue("sda");
                                assertThat(f.remedy()).contains("larger", "add --journal PATH");
                            }));
        }
    }

    @Test
    void aLossThatCanBeToldNowhereIsRefused() throws Exception {
        try (Controller dmkit = dmkit(FULL, Crash.ORDERED)) {
            assertThatThrownBy(() -> prepare(dmkit, FAIL))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings()).singleElement().satisfies(f -> {
                                assertThat(f.code()).isEqualTo("change.no-room-for-redo");
                                assertThat(f.remedy()).contains("larger").doesNotContain("journal");
                            }));
        }
    }

    @Test
    void soIsAReplacementThoughTheWriterHasAnOrderForIt() throws Exception {
        Disk sdc = simulated.attach(SimulatedDisk.inMemory("sdc", WordlessFormat.DISK));
        try (Controller dmkit = dmkit(FULL, Crash.ORDERED)) {
            assertThatThrownBy(() -> prepare(dmkit, new Change.Replace(new MemberName.OfDisk("sdb"), sdc.info())))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings())
                                    .extracting(Finding::code)
                                    .containsExactly("change.no-room-for-redo"));
        }
    }

    @Test
    void whatSomebodyHasLeftInTheWayIsTold() throws Exception {
        byte[] leftover = new byte[19 * 512];
        for (int sector = 0; sector < 19; sector++) {
            leftover[sector * 512] = 'x';
        }
        put(sdb, 380, leftover);
        try (Controller dmkit = dmkit(ROOMY, Crash.REDO)) {
            assertThatThrownBy(() -> prepare(dmkit, DIRTY))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings()).singleElement().satisfies(f -> {
                                assertThat(f.disk()).hasValue("sdb");
                                assertThat(f.remedy()).contains("zeros");
                            }));
        }
    }

    @Test
    void anEndThatCannotBeReadIsTold() throws Exception {
        try (Controller dmkit = dmkit(ROOMY, Crash.REDO)) {
            simulated.hardware(sdb).failReadsAt(new Extent(385, 1));
            dmkit.rescan();
            assertThatThrownBy(() -> prepare(dmkit, DIRTY))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings())
                                    .singleElement()
                                    .satisfies(f -> assertThat(f.remedy()).contains("replace sdb")));
        }
    }

    private static Profile profile(Controller dmkit) throws IOException, RefusedException {
        return dmkit.prepareStart(group(dmkit), new Change.Open(List.of("wordless_m"), false, false))
                .parts()
                .getFirst()
                .profile();
    }

    @Test
    void aSetGoesOnWithoutAMemberOnlyWhereItsLossCanBeTold() throws Exception {
        try (Controller roomy = dmkit(ROOMY, Crash.ORDERED)) {
            assertThat(profile(roomy)).isEqualTo(Profile.MODERN);
        }
        try (Controller full = dmkit(FULL, Crash.ORDERED)) {
            assertThat(profile(full)).isEqualTo(Profile.CLASSIC);
            assertThat(full.caveats(group(full), List.of("wordless_m")))
                    .extracting(Finding::found)
                    .singleElement()
                    .satisfies(found -> assertThat(found).contains("no free sector"));
        }
    }
}
