package org.dmkit.raid.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.raid.testing.TestGroups.DATA;
import static org.dmkit.raid.testing.TestGroups.disk;
import static org.dmkit.raid.testing.TestGroups.group;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;
import static org.dmkit.raid.testing.TestGroups.missing;
import static org.dmkit.raid.testing.TestGroups.raid5;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.testing.TestGroups;
import org.junit.jupiter.api.Test;

class ChangeTest {
    private static final MemberName B = new MemberName.OfDisk("sdb");

    @Test
    void failTakesADiskOutOfAllSetsOfTheGroup() throws Exception {
        Group t0 = group(
                mirror("one", member(0), member(1)),
                mirror("two", member(0, TestGroups.BEHIND), member(1, TestGroups.BEHIND)));

        Group t1 = new Change.Fail(B).apply(t0);

        assertThat(t1.sets()).allSatisfy(s -> assertThat(s.components().get(1)).isInstanceOf(Component.Missing.class));
        assertThat(t1.disks()).containsExactly(disk(0));
        assertThat(t1.stale()).containsExactly(disk(1));
    }

    @Test
    void failMarksAMemberThatHasVanished() throws Exception {
        Group t1 = new Change.Fail(new MemberName.OfLabel("S1")).apply(group(mirror("m", member(0), missing("S1"))));
        assertThat(t1.sets().getFirst().components().get(1)).isEqualTo(new Component.Missing("S1", DATA, true));
    }

    @Test
    void failIsRefusedWhereDataWouldBeLost() {
        Group t0 = group(raid5("r", member(0), member(1), missing("S2")));
        assertThatThrownBy(() -> new Change.Fail(B).apply(t0))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("change.not-enough-members");
    }

    @Test
    void neitherFailNorReplaceGoOverParityThatIsBeingMade() {
        Group t0 = group(raid5("r", member(0), member(1), member(2)).withResync(RaidSet.Resync.RESYNCING));
        assertThatThrownBy(() -> new Change.Fail(B).apply(t0)).hasMessageContaining("change.resync-owed");
        assertThatThrownBy(() -> new Change.Replace(B, disk(3)).apply(t0)).hasMessageContaining("change.resync-owed");
    }

    @Test
    void replacePutsTheNewDiskIntoTheSlotToBeRebuilt() throws Exception {
        Group t1 = new Change.Replace(B, disk(2)).apply(group(mirror("m", member(0), member(1))));

        assertThat(t1.sets().getFirst().components())
                .containsExactly(member(0), new Component.Member(disk(2), DATA, Component.State.REBUILDING));
        assertThat(t1.disks()).containsExactly(disk(0), disk(2));
        assertThat(t1.stale()).containsExactly(disk(1));
    }

    @Test
    void replaceRefusesADiskThatIsTooSmall() {
        var small = new DiskInfo("sdx", DATA.count() - 1, 512, "X", null, "", disk(5).number(), false);
        Group t0 = group(mirror("m", member(0), member(1)));
        assertThatThrownBy(() -> new Change.Replace(B, small).apply(t0)).hasMessageContaining("change.too-small");
    }

    @Test
    void replaceRefusesAMemberAndAnotherSectorSize() {
        Group t0 = group(mirror("m", member(0), member(1)));
        var fourK = new DiskInfo("sdx", TestGroups.DISK, 4096, "X", null, "", disk(5).number(), false);
        assertThatThrownBy(() -> new Change.Replace(B, disk(0)).apply(t0))
                .hasMessageContaining("change.already-member");
        assertThatThrownBy(() -> new Change.Replace(B, fourK).apply(t0)).hasMessageContaining("change.sector-size");
    }

    @Test
    void removeRefusesAMember() {
        Group t0 = group(mirror("m", member(0), member(1)));
        assertThatThrownBy(() -> new Change.Remove(disk(1)).apply(t0)).hasMessageContaining("change.in-use");
    }

    @Test
    void openMarksTheSetAndWaitsForAllMembersUnlessTold() throws Exception {
        Group whole = group(mirror("m", member(0), member(1)));
        assertThat(new Change.Open(List.of("m"), false, false)
                        .apply(whole)
                        .sets()
                        .getFirst()
                        .resync())
                .isEqualTo(RaidSet.Resync.DIRTY);

        Group lacking = group(mirror("m", member(0), missing("S1")));
        assertThatThrownBy(() -> new Change.Open(List.of("m"), false, false).apply(lacking))
                .hasMessageContaining("set.member-missing");
        Group t1 = new Change.Open(List.of("m"), true, false).apply(lacking);
        assertThat(t1.sets().getFirst().components().get(1)).isEqualTo(new Component.Missing("S1", DATA, true));
    }

    @Test
    void openMarksAnAbsentMemberInEveryVolumeThatLacksIt() throws Exception {
        Group lacking = group(
                mirror("one", member(0), missing("S1")),
                mirror("two", member(0, TestGroups.BEHIND), new Component.Missing("S1", TestGroups.BEHIND, false)));
        Group t1 = new Change.Open(List.of("one"), true, false).apply(lacking);
        assertThat(t1.sets().get(1).components().get(1))
                .isEqualTo(new Component.Missing("S1", TestGroups.BEHIND, true));
    }

    @Test
    void openRefusesParityThatIsDirtyAndDegraded() {
        RaidSet dirty = raid5("r", member(0), member(1), new Component.Missing("S2", DATA, true))
                .withResync(RaidSet.Resync.DIRTY);
        assertThatThrownBy(() -> new Change.Open(List.of("r"), true, false).apply(group(dirty)))
                .hasMessageContaining("set.dirty-degraded");
    }

    @Test
    void extentsKeepTheirPlace() throws Exception {
        Group t1 = new Change.Replace(B, disk(2)).apply(group(mirror("m", member(0), member(1, new Extent(8, 64)))));
        assertThat(t1.used(disk(2))).containsExactly(new Extent(8, 64));
    }
}
