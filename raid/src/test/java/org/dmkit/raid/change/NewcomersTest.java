package org.dmkit.raid.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.testing.TestGroups.disk;
import static org.dmkit.raid.testing.TestGroups.group;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;
import static org.dmkit.raid.testing.TestGroups.missing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.GroupsByDisk;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.junit.jupiter.api.Test;

class NewcomersTest {
    /** Another disk behind the same kind of USB bridge. */
    private static final DiskInfo TWIN =
            new DiskInfo("sdx", disk(1).sectors(), 512, disk(1).serial(), null, "", new DeviceNumber(65, 112), false);

    private static List<String> refused(Group t0, DiskInfo joins, Group... others) throws Exception {
        Group t1 = new Change.Replace(new MemberName.OfLabel("S1"), joins).apply(t0);
        var newcomers = new Newcomers(
                new GroupsByDisk(List.of(others)),
                Map.of("sdb", List.of("fmt"), "sdc", List.of("fmt"), "sdx", List.of("ext")),
                Set.of("fmt"),
                Set.of());
        return newcomers.check(Delta.between(t0, t1), Consent.NONE).stream()
                .map(Finding::code)
                .toList();
    }

    private static final Group DEGRADED = group(mirror("m", member(0), missing("S1")));

    @Test
    void aDiskThatIsShutOutWaitsForUs() throws Exception {
        assertThat(refused(DEGRADED.shutOut(disk(1)), disk(1))).isEmpty();
        assertThat(refused(DEGRADED, disk(1))).containsExactly("disk.not-blank");
    }

    @Test
    void aSpareOfAnotherGroupWaitsForUs() throws Exception {
        assertThat(refused(DEGRADED, disk(2), group().withSpare(disk(2)))).isEmpty();
    }

    @Test
    void whoTellsTheSameSerialAsADiskThatWaitsIsAnother() throws Exception {
        assertThat(refused(DEGRADED.shutOut(disk(1)), TWIN)).containsExactly("disk.not-blank");
        assertThat(refused(DEGRADED, TWIN, group().withSpare(disk(1)))).containsExactly("disk.not-blank");
    }
}
