package org.dmkit.raid.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.testing.TestGroups.DATA;
import static org.dmkit.raid.testing.TestGroups.disk;
import static org.dmkit.raid.testing.TestGroups.group;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;

import java.util.List;
import java.util.Objects;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.dm.Target;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.format.Group;
import org.junit.jupiter.api.Test;

/** Which device is the set's. */
class LiveSetsTest {
    private static final Group GROUP = group(mirror("m", member(0), member(1)));

    private static DeviceRef sd(int n) {
        return DeviceRef.of(Objects.requireNonNull(disk(n).number()));
    }

    private static boolean runs(String uuid, Table table) {
        var info = new DeviceInfo(
                new DmName("d"), new DmUuid(uuid), new DeviceNumber(253, 0), 0, 0, 1, false, false, true, false);
        var live = new Live(List.of(new LiveDevice(info, table, Table.EMPTY)));
        return !LiveSets.match(GROUP, live).bySet().isEmpty();
    }

    private static Table mirrorOf(int a, int b) {
        return Table.of(
                DATA.count(),
                new Target.Mirror(128, false, List.of(new Target.Leg(sd(a), 0), new Target.Leg(sd(b), 0)), true));
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
        assertThat(runs(
                        "",
                        Table.of(
                                2 * DATA.count(),
                                new Target.Striped(128, List.of(new Target.Leg(sd(0), 0), new Target.Leg(sd(1), 0))))))
                .isFalse();
    }
}
