package org.dmkit.formats.isw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes write, against what mdadm wrote for the same event. */
class IswEncoderTest {
    /** Applies a change; what is read back must be the tree that was meant. */
    private static Group apply(IswCase c, Group t0, Group t1) {
        assertThat(errors(t0, t1)).isEmpty();
        c.write(t0.known().encode(Delta.between(t0, t1)).images());
        Group read = c.group();
        assertThat(read.blocked()).isEmpty();
        assertThat(shape(read)).isEqualTo(shape(t1));
        return read;
    }

    /** Labels of missing slots change with the metadata. */
    private static List<List<String>> shape(Group g) {
        return g.sets().stream()
                .map(s -> s.leaves()
                        .map(c -> c instanceof Component.Missing m ? "missing " + m.marked() : c.toString())
                        .toList())
                .toList();
    }

    private static List<Finding> errors(Group t0, Group t1) {
        return Findings.errors(t0.known().check(Delta.between(t0, t1)));
    }

    private static Block body(Mpb mpb) {
        Mpb m = mpb.withHead(mpb.head().with32(Mpb.GENERATION, 0));
        return Block.copyOf(MpbWriter.encode(m));
    }

    @ParameterizedTest
    @CsvSource({
        "mdadm-raid1-failed-removed,sdb,sda",
        "mdadm-raid10-one-failed,sdb,sda",
        "mdadm-raid5-one-failed,sdc,sda"
    })
    void a_failed_disk_is_marked_as_mdadm_marks_it(String name, String failed, String survivor) {
        IswCase after = IswCase.load(name);
        // The failed disk's own copy is still what all members had before.
        IswCase before = IswCase.load(name);
        Mpb old = before.mpb(failed);
        before.disks().forEach(d -> before.write(Map.of(d.name(), MpbWriter.images(old, d))));

        Group t0 = before.group();
        assertThat(t0.sets().getFirst().health()).isEqualTo(Health.COMPLETE);
        Group t1 = IswTrees.fail(t0, before.disk(failed));
        Map<String, List<Image>> images =
                t0.known().encode(Delta.between(t0, t1)).images();
        assertThat(images).hasSize(before.disks().size() - 1).doesNotContainKey(failed);
        apply(before, t0, t1);
        assertThat(body(before.mpb(survivor))).isEqualTo(body(after.mpb(survivor)));
        assertThat(before.mpb(survivor).generation()).isEqualTo(old.generation() + 1);
        assertThat(before.mpb(failed)).isEqualTo(old);
        assertThat(before.group().stale()).containsExactly(before.disk(failed));
    }

    @Test
    void a_rebuild_ends_as_mdadm_leaves_it() {
        IswCase real = IswCase.load("mdadm-raid1-rebuild-finished");
        IswCase c = IswCase.load("mdadm-raid1-failed-removed").add("sdc", 1048576, "HARV0002");
        Group degraded = c.group();
        Group rebuilding = apply(c, degraded, IswTrees.rebuild(degraded, c.disk("sdc")));

        Mpb mpb = c.mpb("sdc");
        assertThat(mpb).isEqualTo(c.mpb("sda"));
        assertThat(mpb.disks()).extracting(d -> d.serial().text()).containsExactly("HARV0000", "HARV0002");
        IswVolume v = mpb.volumes().getFirst();
        assertThat(v.migrating(IswVolume.REBUILD)).isTrue();
        assertThat(v.map0().ords()).containsExactly(1, 0);
        assertThat(v.current().ords()).containsExactly(0x1000001, 0);
        assertThat(v.map0().state()).isEqualTo(IswMap.NORMAL);
        assertThat(v.current().state()).isEqualTo(IswMap.DEGRADED);
        assertThat(v.map0().failedDisk()).isZero();
        assertThat(rebuilding.name()).isEqualTo(degraded.name());
        assertThat(rebuilding.stale()).containsExactly(c.disk("sdb"));

        apply(c, rebuilding, IswTrees.finish(rebuilding));
        assertThat(c.mpb("sda").volumes()).isEqualTo(real.mpb("sda").volumes());
        assertThat(c.mpb("sda").disks())
                .extracting(IswDisk::serial)
                .containsExactlyElementsOf(
                        real.mpb("sda").disks().stream().map(IswDisk::serial).toList());
        assertThat(c.mpb("sda").size()).isEqualTo(480);
        assertThat(c.mpb("sda").origin()).isEqualTo(real.mpb("sda").origin());
    }

    @Test
    void an_absent_member_is_marked_so_that_it_cannot_return() {
        IswCase c = IswCase.load("raid1-member-absent-unmarked");
        Group t0 = c.group();
        apply(c, t0, IswTrees.mark(t0));
        IswDisk gone = c.mpb("sda").disks().get(1);
        IswDisk expected =
                IswCase.load("raid1-degraded-marked").mpb("sda").disks().get(1);
        assertThat(gone.serial()).isEqualTo(expected.serial());
        assertThat(gone.status() & 7).isEqualTo(IswDisk.CONFIGURED | IswDisk.FAILED);
        assertThat(gone.block().i32(20)).isEqualTo(IswDisk.ABSENT);
        assertThat(c.mpb("sda").volumes())
                .isEqualTo(IswCase.load("raid1-degraded-marked").mpb("sda").volumes());
    }

    @Test
    void a_rebuild_whose_new_disk_fails_is_over() {
        IswCase c = IswCase.load("raid1-rebuilding");
        Group t0 = c.group();
        apply(c, t0, IswTrees.fail(t0, c.disk("sdb")));
        IswVolume v = c.mpb("sda").volumes().getFirst();
        assertThat(v.migrating()).isFalse();
        assertThat(v.map0().state()).isEqualTo(IswMap.DEGRADED);
        assertThat(v.map0().outOfSync()).containsExactly(1);
        assertThat(v.map0().failedDisk()).isEqualTo(1);
    }

    @Test
    void a_disk_fails_in_all_volumes_at_once_and_both_are_rebuilt() {
        IswCase c = IswCase.load("matrix-raid10-raid5-4disk").add("sdz", 1048576, "NEW-1");
        Group t0 = c.group();
        Group failed = apply(c, t0, IswTrees.fail(t0, c.disk("sdc")));
        assertThat(failed.sets()).extracting(RaidSet::health).containsExactly(Health.DEGRADED, Health.DEGRADED);
        Group rebuilding = apply(c, failed, IswTrees.rebuild(failed, c.disk("sdz")));
        assertThat(c.mpb("sda").disks()).hasSize(4);
        Group done = apply(c, rebuilding, IswTrees.finish(rebuilding));
        assertThat(done.sets()).extracting(RaidSet::health).containsExactly(Health.COMPLETE, Health.COMPLETE);
        assertThat(done.sets())
                .extracting(RaidSet::name)
                .isEqualTo(t0.sets().stream().map(RaidSet::name).toList());
    }

    @Test
    void a_working_member_can_be_replaced_and_is_erased() {
        IswCase c = IswCase.load("raid5-3disk-ord-not-identity").add("sdz", 1048576, "NEW-1");
        Group t0 = c.group();
        Group t1 = apply(c, t0, IswTrees.replace(t0, c.disk("sda"), c.disk("sdz")));
        assertThat(c.reading("sda")).isInstanceOf(Reading.Absent.class);
        apply(c, t1, IswTrees.finish(t1));
    }

    @Test
    void a_stale_disk_can_be_taken_back_by_rebuilding_it() {
        IswCase c = IswCase.load("raid1-failed-bit-disk-present");
        Group t0 = c.group();
        Group t1 = apply(c, t0, IswTrees.rebuild(t0, c.disk("sdb")));
        assertThat(c.mpb("sdb").disks()).hasSize(2);
        apply(c, t1, IswTrees.finish(t1));
    }

    @Test
    void a_replaced_disk_that_returns_is_shut_out_though_the_family_stays() {
        IswCase c = IswCase.load("raid1-2disk").add("sdz", 1048576, "NEW-1");
        List<Image> old = MpbWriter.images(c.mpb("sda"), c.disk("sda"));
        Group t0 = c.group();
        Group t1 = apply(c, t0, IswTrees.replace(t0, c.disk("sda"), c.disk("sdz")));
        apply(c, t1, IswTrees.finish(t1));
        c.write(Map.of("sda", old));
        Group g = c.group();
        assertThat(g.name()).isEqualTo("isw_h");
        assertThat(g.stale()).containsExactly(c.disk("sda"));
        assertThat(g.blocked()).isEmpty();
        assertThat(g.sets().getFirst().health()).isEqualTo(Health.COMPLETE);
    }

    @Test
    void the_dirty_flag_is_set_and_cleared() {
        IswCase c = IswCase.load("raid5-3disk-16k");
        Group t0 = c.group();
        Group dirty = apply(c, t0, IswTrees.resync(t0, Resync.DIRTY));
        assertThat(dirty.sets().getFirst().resync()).isEqualTo(Resync.DIRTY);
        Group clean = apply(c, dirty, IswTrees.resync(dirty, Resync.CLEAN));
        assertThat(clean.sets().getFirst().resync()).isEqualTo(Resync.CLEAN);
        assertThat(c.mpb("sda").generation())
                .isEqualTo(IswCase.load("raid5-3disk-16k").mpb("sda").generation() + 2);
    }

    @ParameterizedTest
    @CsvSource({"mdadm-raid1-resyncing", "mdadm-raid5-initializing", "raid1-verify-and-repair"})
    void a_synchronisation_ends_with_one_map(String name) {
        IswCase c = IswCase.load(name);
        Group t0 = c.group();
        Group t1 = apply(c, t0, IswTrees.resync(t0, Resync.CLEAN));
        assertThat(t1.sets().getFirst().resync()).isEqualTo(Resync.CLEAN);
        IswVolume v = c.mpb("sda").volumes().getFirst();
        assertThat(v.migrating()).isFalse();
        assertThat(v.map0().state()).isEqualTo(IswMap.NORMAL);
    }

    @Test
    void the_first_synchronisation_of_mdadm_ends_as_mdadm_ends_it() {
        IswCase c = IswCase.load("mdadm-raid1-resyncing");
        Group t0 = c.group();
        apply(c, t0, IswTrees.resync(t0, Resync.CLEAN));
        assertThat(body(c.mpb("sda")))
                .isEqualTo(
                        body(IswCase.load("mdadm-raid1-active-clean-or-dirty").mpb("sda")));
    }

    @Test
    void a_resync_is_written_as_a_repair() {
        IswCase c = IswCase.load("raid1-2disk");
        Group t0 = c.group();
        Group t1 = apply(c, t0, IswTrees.resync(t0, Resync.RESYNCING));
        assertThat(t1.sets().getFirst().resync()).isEqualTo(Resync.RESYNCING);
    }

    @Test
    void a_spare_is_written_on_its_disk_only_and_erased_when_it_leaves() {
        IswCase c = IswCase.load("raid1-2disk").add("sdz", 1048576, "NEW-1");
        Group t0 = c.group();
        Group t1 = IswTrees.spare(t0, c.disk("sdz"));
        assertThat(errors(t0, t1)).isEmpty();
        Map<String, List<Image>> images =
                t0.known().encode(Delta.between(t0, t1)).images();
        assertThat(images).containsOnlyKeys("sdz");
        c.write(images);
        List<Group> groups = c.assemble().groups();
        assertThat(groups).hasSize(2);
        Group spare = groups.get(1);
        assertThat(spare.spares()).containsExactly(c.disk("sdz"));
        c.write(spare.known()
                .encode(Delta.between(spare, IswTrees.without(spare, c.disk("sdz"))))
                .images());
        assertThat(c.read("sdz", new Extent(1048574, 2))).containsOnly(0);
    }

    @Test
    void deleting_one_of_two_volumes_keeps_the_other() {
        IswCase c = IswCase.load("mdadm-create-matrix-raid0-raid5");
        Group t0 = c.group();
        Group t1 = t0.withSets(List.of(t0.sets().get(1)));
        apply(c, t0, t1);
        // As mdadm --kill-subarray=0 leaves it.
        assertThat(c.mpb("sda").volumes())
                .isEqualTo(IswCase.load("mdadm-kill-subarray-0").mpb("sda").volumes());
    }

    @Test
    void deleting_the_last_volume_makes_spares_of_the_members() {
        IswCase c = IswCase.load("raid1-2disk");
        Group t0 = c.group();
        c.write(t0.known().encode(Delta.between(t0, t0.withSets(List.of()))).images());
        assertThat(c.assemble().groups())
                .hasSize(2)
                .allSatisfy(g -> assertThat(g.spares()).hasSize(1));
    }

    @Test
    void nothing_is_written_when_nothing_changes() {
        Group g = IswCase.load("raid1-2disk").group();
        assertThat(g.known().encode(Delta.between(g, g)).images()).isEmpty();
    }

    @Test
    void a_spare_that_joins_corrects_nothing_in_metadata_that_are_not_understood() {
        IswCase c = IswCase.load("refuse-num-raid-devs-3-of-1").add("sdz", 1L << 33, "NEW-1");
        Group t0 = c.group();
        assertThat(t0.sets().size()).isLessThan(c.mpb("sda").announcedVolumes());
        Group t1 = IswTrees.spare(t0, c.disk("sdz"));
        assertThat(errors(t0, t1)).isEmpty();
        assertThat(t0.known().encode(Delta.between(t0, t1)).images()).containsOnlyKeys("sdz");
    }

    @Test
    void the_anchor_is_written_last() {
        IswCase c = IswCase.load("raid10-4disk-shuffled");
        Group t0 = c.group();
        t0.known()
                .encode(Delta.between(t0, IswTrees.fail(t0, c.disk("sda"))))
                .images()
                .values()
                .forEach(images -> assertThat(images.getLast().lba()).isEqualTo(1048574));
    }

    @Test
    void bad_blocks_of_a_failed_disk_are_dropped_with_it() {
        IswCase c = IswCase.load("raid1-bad-block-log");
        Group t0 = c.group();
        apply(c, t0, IswTrees.fail(t0, c.disk("sdb")));
        assertThat(c.mpb("sda").log().size()).isZero();
        assertThat(c.mpb("sda").attributes() & Mpb.ATTRIBUTE_BBM).isZero();
    }

    @Test
    void a_disk_of_more_than_2_tib_brings_the_high_words_into_use() {
        IswCase c = IswCase.load("raid1-degraded-marked").add("sdz", 1L << 33, "NEW-1");
        Group t0 = c.group();
        apply(c, t0, IswTrees.rebuild(t0, c.disk("sdz")));
        Mpb mpb = c.mpb("sda");
        assertThat(mpb.wide()).isTrue();
        assertThat(mpb.disks().getLast().total(true)).isEqualTo(1L << 33);
    }

    @Test
    void disks_that_do_not_fit_are_refused() {
        IswCase c = IswCase.load("raid1-degraded-marked")
                .add("small", 409600, "S-1")
                .add("nameless", 1048576, "")
                .add("twin", 1048576, "WD-ISW 0000")
                .add(new DiskInfo("big-sectors", 1048576, 4096, "S-4K", null, "", null, false));
        Group t0 = c.group();
        assertRefused(t0, c.disk("small"), "isw.disk-too-small");
        assertRefused(t0, c.disk("nameless"), "isw.no-serial");
        assertRefused(t0, c.disk("twin"), "isw.same-serial");
        assertRefused(t0, c.disk("big-sectors"), "isw.sector-size");
    }

    private static void assertRefused(Group t0, DiskInfo disk, String code) {
        assertThat(errors(t0, IswTrees.rebuild(t0, disk)))
                .extracting(Finding::code)
                .contains(code);
    }

    @Test
    void what_is_not_understood_is_not_changed() {
        for (String name : List.of("raid0-general-migration-2-to-3", "refuse-unsupported-attributes")) {
            IswCase c = IswCase.load(name);
            Group t0 = c.group();
            assertThat(errors(t0, IswTrees.fail(t0, c.disk("sdb"))))
                    .as(name)
                    .extracting(Finding::code)
                    .contains("isw.blocked");
        }
    }

    @Test
    void a_second_migration_is_refused() {
        IswCase c = IswCase.load("mdadm-raid5-initializing").add("sdz", 1048576, "NEW-1");
        Group t0 = c.group();
        assertThat(errors(t0, IswTrees.replace(t0, c.disk("sda"), c.disk("sdz"))))
                .extracting(Finding::code)
                .contains("isw.second-migration");
    }
}
