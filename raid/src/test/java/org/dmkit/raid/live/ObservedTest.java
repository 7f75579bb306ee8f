package org.dmkit.raid.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.testing.RunningDevices.running;
import static org.dmkit.raid.testing.TestGroups.BEHIND;
import static org.dmkit.raid.testing.TestGroups.disk;
import static org.dmkit.raid.testing.TestGroups.group;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.dm.status.RaidStatus;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;

/** What the kernel's word makes of a group. */
class ObservedTest {
    private static LiveDevice live(Component.Member... members) {
        var legs = Stream.of(members)
                .map(m -> new DmTarget.Leg(
                        DeviceRef.of(Objects.requireNonNull(m.disk().number())),
                        m.extent().lba()))
                .toList();
        return running(0, "d", "DMRAID-d", Table.of(1000, new DmTarget.Mirror(128, true, legs, true)));
    }

    private static Observed observed(Map<String, RaidStatus> statuses, Group group) {
        var live = new Live(List.of());
        Map<String, LiveDevice> running = group.sets().stream()
                .collect(Collectors.toMap(RaidSet::name, s -> live(s.members().toArray(Component.Member[]::new))));
        Map<String, Observed.Status> read = statuses.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        e -> new Observed.Status(Objects.requireNonNull(running.get(e.getKey())), live, e.getValue())));
        return new Observed(running, live, read);
    }

    private static RaidStatus status(String letters, long done, String action) {
        return new RaidStatus("raid1", letters, done, 1000, action, 0);
    }

    private static List<Component.State> states(Group group, String set) {
        return group.set(set)
                .orElseThrow()
                .members()
                .map(Component.Member::state)
                .toList();
    }

    @Test
    void aDiskThatOneVolumeHasLostIsLostForAll() {
        Group group = group(mirror("one", member(0), member(1)), mirror("two", member(0, BEHIND), member(1, BEHIND)));
        Group seen = observed(Map.of("one", status("AD", 1000, "idle"), "two", status("AA", 1000, "idle")), group)
                .apply(group);
        assertThat(seen.sets())
                .allSatisfy(s -> assertThat(s.components().get(1))
                        .isInstanceOfSatisfying(
                                Component.Missing.class,
                                m -> assertThat(m.marked()).isTrue()));
        assertThat(seen.stale()).containsExactly(disk(1));
    }

    @Test
    void aMemberIsInSyncWhenTheKernelHasNothingLeftToDo() {
        Group group = group(mirror("m", member(0), member(1).withState(Component.State.REBUILDING)));
        assertThat(states(
                        observed(Map.of("m", status("AA", 1000, "recover")), group)
                                .apply(group),
                        "m"))
                .containsExactly(Component.State.IN_SYNC, Component.State.REBUILDING);
        assertThat(states(
                        observed(Map.of("m", status("AA", 1000, "idle")), group).apply(group), "m"))
                .containsExactly(Component.State.IN_SYNC, Component.State.IN_SYNC);
    }

    @Test
    void whatATableHasBeenToldProvesNothing() {
        Group group = group(mirror("m", member(0), member(1).withState(Component.State.REBUILDING)));
        LiveDevice made = live(group.sets().getFirst().members().toArray(Component.Member[]::new));
        DmTarget.Mirror mirror =
                (DmTarget.Mirror) made.active().lines().getFirst().target();
        var told = new LiveDevice(
                made.info(),
                Table.of(1000, new DmTarget.Mirror(128, false, mirror.legs(), mirror.handleErrors())),
                Table.EMPTY);
        // "nosync", in the words of a mirror: the log begins as in sync.
        var live = new Live(List.of());
        var observed = new Observed(
                Map.of("m", told), live, Map.of("m", new Observed.Status(told, live, status("AA", 1000, "idle"))));
        assertThat(states(observed.apply(group), "m"))
                .containsExactly(Component.State.IN_SYNC, Component.State.REBUILDING);
    }

    @Test
    void aResyncIsDoneWhenAllAgree() {
        Group group = group(mirror("m", member(0), member(1)).withResync(RaidSet.Resync.RESYNCING));
        assertThat(observed(Map.of("m", status("aa", 500, "resync")), group)
                        .apply(group)
                        .sets()
                        .getFirst()
                        .resync())
                .isEqualTo(RaidSet.Resync.RESYNCING);
        assertThat(observed(Map.of("m", status("AA", 1000, "idle")), group)
                        .apply(group)
                        .sets()
                        .getFirst()
                        .resync())
                .isEqualTo(RaidSet.Resync.DIRTY);
    }
}
