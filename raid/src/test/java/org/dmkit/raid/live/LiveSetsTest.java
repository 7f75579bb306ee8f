package org.dmkit.raid.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.testing.RunningDevices.running;
import static org.dmkit.raid.testing.RunningDevices.sd;
import static org.dmkit.raid.testing.TestGroups.DATA;
import static org.dmkit.raid.testing.TestGroups.group;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;
import static org.dmkit.raid.testing.TestGroups.missing;

import java.util.List;
import java.util.Map;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;

/** Which device is the set's. */
class LiveSetsTest {
    private static final Group GROUP = group(mirror("m", member(0), member(1)));

    private static boolean runs(String uuid, Table table) {
        var live = new Live(List.of(running(0, "d", uuid, table)));
        return !LiveSets.match(GROUP, live).bySet().isEmpty();
    }

    private static Table mirrorOf(int a, int b) {
        return Table.of(
                DATA.count(),
                new DmTarget.Mirror(128, false, List.of(new DmTarget.Leg(sd(a), 0), new DmTarget.Leg(sd(b), 0)), true));
    }

    @Test
    void oneOfOursWithAMemberIsTheSetWhateverElseItHas() {
        assertThat(runs("DMRAID-d", mirrorOf(0, 2))).isTrue();
        assertThat(runs("DMRAID-d", mirrorOf(2, 3))).isFalse();
    }

    @Test
    void somebodysIsTheSetIfItHasJustTheMembersAndTheLevel() {
        assertThat(runs("", mirrorOf(1, 0))).isTrue();
        assertThat(runs("", mirrorOf(0, 2))).isFalse();
        assertThat(runs("", stripeOf(0, 1))).isFalse();
    }

    private static Table stripeOf(int a, int b) {
        return Table.of(
                2 * DATA.count(),
                new DmTarget.Striped(128, List.of(new DmTarget.Leg(sd(a), 0), new DmTarget.Leg(sd(b), 0))));
    }

    /** The set was renamed by its own change while it ran, and then all disks of one leg went away. */
    @Test
    void aLegWithoutMembersIsFoundUnderWhatStandsOnItWhateverItIsCalled() {
        LiveDevice first = running(0, "old-0", "DMRAID-old-0", stripeOf(0, 1));
        LiveDevice second = running(1, "old-1", "DMRAID-old-1", stripeOf(2, 3));
        LiveDevice top = running(
                2,
                "old",
                "DMRAID-old",
                Table.of(
                        2 * DATA.count(),
                        new DmTarget.Mirror(
                                128,
                                false,
                                List.of(
                                        new DmTarget.Leg(DeviceRef.of(first.number()), 0),
                                        new DmTarget.Leg(DeviceRef.of(second.number()), 0)),
                                true)));
        assertThat(LiveSets.match(group(mirrorOfStripes()), new Live(List.of(first, second, top)))
                        .bySet())
                .isEqualTo(Map.of("new", top, "new-0", first, "new-1", second));
    }

    /** The mirror over it is gone, as after a stop that was interrupted. */
    @Test
    void aLegWithoutMembersOnWhichNothingStandsIsKnownByItsName() {
        LiveDevice second = running(1, "new-1", "DMRAID-new-1", stripeOf(2, 3));
        LiveDevice other = running(2, "other-1", "DMRAID-other-1", stripeOf(2, 3));
        assertThat(LiveSets.match(group(mirrorOfStripes()), new Live(List.of(other, second)))
                        .bySet())
                .isEqualTo(Map.of("new-1", second));
    }

    private static RaidSet mirrorOfStripes() {
        return new RaidSet(
                "new",
                "",
                Level.RAID1,
                0,
                2 * DATA.count(),
                List.of(
                        new Component.Subset(stripe("new-0", member(0), member(1))),
                        new Component.Subset(stripe("new-1", missing("S2"), missing("S3")))),
                RaidSet.Resync.CLEAN);
    }

    private static RaidSet stripe(String name, Component... members) {
        return new RaidSet(name, "", Level.RAID0, 128, 2 * DATA.count(), List.of(members), RaidSet.Resync.CLEAN);
    }
}
