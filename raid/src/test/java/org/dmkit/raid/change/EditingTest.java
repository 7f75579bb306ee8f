package org.dmkit.raid.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.raid.testing.TestGroups.BEHIND;
import static org.dmkit.raid.testing.TestGroups.DATA;
import static org.dmkit.raid.testing.TestGroups.disk;
import static org.dmkit.raid.testing.TestGroups.group;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;
import static org.dmkit.raid.testing.TestGroups.missing;
import static org.dmkit.raid.testing.TestGroups.raid5;
import static org.dmkit.raid.testing.TestGroups.stripe;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.testing.RandomGroups;
import org.junit.jupiter.api.Test;

class EditingTest {
    private static final int TREES = 5_000;

    private static final Group MIRROR = group(mirror("m", member(0), member(1)));

    private static Component.Member rebuilding(int disk) {
        return member(disk).withState(State.REBUILDING);
    }

    private static Component failed(String label) {
        return new Component.Missing(label, DATA, true);
    }

    private static List<Change> verbs(Group t0, Group drawn) throws RefusedException {
        return Editing.of(t0, drawn, List.of(), List.of()).changes();
    }

    /** As somebody draws it who changes sets alone. */
    private static Group drawn(Group t0, UnaryOperator<RaidSet> change) {
        return t0.mapSets(change).shuttingOutMembersOf(t0);
    }

    private static Group slots(Group t0, Component... components) {
        return drawn(t0, s -> s.withComponents(List.of(components)));
    }

    private static void refused(String code, Group t0, Group drawn) {
        assertThatThrownBy(() -> verbs(t0, drawn)).hasMessageStartingWith(code + ": ");
    }

    @Test
    void whatIsDrawnAsItIsNeedsNothing() throws Exception {
        assertThat(verbs(MIRROR, MIRROR)).isEmpty();
    }

    @Test
    void eachDifferenceIsAVerb() throws Exception {
        assertThat(verbs(MIRROR, slots(MIRROR, member(0), failed("S1"))))
                .containsExactly(new Change.Fail(new MemberName.OfDisk("sdb")));
        assertThat(verbs(MIRROR, slots(MIRROR, member(0), rebuilding(2))))
                .containsExactly(new Change.Replace(new MemberName.OfDisk("sdb"), disk(2)));
        assertThat(verbs(MIRROR, MIRROR.mapSets(s -> s.withLabel("home"))))
                .containsExactly(new Change.Rename("m", "home"));

        Group away = group(mirror("m", member(0), missing("S1")));
        assertThat(verbs(away, slots(away, member(0), failed("S1"))))
                .containsExactly(new Change.Fail(new MemberName.OfLabel("S1")));
        assertThat(verbs(away, slots(away, member(0), rebuilding(2))))
                .containsExactly(new Change.Replace(new MemberName.OfLabel("S1"), disk(2)));

        Group spared = new Change.AddSpare(disk(2)).apply(MIRROR);
        assertThat(verbs(MIRROR, spared)).containsExactly(new Change.AddSpare(disk(2)));
        assertThat(verbs(spared, MIRROR)).containsExactly(new Change.Remove(disk(2)));
        assertThat(verbs(spared, slots(spared, rebuilding(2), member(1))))
                .containsExactly(new Change.Replace(new MemberName.OfDisk("sda"), disk(2)));
    }

    @Test
    void aDiskThatIsInTwoVolumesIsReplacedOnce() throws Exception {
        Group t0 = group(mirror("one", member(0), member(1)), mirror("two", member(0, BEHIND), member(1, BEHIND)));
        Group both = drawn(
                t0,
                s -> s.mapLeaves(
                        c -> c instanceof Component.Member m && m.disk().equals(disk(1))
                                ? new Component.Member(disk(2), m.extent(), State.REBUILDING)
                                : c));
        assertThat(verbs(t0, both)).containsExactly(new Change.Replace(new MemberName.OfDisk("sdb"), disk(2)));

        Group one = drawn(t0, s -> s.name().equals("one") ? s.withComponents(List.of(member(0), rebuilding(2))) : s);
        refused("edit.otherwise", t0, one);
    }

    @Test
    void severalVerbsComeInAnOrderThatGoes() throws Exception {
        RaidSet six = new RaidSet(
                "six",
                "",
                Level.RAID6_N_RESTART,
                128,
                2 * DATA.count(),
                List.of(member(0), member(1), member(2), member(3)),
                RaidSet.Resync.CLEAN);
        Group t0 = new Change.AddSpare(disk(4)).apply(group(six));
        Group t1 = drawn(
                        t0,
                        s -> s.withLabel("home")
                                .withComponents(List.of(rebuilding(4), failed("S1"), member(2), member(3))))
                .withSpare(disk(5));
        assertThat(verbs(t0, t1))
                .containsExactly(
                        new Change.Fail(new MemberName.OfDisk("sdb")),
                        new Change.Replace(new MemberName.OfDisk("sda"), disk(4)),
                        new Change.AddSpare(disk(5)),
                        new Change.Rename("six", "home"));
    }

    @Test
    void nothingIsCalledInSyncThatIsNot() {
        refused("edit.not-rebuilt", MIRROR, slots(MIRROR, member(0), member(2)));
        Group moving = group(mirror("m", member(0), rebuilding(1)));
        refused("edit.not-rebuilt", moving, slots(moving, member(0), member(1)));
        Group back = MIRROR.shutOut(disk(1)).withSets(List.of(mirror("m", member(0), failed("S1"))));
        refused("edit.not-rebuilt", back, slots(back, member(0), member(1)));
        refused("edit.not-rebuilt", MIRROR, slots(MIRROR, member(1), member(0)));
    }

    @Test
    void noOtherShapeIsTaken() {
        refused("edit.reshape", MIRROR, slots(MIRROR, member(0), member(1), member(2)));
        refused("edit.reshape", MIRROR, slots(MIRROR, member(0), member(1, new Extent(8, DATA.count()))));
        Group five = group(raid5("r", member(0), member(1), member(2)));
        refused(
                "edit.reshape",
                five,
                five.mapSets(s -> new RaidSet("r", "", s.level(), 64, s.size(), s.components(), s.resync())));
        refused(
                "edit.reshape",
                five,
                five.mapSets(
                        s -> new RaidSet("r", "", s.level(), s.chunk(), s.size() * 2, s.components(), s.resync())));
        refused(
                "edit.reshape",
                five,
                five.mapSets(s -> new RaidSet("r", "", Level.RAID1, s.chunk(), s.size(), s.components(), s.resync())));
    }

    @Test
    void whatFollowsFromOtherThingsIsNotAskedFor() {
        refused("edit.resync", MIRROR, MIRROR.mapSets(s -> s.withResync(RaidSet.Resync.RESYNCING)));
        refused("edit.otherwise", MIRROR, slots(MIRROR, member(0), rebuilding(1)));
        Group marked = group(mirror("m", member(0), failed("S1")));
        refused("edit.otherwise", marked, slots(marked, member(0), missing("S1")));
        Group stale = MIRROR.shutOut(disk(3));
        refused("edit.otherwise", MIRROR, stale);
    }

    @Test
    void aSetIsNotDeletedByLeavingItOut() {
        refused("edit.left-out", MIRROR, MIRROR.withSets(List.of()));
        refused("edit.no-set", MIRROR.withSets(List.of()), MIRROR);
    }

    @Test
    void theRulesOfTheVerbsHold() {
        refused("change.not-enough-members", MIRROR, slots(MIRROR, rebuilding(2), rebuilding(3)));
        refused("change.not-enough-members", MIRROR, slots(MIRROR, failed("S0"), failed("S1")));
        refused("change.already-member", MIRROR, slots(MIRROR, rebuilding(1), rebuilding(0)));
        Group owes = group(raid5("r", member(0), member(1), member(2)).withResync(RaidSet.Resync.RESYNCING));
        refused("change.resync-owed", owes, slots(owes, member(0), member(1), rebuilding(3)));
        Group stripe = group(new RaidSet(
                "s", "", Level.RAID0, 128, 2 * DATA.count(), List.of(member(0), member(1)), RaidSet.Resync.CLEAN));
        refused("change.no-redundancy", stripe, slots(stripe, member(0), rebuilding(2)));
    }

    @Test
    void whatFallsWithAMemberHasToBeDrawnToo() throws Exception {
        RaidSet left = stripe("m-0").withComponents(List.of(member(0), member(1)));
        RaidSet right = stripe("m-1").withComponents(List.of(member(2), member(3)));
        Group t0 = group(mirror("m", new Component.Subset(left), new Component.Subset(right)));
        refused("edit.otherwise", t0, drawn(t0, s -> s.mapLeaves(c -> c.equals(member(3)) ? rebuilding(4) : c)));

        Group t1 = drawn(
                t0,
                s -> s.mapLeaves(c -> c.equals(member(3)) ? rebuilding(4) : c.equals(member(2)) ? rebuilding(2) : c));
        assertThat(verbs(t0, t1)).containsExactly(new Change.Replace(new MemberName.OfDisk("sdd"), disk(4)));
    }

    @Test
    void setsGoAndComeAfterAllElse() throws Exception {
        var t0 = group(mirror("one", member(0), member(1)), mirror("two", member(2), member(3)));
        Change.Several edit = Editing.of(
                t0, t0.mapSets(s -> s.name().equals("one") ? s.withLabel("x") : s), List.of("two"), List.of());
        assertThat(edit.changes()).containsExactly(new Change.Rename("one", "x"), new Change.Delete("two"));
        assertThat(edit.apply(t0).sets()).extracting(RaidSet::name).containsExactly("one");
    }

    /** Whatever single verbs make, one after the other, is either found again as it is drawn, or refused. */
    @Test
    void whatVerbsMakeTheyAreFoundFor() {
        int found = 0;
        for (int seed = 0; seed < TREES; seed++) {
            var random = new RandomGroups(seed);
            Group t0 = random.group();
            Group t1 = random.changed(t0);
            if (seed % 2 == 0) {
                t1 = random.changed(t1);
            }
            try {
                Group made = Editing.of(t0, t1, List.of(), List.of()).apply(t0);
                assertThat(Delta.between(t1, made).events()).as("seed " + seed).isEmpty();
                assertThat(names(made.stale())).as("seed " + seed).isEqualTo(names(t1.stale()));
                assertThat(Delta.between(t0, made).claimsSync())
                        .as("seed " + seed)
                        .isFalse();
                found += t1.equals(t0) ? 0 : 1;
            } catch (RefusedException e) {
                assertThat(e.findings())
                        .allMatch(f -> !f.remedy().isEmpty() || f.code().startsWith("change."));
            }
        }
        assertThat(found).isGreaterThan(TREES / 4);
    }

    private static Set<String> names(List<DiskInfo> disks) {
        var names = new HashSet<String>();
        disks.forEach(d -> names.add(d.name()));
        return names;
    }
}
