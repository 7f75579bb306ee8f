package org.dmkit.raid.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.testing.TestGroups.DATA;
import static org.dmkit.raid.testing.TestGroups.disk;
import static org.dmkit.raid.testing.TestGroups.group;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.control.Monitor.Event;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.junit.jupiter.api.Test;

/** What has happened between two looks at a machine, whose disks the kernel may have given other names. */
class MonitorDifferenceTest {
    private static Component rebuilding(DiskInfo disk) {
        return new Member(disk, DATA, State.REBUILDING);
    }

    private static Component inSync(DiskInfo disk) {
        return new Member(disk, DATA, State.IN_SYNC);
    }

    @Test
    void aRebuildThatEndsUnderAnotherNameOfItsDiskIsTold() {
        Group before = group(mirror("m", member(0), rebuilding(disk(1))));
        Group after = group(mirror("m", member(0), inSync(disk(1).withName("sdx"))));
        assertThat(Monitor.difference(List.of(before), List.of(after)))
                .containsExactly(new Event.MemberInSync("m", "sdx"));
    }

    /** The members of both sets have changed their names with each other, and the sets got new ones by their changes. */
    @Test
    void aSetThatWasRenamedIsKnownByItsMembersWhateverTheyAreCalled() {
        Group one = group(mirror("one", member(0), rebuilding(disk(1))));
        Group two = group(mirror("two", member(2), rebuilding(disk(3))));
        Group oneLater = group(mirror("later", inSync(disk(0).withName("sdc")), inSync(disk(1).withName("sdd"))));
        Group twoLater = group(mirror("other", inSync(disk(2).withName("sda")), rebuilding(disk(3).withName("sdb"))));
        assertThat(Monitor.difference(List.of(one, two), List.of(twoLater, oneLater)))
                .containsExactly(new Event.MemberInSync("one", "sdd"));
    }
}
