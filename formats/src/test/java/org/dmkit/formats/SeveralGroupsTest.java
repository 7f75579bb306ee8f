package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Consent;
import org.dmkit.raid.change.GroupChange;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;

/** One change of several groups: all of it, or nothing. */
class SeveralGroupsTest {
    private static final String ISW = "isw/raid1-2disk";
    private static final String SIL = "sil/raid1-spare-own-timestamp";

    /** Intel's spares are in no family until one takes them. */
    @Test
    void aSpareOfOneFamilyMovesIntoAnother() throws Exception {
        try (Rig rig = Rig.ofTwo(ISW, "isw/mdadm-raid1-plus-spare")) {
            DiskInfo spare = rig.disk("B-sdc");
            RaidSet left = set(rig, "B-sda");
            run(rig, with(rig, "sda"), new Change.Replace(new MemberName.OfDisk("sdb"), spare));

            assertThat(set(rig, "sda").member(spare)).isPresent();
            assertThat(set(rig, "B-sda")).isEqualTo(left);
            assertThat(rig.dmkit().scan().groups()).noneMatch(g -> g.spares().contains(spare));
        }
    }

    /** A spare that its group lists leaves the list in the change in which another group takes it. */
    @Test
    void aSpareLeavesTheGroupThatItWaitedFor() throws Exception {
        try (Rig rig = Rig.of("sil/raid1-spare-same-timestamp-last", "new1", "new2")) {
            DiskInfo spare = rig.disk("sdb");
            assertThat(with(rig, "sda").spares()).containsExactly(spare);
            var create = new Change.Create(
                    new Wish("other", Wish.Kind.RAID1, OptionalInt.empty(), OptionalLong.of(100_000)),
                    List.of(rig.disk("new1"), rig.disk("new2")),
                    List.of());
            run(
                    rig,
                    rig.dmkit().ground(with(rig, "sda").format(), create, 7, Instant.ofEpochSecond(1_800_000_000)),
                    create);
            RaidSet left = set(rig, "sda");

            run(rig, with(rig, "new1"), new Change.Replace(new MemberName.OfDisk("new2"), spare));

            assertThat(set(rig, "new1").member(spare)).isPresent();
            assertThat(with(rig, "sda").spares()).isEmpty();
            assertThat(set(rig, "sda")).isEqualTo(left);
        }
    }

    private static void run(Rig rig, Group group, Change change) throws Exception {
        Scenario.done(rig.dmkit().run(rig.dmkit().prepare(group, change)));
    }

    @Test
    void arraysOfTwoFormatsChangeInOneTransaction() throws Exception {
        try (Rig rig = Rig.ofTwo(SIL, ISW, "new1", "new2")) {
            Plan plan = Planner.plan(rig.dmkit().prepare(both(rig), Consent.NONE));
            assertThat(plan.steps().stream().filter(Step.SaveRedo.class::isInstance))
                    .hasSize(1);

            Scenario.done(rig.dmkit().run(rig.dmkit().prepare(both(rig), Consent.NONE)));

            assertThat(set(rig, "sda").member(rig.disk("new1"))).isPresent();
            assertThat(set(rig, "B-sda").member(rig.disk("new2"))).isPresent();
        }
    }

    @Test
    void aRefusalInOneLeavesBothAlone() throws Exception {
        try (Rig rig = Rig.ofTwo(SIL, ISW, "new1", "new2")) {
            Set<String> before = rig.told();
            var writes = new AtomicInteger();
            rig.machine.onOperation(o -> {
                if (o instanceof Operation.Write) {
                    writes.incrementAndGet();
                }
            });
            var unknown = new GroupChange(
                    with(rig, "B-sda"), new Change.Replace(new MemberName.OfDisk("nobody"), rig.disk("new2")));

            assertThatThrownBy(() -> rig.dmkit().prepare(List.of(both(rig).getFirst(), unknown), Consent.NONE))
                    .isInstanceOf(RefusedException.class);

            assertThat(writes).hasValue(0);
            assertThat(rig.told()).isEqualTo(before);
        }
    }

    @Test
    void aDiskIsTakenByOneGroupOnly() throws Exception {
        try (Rig rig = Rig.ofTwo(SIL, ISW, "new1")) {
            var replace = new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new1"));
            var other = new Change.Replace(new MemberName.OfDisk("B-sdb"), rig.disk("new1"));

            assertThatThrownBy(() -> rig.dmkit()
                            .prepare(
                                    List.of(
                                            new GroupChange(with(rig, "sda"), replace),
                                            new GroupChange(with(rig, "B-sda"), other)),
                                    Consent.NONE))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings()).anyMatch(f -> f.code().equals("change.disk-twice")));
        }
    }

    /** Before every single operation the power fails: afterwards both groups are as they were, or both are changed. */
    @Test
    void afterAPowerCutBothAreOldOrBothAreNew() throws Exception {
        Set<String> old;
        Set<String> changed;
        int operations;
        try (Rig rig = Rig.ofTwo(SIL, ISW, "new1", "new2")) {
            old = Ends.told(rig);
            var count = new AtomicInteger();
            rig.machine.onOperation(o -> count.incrementAndGet());
            Scenario.done(rig.dmkit().run(rig.dmkit().prepare(both(rig), Consent.NONE)));
            rig.machine.onOperation(o -> {});
            operations = count.get();
            changed = Ends.told(rig);
        }
        var reached = new HashSet<Set<String>>();
        for (int at = 1; at <= operations; at++) {
            try (Rig rig = Rig.rebooted(cut(at))) {
                rig.dmkit().recover();
                Set<String> told = Ends.told(rig);
                assertThat(told).as("cut before operation " + at).isIn(old, changed);
                reached.add(told);
            }
        }
        assertThat(reached).containsExactlyInAnyOrder(old, changed);
    }

    private static List<SimulatedDisk> cut(int at) throws Exception {
        try (Rig rig = Rig.ofTwo(SIL, ISW, "new1", "new2")) {
            var count = new AtomicInteger();
            rig.machine.onOperation(o -> {
                if (count.incrementAndGet() == at) {
                    throw new PowerCut();
                }
            });
            try {
                rig.dmkit().run(rig.dmkit().prepare(both(rig), Consent.NONE));
            } catch (PowerCut expected) {
                // that is what was asked for
            }
            rig.machine.onOperation(o -> {});
            rig.machine.powerCut();
            return rig.copies();
        }
    }

    private static List<GroupChange> both(Rig rig) {
        return List.of(
                new GroupChange(with(rig, "sda"), new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new1"))),
                new GroupChange(
                        with(rig, "B-sda"), new Change.Replace(new MemberName.OfDisk("B-sdb"), rig.disk("new2"))));
    }

    private static Group with(Rig rig, String disk) {
        return rig.dmkit().scan().groups().stream()
                .filter(g ->
                        g.sets().stream().anyMatch(s -> s.member(rig.disk(disk)).isPresent()))
                .findFirst()
                .orElseThrow();
    }

    private static RaidSet set(Rig rig, String disk) {
        return with(rig, disk).sets().getFirst();
    }
}
