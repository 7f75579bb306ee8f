package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DeviceRef;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.table.Tables;

/** What must hold whatever is on the disks. */
public final class SafeAssembly {
    private SafeAssembly() {}

    /**
     * Sets that may be started have tables, keep to their disks and off the metadata, and share no sector; every disk is in one
     * group only.
     */
    public static void check(Assembly assembly) {
        var owners = new HashMap<String, String>();
        for (Group group : assembly.groups()) {
            for (List<DiskInfo> disks : List.of(group.disks(), group.stale())) {
                disks.forEach(
                        d -> assertThat(owners.put(d.name(), group.name())).isNull());
            }
            assertThat(group.sets()).extracting(RaidSet::name).doesNotHaveDuplicates();
            var used = new HashMap<String, List<Extent>>();
            for (RaidSet set : group.sets()) {
                if (set.health() != RaidSet.Health.FAILED && !group.blocked().containsKey(set.name())) {
                    set.members().forEach(m -> member(group, m, used));
                    for (Profile profile : Profile.values()) {
                        assertThat(Tables.of(set, profile, d -> DeviceRef.ofPath(d.name())))
                                .isNotEmpty();
                    }
                }
            }
        }
    }

    private static void member(Group group, Component.Member member, Map<String, List<Extent>> used) {
        String disk = member.disk().name();
        assertThat(group.disks()).extracting(DiskInfo::name).contains(disk);
        assertThat(member.extent().end()).isLessThanOrEqualTo(member.disk().sectors());
        List<Extent> others = used.computeIfAbsent(disk, d -> new ArrayList<>());
        assertThat(others).noneMatch(e -> e.overlaps(member.extent()));
        assertThat(group.extents(member.disk())).noneMatch(e -> e.overlaps(member.extent()));
        others.add(member.extent());
    }
}
