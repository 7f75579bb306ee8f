package org.dmkit.raid.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.testing.TestGroups.BEHIND;
import static org.dmkit.raid.testing.TestGroups.DATA;
import static org.dmkit.raid.testing.TestGroups.DISK;
import static org.dmkit.raid.testing.TestGroups.disk;
import static org.dmkit.raid.testing.TestGroups.group;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;

import java.util.List;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;

class FixedPlacementRulesTest {
    private static final long RESERVE = 1_000;
    private static final Group T0 = group(mirror("m", member(0), member(1)));

    private static List<String> refused(Group t0, Group t1) {
        return new FixedPlacementRules("its tool", false, 512, RESERVE)
                .check(Delta.between(t0, t1)).stream()
                        .map(f -> f.code() + f.disk().map(d -> " " + d).orElse(""))
                        .toList();
    }

    private static DiskInfo newcomer(long sectors, int sectorSize) {
        return new DiskInfo("sdx", sectors, sectorSize, "X", null, "", null, false);
    }

    private static Group with(DiskInfo spare) {
        return T0.withSpare(spare);
    }

    @Test
    void losingAndRebuildingMembersIsAllowed() throws Exception {
        Group failed = new Change.Fail(new MemberName.OfDisk("sdb")).apply(T0);
        Group replaced = new Change.Replace(new MemberName.OfLabel("S1"), disk(2)).apply(failed);
        assertThat(refused(T0, failed)).isEmpty();
        assertThat(refused(failed, replaced)).isEmpty();
    }

    @Test
    void volumesKeepNameAndShapeAndAreNotMade() {
        RaidSet m = T0.sets().getFirst();
        RaidSet renamed = new RaidSet("m", "other", m.level(), 0, m.size(), m.components(), m.resync());
        RaidSet larger = new RaidSet("m", "", m.level(), 0, m.size() + 8, m.components(), m.resync());
        assertThat(refused(T0, T0.withSets(List.of(m, mirror("n", member(0, BEHIND), member(1, BEHIND))))))
                .containsExactly("fmt.new-volume");
        assertThat(refused(T0, T0.withSets(List.of(larger)))).containsExactly("fmt.geometry");
        assertThat(refused(T0, T0.withSets(List.of(mirror("m", member(0), member(1, BEHIND))))))
                .containsExactly("fmt.geometry");
        assertThat(refused(T0, T0.withSets(List.of(renamed)))).containsExactly("fmt.renamed");
    }

    @Test
    void aNewMemberBeginsEmpty() {
        assertThat(refused(T0, group(mirror("m", member(0), member(2))))).containsExactly("fmt.not-rebuilt sdc");
    }

    @Test
    void aDiskThatJoinsHasRoomBehindTheVolumesUnlessAMemberHasLess() {
        assertThat(refused(T0, with(newcomer(DATA.end() + RESERVE, 512)))).isEmpty();
        assertThat(refused(T0, with(newcomer(DATA.end() + RESERVE - 1, 512))))
                .containsExactly("fmt.disk-too-small sdx");
        Group tight = group(mirror("m", member(0, BEHIND), member(1, BEHIND)));
        long most = DISK - BEHIND.end();
        assertThat(new FixedPlacementRules("its tool", false, 512, most + 1)
                        .check(Delta.between(tight, tight.withSpare(disk(2)))))
                .isEmpty();
    }

    @Test
    void aDiskThatJoinsHasSectorsOfTheSameSize() {
        assertThat(refused(T0, with(newcomer(DISK, 4096)))).containsExactly("fmt.sector-size sdx");
    }

    @Test
    void aGroupWithASetThatMustNotStartIsLeftAlone() throws Exception {
        var why = Finding.error("fmt.reshape");
        Group blocked = T0.withBlocked(Map.of("m", why));
        assertThat(refused(blocked, new Change.Fail(new MemberName.OfDisk("sdb")).apply(blocked)))
                .containsExactly("fmt.blocked");
    }
}
