package org.dmkit.raid.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;

/** Sets on the same disks. */
class SharedDisksTest {
    private static final Format<String> FORMAT = new Format<>() {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public String description() {
            return "";
        }

        @Override
        public List<Extent> anchors(DiskInfo disk) {
            return List.of();
        }

        @Override
        public Reading<String> read(DiskInfo disk, Sectors sectors) {
            return new Reading.Absent<>();
        }

        @Override
        public Assembly assemble(List<Reading.Found<String>> found) {
            return new Assembly(List.of(), List.of());
        }
    };

    private static final Finding OUT = Finding.warning("x.out").on("sda").found("failed");

    @Test
    void sets_that_share_a_disk_are_one_group() {
        Assembly assembly = of(
                in("first", "sda", 0, 0), in("first", "sdb", 1, 0),
                in("second", "sdb", 0, 100), in("second", "sdc", 1, 100),
                in("other", "sdd", 0, 0), in("other", "sde", 1, 0));
        assertThat(assembly.findings()).isEmpty();
        assertThat(assembly.groups()).extracting(SharedDisksTest::sets).containsExactly("first second", "other");
        Group shared = assembly.groups().getFirst();
        assertThat(shared.disks()).extracting(DiskInfo::name).containsExactly("sda", "sdb", "sdc");
        assertThat(shared.blocked()).isEmpty();
    }

    @Test
    void a_set_that_joins_two_others_makes_one_group_of_all() {
        Assembly assembly = of(
                in("first", "sda", 0, 0),
                in("second", "sdb", 0, 0),
                in("third", "sda", 0, 100),
                in("third", "sdb", 1, 100));
        assertThat(assembly.groups()).extracting(SharedDisksTest::sets).containsExactly("first second third");
    }

    @Test
    void sets_of_one_configuration_are_one_group_without_a_common_disk() {
        Assembly assembly = SetAssembly.of(
                FORMAT,
                List.of(in("a1", "sda", 0, 0), in("a2", "sdb", 0, 0), in("b1", "sdc", 0, 0)),
                m -> m.identity().substring(0, 1));
        assertThat(assembly.groups()).extracting(SharedDisksTest::sets).containsExactly("a1 a2", "b1");
    }

    @Test
    void sets_that_reach_for_the_same_sectors_are_not_started() {
        Assembly assembly = of(in("first", "sda", 0, 0), in("second", "sda", 0, 99), in("third", "sda", 0, 199));
        Group group = assembly.groups().getFirst();
        assertThat(group.blocked()).containsOnlyKeys("first", "second");
        assertThat(assembly.findings()).extracting(Finding::code).containsExactly("fake.overlap");
    }

    @Test
    void a_disk_in_two_slots_of_one_set_keeps_it_from_being_started() {
        Assembly assembly = of(in("first", "sda", 0, 0), in("first", "sda", 1, 100));
        assertThat(assembly.groups().getFirst().blocked()).containsOnlyKeys("first");
        assertThat(assembly.findings()).extracting(Finding::code).containsExactly("fake.same-disk");
    }

    @Test
    void a_disk_shut_out_of_one_set_is_still_a_member_of_another() {
        Group group = of(
                        member("first", "sda", new Membership.ShutOut(0, OUT)),
                        in("first", "sdb", 1, 0),
                        in("second", "sda", 0, 100),
                        member("first", "sdc", new Membership.ShutOut(-1, OUT)))
                .groups()
                .getFirst();
        assertThat(group.disks()).extracting(DiskInfo::name).containsExactly("sda", "sdb");
        assertThat(group.stale()).extracting(DiskInfo::name).containsExactly("sdc");
        assertThat(group.sets().getFirst().components().getFirst()).isInstanceOf(Component.Missing.class);
    }

    private static String sets(Group group) {
        return String.join(" ", group.sets().stream().map(RaidSet::name).toList());
    }

    @SafeVarargs
    private static Assembly of(Membership<String>... members) {
        var all = new ArrayList<Membership<String>>();
        for (Membership<String> member : members) {
            all.add(member);
        }
        return SetAssembly.of(FORMAT, all);
    }

    private static Membership<String> in(String set, String disk, int slot, long lba) {
        return member(set, disk, new Membership.InSlot(slot, new Extent(lba, 100), Component.State.IN_SYNC));
    }

    private static Membership<String> member(String set, String disk, Membership.Role role) {
        var info = new DiskInfo(disk, 1000, 512, "", null, "", null, false);
        var found = new Reading.Found<>(info, "", List.of(), List.of());
        var layout = new Layout(set, "", Level.RAID1, 0, 100, Layout.alike(2, new Extent(0, 100)), null);
        return new Membership<>(found, set, layout, role, RaidSet.Resync.CLEAN);
    }
}
