package org.dmkit.raid.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.testing.TestGroups.BEHIND;
import static org.dmkit.raid.testing.TestGroups.DATA;
import static org.dmkit.raid.testing.TestGroups.disk;
import static org.dmkit.raid.testing.TestGroups.group;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;
import static org.dmkit.raid.testing.TestGroups.missing;
import static org.dmkit.raid.testing.TestGroups.stripe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Delta.Slot;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.testing.RandomGroups;
import org.junit.jupiter.api.Test;

class DeltaTest {
    private static final int TREES = 5_000;

    private static List<Event> events(Group t0, Group t1) {
        return Delta.between(t0, t1).events();
    }

    private static Component.Member rebuilding(int disk) {
        return member(disk).withState(Component.State.REBUILDING);
    }

    /** What a group is, without what is no difference. */
    private record Essence(Map<String, RaidSet> sets, Set<DiskInfo> disks, Set<DiskInfo> stale, Set<DiskInfo> spares) {
        static Essence of(Group group) {
            var sets = new HashMap<String, RaidSet>();
            group.sets().forEach(s -> sets.put(s.name(), s.mapLeaves(Essence::unlabelled)));
            return new Essence(
                    sets, new HashSet<>(group.disks()), new HashSet<>(group.stale()), new HashSet<>(group.spares()));
        }

        private static Component unlabelled(Component c) {
            return c instanceof Component.Missing m ? new Component.Missing("", m.extent(), m.marked()) : c;
        }
    }

    @Test
    void theEventsMakeTheSecondTreeOfTheFirst() {
        var seen = new HashSet<Class<?>>();
        for (int seed = 0; seed < TREES; seed++) {
            var random = new RandomGroups(seed);
            Group t0 = random.group();
            Group t1 = random.changed(t0);
            if (seed % 2 == 0) {
                t1 = random.changed(t1);
            }
            if (seed % 7 == 0 && !t1.sets().isEmpty()) {
                t1 = random.reshaped(t1);
            }
            Delta delta = Delta.between(t0, t1);
            assertThat(Essence.of(delta.replay())).as("seed " + seed).isEqualTo(Essence.of(t1));
            assertThat(events(t1, delta.replay())).as("seed " + seed).isEmpty();
            delta.events().forEach(e -> seen.add(e.getClass()));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(kinds(Event.class).toList());
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(DeltaTest::kinds)
                : Stream.of(type);
    }

    @Test
    void lossesComeFirstThenEndsThenBeginningsThenShapeThenDisks() {
        List<Class<?>> order = List.of(
                Event.Lost.class,
                Event.LossRecorded.class,
                Event.RebuildEnded.class,
                Event.Deleted.class,
                Event.RebuildBegan.class,
                Event.Created.class,
                Event.ResyncChanged.class,
                Event.Reshaped.class,
                Event.Renamed.class,
                Event.OfDisk.class);
        for (int seed = 0; seed < TREES; seed++) {
            var random = new RandomGroups(seed);
            Group t0 = random.group();
            Group t1 = random.changed(random.changed(random.changed(t0)));
            List<Integer> places = new ArrayList<>();
            for (Event e : events(t0, t1)) {
                Class<?> place = switch (e) {
                    case Event.Joined j -> Event.RebuildBegan.class;
                    case Event.OfDisk d -> Event.OfDisk.class;
                    default -> e.getClass();
                };
                places.add(order.indexOf(place));
            }
            assertThat(places).as("seed " + seed).isSorted().doesNotContain(-1);
        }
    }

    /** Held against the trees, disk by disk. */
    @Test
    void whatIsCalledInSyncFromNowOnIsKnown() {
        int claims = 0;
        int restores = 0;
        for (int seed = 0; seed < TREES; seed++) {
            var random = new RandomGroups(seed);
            Group t0 = random.group();
            Group t1 = random.changed(t0);
            Delta delta = Delta.between(t0, t1);
            assertThat(delta.claimsSync()).as("seed " + seed).isEqualTo(memberMadeGood(t0, t1));
            assertThat(delta.restoresSync()).as("seed " + seed).isEqualTo(copyOrSetMadeGood(t0, t1));
            claims += delta.claimsSync() ? 1 : 0;
            restores += delta.restoresSync() ? 1 : 0;
        }
        assertThat(claims).isBetween(TREES / 100, TREES / 2);
        assertThat(restores).isBetween(TREES / 100, TREES / 2);
    }

    private static boolean inSync(Optional<RaidSet> set, DiskInfo disk) {
        return set.flatMap(s -> s.member(disk))
                .filter(m -> m.state() == Component.State.IN_SYNC)
                .isPresent();
    }

    private static boolean memberMadeGood(Group t0, Group t1) {
        return t1.sets().stream()
                .anyMatch(after -> after.members()
                        .filter(m -> m.state() == Component.State.IN_SYNC)
                        .anyMatch(m -> !inSync(t0.set(after.name()), m.disk())));
    }

    private static boolean copyOrSetMadeGood(Group t0, Group t1) {
        return t0.sets().stream().anyMatch(before -> {
            Optional<RaidSet> after = t1.set(before.name());
            boolean settled = after.isPresent()
                    && after.get().resync() != before.resync()
                    && (before.resync() == Resync.RESYNCING || after.get().resync() == Resync.CLEAN);
            return settled
                    || before.members()
                            .filter(m -> m.state() == Component.State.REBUILDING)
                            .anyMatch(m -> inSync(after, m.disk()));
        });
    }

    @Test
    void nothingDiffersInOneTree() {
        for (int seed = 0; seed < 1000; seed++) {
            Group group = new RandomGroups(seed).group();
            assertThat(events(group, group)).isEmpty();
        }
    }

    @Test
    void aDiskIsLostInAllItsSlotsAtOnce() throws Exception {
        Group t0 = group(mirror("one", member(0), member(1)), mirror("two", member(1, BEHIND), member(0, BEHIND)));
        Group t1 = new Change.Fail(new MemberName.OfDisk("sdb")).apply(t0);
        assertThat(events(t0, t1))
                .containsExactly(
                        new Event.Lost(disk(1), List.of(new Slot("one", 1), new Slot("two", 0))),
                        new Event.ShutOut(disk(1)));
    }

    @Test
    void slotsOfSubsetsAreCountedThrough() {
        Group t0 = group(stripe("r", mirror("r-0", member(0), member(1)), mirror("r-1", member(2), rebuilding(3))));
        Group t1 = t0.mapSets(s -> s.mapLeaves(c -> c.equals(rebuilding(3)) ? member(3) : c));
        assertThat(events(t0, t1)).containsExactly(new Event.RebuildEnded(new Slot("r", 3)));
    }

    @Test
    void aReplacedMemberIsNotLostButTheNewOneBegins() throws Exception {
        Group t0 = group(mirror("m", member(0), member(1)));
        Group t1 = new Change.Replace(new MemberName.OfDisk("sda"), disk(2)).apply(t0);
        assertThat(events(t0, t1))
                .containsExactly(
                        new Event.RebuildBegan(new Slot("m", 0), disk(2)),
                        new Event.MemberAdded(disk(2)),
                        new Event.ShutOut(disk(0)));
    }

    @Test
    void aMemberInSyncMayHaveToBeginAnew() {
        assertThat(events(group(mirror("m", member(0), member(1))), group(mirror("m", member(0), rebuilding(1)))))
                .containsExactly(new Event.RebuildBegan(new Slot("m", 1), disk(1)));
    }

    @Test
    void aRebuildThatGoesOnUnderAnotherNameOfItsDiskIsNoDifference() {
        DiskInfo one = disk(1);
        var renamed = new DiskInfo("sdx", one.sectors(), 512, one.serial(), null, "", new DeviceNumber(8, 240), false);
        Group t0 = group(mirror("m", member(0), rebuilding(1)));
        Group t1 = group(mirror("m", member(0), new Component.Member(renamed, DATA, Component.State.REBUILDING)));
        assertThat(events(t0, t1)).isEmpty();
    }

    @Test
    void anotherDiskUnderTheNameOfOneThatWasRebuiltIsNotRebuilt() {
        DiskInfo one = disk(1);
        var other = new DiskInfo(one.name(), one.sectors(), 512, "OTHER", null, "", one.number(), false);
        Group t0 = group(mirror("m", member(0), rebuilding(1)));
        Group t1 = group(mirror("m", member(0), new Component.Member(other, DATA, Component.State.IN_SYNC)));
        Delta delta = Delta.between(t0, t1);
        assertThat(delta.events())
                .containsExactly(
                        new Event.Joined(new Slot("m", 1), other),
                        new Event.MemberAdded(other),
                        new Event.Released(one));
        assertThat(delta.claimsSync()).isTrue();
        assertThat(delta.restoresSync()).isFalse();
    }

    @Test
    void whatTheMetadataCallAMissingDiskIsNoDifferenceButItsMarkIs() throws Exception {
        Group t0 = group(mirror("m", member(0), missing("S1")));
        assertThat(events(t0, group(mirror("m", member(0), missing("S1:0"))))).isEmpty();
        Group t1 = new Change.Open(List.of("m"), true, false).apply(t0);
        assertThat(events(t0, t1))
                .containsExactly(
                        new Event.LossRecorded(List.of(new Slot("m", 1))),
                        new Event.ResyncChanged("m", Resync.CLEAN, Resync.DIRTY));
    }

    @Test
    void aSpareComesAndGoes() throws Exception {
        Group t0 = group(mirror("m", member(0), member(1)));
        Group t1 = new Change.AddSpare(disk(2)).apply(t0);
        assertThat(events(t0, t1)).containsExactly(new Event.SpareAdded(disk(2)));
        assertThat(events(t1, new Change.Remove(disk(2)).apply(t1))).containsExactly(new Event.Released(disk(2)));
    }

    @Test
    void twoDisksThatAreThereAtOnceAreTwoThoughTheyTellTheSame() throws Exception {
        DiskInfo zero = disk(0);
        var twin = new DiskInfo("sdx", zero.sectors(), 512, zero.serial(), null, "", new DeviceNumber(8, 240), false);
        Group t0 = group(mirror("m", member(0), member(1)));
        Group t1 = new Change.AddSpare(twin).apply(t0);
        assertThat(events(t0, t1)).containsExactly(new Event.SpareAdded(twin));
        assertThat(events(t1, t0)).containsExactly(new Event.Released(twin));
        assertThat(events(t0, new Change.Replace(new MemberName.OfDisk("sda"), twin).apply(t0)))
                .containsExactly(
                        new Event.RebuildBegan(new Slot("m", 0), twin),
                        new Event.MemberAdded(twin),
                        new Event.ShutOut(zero));
    }
}
