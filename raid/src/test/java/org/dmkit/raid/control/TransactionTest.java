package org.dmkit.raid.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.testing.FakeFormat;
import org.dmkit.raid.testing.MirrorFormat;
import org.dmkit.raid.testing.MirrorMachine;
import org.dmkit.raid.testing.TestGroups;
import org.junit.jupiter.api.Test;

/** What a prepared change knows, and where its record may not lie. */
class TransactionTest {
    private static MirrorMachine machine(MirrorFormat format) throws Exception {
        return MirrorMachine.of(
                format,
                2,
                MirrorMachine.disk("sda", "A"),
                MirrorMachine.disk("sdb", "B"),
                MirrorMachine.disk("new", "N"));
    }

    private static final Change LOSS = new Change.Observe(g -> g.mapSets(s -> s.mapLeaves(c -> isB(c) ? c.lost() : c)));

    private static boolean isB(Component c) {
        return c instanceof Component.Member m && m.disk().name().equals("sdb");
    }

    private static Group group(Controller dmkit) {
        return dmkit.scan().groups().getFirst();
    }

    private static Redo.Placed prepared(MirrorMachine machine, Group t0, Change change) throws Exception {
        try (Controller dmkit = machine.dmkit()) {
            return new Transaction(machine.machine(), dmkit.scan(), Profile.MODERN)
                    .prepare(t0, change, Transition.Scope.METADATA, r -> r)
                    .redo()
                    .orElseThrow();
        }
    }

    @Test
    void eachRecordIsNewerThanTheOneBefore() throws Exception {
        MirrorMachine machine = machine(MirrorMachine.writing(20, "sda"));
        try (Controller dmkit = machine.dmkit()) {
            Transition first = dmkit.prepare(group(dmkit), LOSS);
            assertThat(dmkit.run(first)).isInstanceOf(Executor.Outcome.Done.class);
            MirrorMachine.put(machine.open("sda"), 20, "something else");
            dmkit.rescan();
            Redo then = dmkit.prepare(group(dmkit), LOSS).redo().orElseThrow().redo();
            assertThat(then.isNewerThan(first.redo().orElseThrow().redo())).isTrue();
        }
    }

    @Test
    void whatTheKernelHasDroppedIsNotTakenBackFromOneCopy() throws Exception {
        MirrorMachine machine = machine(MirrorMachine.writing(20, "sda"));
        try (Controller dmkit = machine.dmkit()) {
            Group t0 = group(dmkit);
            assertThat(prepared(machine, t0, LOSS).redo().onlyForward()).isTrue();
            Group rebuilding = t0.mapSets(
                    s -> s.mapLeaves(c -> isB(c) ? ((Component.Member) c).withState(Component.State.REBUILDING) : c));
            assertThat(prepared(machine, rebuilding, new Change.Observe(g -> t0))
                            .redo()
                            .onlyForward())
                    .as("a lone copy that calls a member in sync")
                    .isFalse();
            assertThat(prepared(machine, t0, new Change.Fail(new MemberName.OfDisk("sdb")))
                            .redo()
                            .onlyForward())
                    .as("what nobody has done yet")
                    .isFalse();
        }
    }

    @Test
    void aRunningSetWithAMemberThatIsNotSeenIsNotChanged() throws Exception {
        MirrorMachine machine = machine(MirrorMachine.writing(20, "sda"));
        try (Controller dmkit = machine.dmkit()) {
            Group lacking = group(dmkit)
                    .mapSets(s -> s.mapLeaves(c -> isB(c) ? new Component.Missing("B", MirrorFormat.DATA, false) : c));
            var transaction = new Transaction(machine.machine(), dmkit.scan(), Profile.MODERN);
            assertThatThrownBy(() -> transaction.prepare(
                            lacking, new Change.Observe(g -> g), Transition.Scope.ALL, r -> Set.of("mirror")))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings())
                                    .extracting(Finding::code)
                                    .containsExactly("set.member-not-seen"));
        }
    }

    private static Extent place(MirrorMachine machine, Change change, String disk) throws Exception {
        try (Controller dmkit = machine.dmkit()) {
            return prepared(machine, group(dmkit), change).places().stream()
                    .filter(p -> p.disk().equals(disk))
                    .findFirst()
                    .orElseThrow()
                    .extent();
        }
    }

    @Test
    void theRecordLiesOnNobodysMetadataThoughTheyAreZeros() throws Exception {
        MetadataWriter<FakeFormat.Metadata> how =
                MirrorMachine.writing(20, "sda").how();
        var large = List.of(new Extent(20, 2), new Extent(300, 3), new Extent(MirrorFormat.DISK - 1, 1));
        MirrorMachine machine = machine(new MirrorFormat(new FakeFormat("fake", 1), how, large));
        try (Controller dmkit = machine.dmkit()) {
            // As if they were another group's.
            Group t0 = group(dmkit);
            Group bare = t0.withBearers(TestGroups.bearers(Standing.MEMBER, t0.disks()));
            assertThat(prepared(machine, bare, LOSS).places())
                    .extracting(Redo.Place::extent)
                    .containsExactly(new Extent(303, 1));
        }
    }

    @Test
    void theRecordLiesOnNoSecondCopyOfAPartitionTable() throws Exception {
        MirrorMachine machine = machine(MirrorMachine.writing(20, "sda"));
        Disk disk = machine.open("sda");
        MirrorMachine.put(disk, 1, "EFI PART");
        for (long lba = 300; lba < MirrorFormat.DISK - 33; lba++) {
            MirrorMachine.put(disk, lba, "somebody's");
        }
        assertThatThrownBy(() -> place(machine, LOSS, "sda")).hasMessageContaining("change.no-room-for-redo");
    }

    @Test
    void theRecordLiesNotWhereANewMemberGetsItsData() throws Exception {
        MirrorMachine machine = machine(MirrorMachine.writing(MirrorFormat.DISK - 1, "new"));
        var change = new Change.Replace(
                new MemberName.OfDisk("sdb"), machine.open("new").info());
        assertThat(place(machine, change, "new")).isEqualTo(new Extent(MirrorFormat.DATA.end(), 1));
    }

    @Test
    void theRecordLiesNotWhereANewMemberGetsItsMetadata() throws Exception {
        MirrorMachine machine = machine(MirrorMachine.writing(MirrorFormat.DATA.end(), "new"));
        var change = new Change.Replace(
                new MemberName.OfDisk("sdb"), machine.open("new").info());
        assertThat(place(machine, change, "new")).isEqualTo(new Extent(MirrorFormat.DATA.end() + 1, 1));
    }
}
