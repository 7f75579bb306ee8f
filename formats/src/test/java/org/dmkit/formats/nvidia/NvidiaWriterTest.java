package org.dmkit.formats.nvidia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.Changes.fail;
import static org.dmkit.formats.Changes.rebuilt;
import static org.dmkit.formats.Changes.replace;
import static org.dmkit.formats.Changes.resync;
import static org.dmkit.formats.Encoding.codes;
import static org.dmkit.formats.Encoding.encode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.Blkid;
import org.dmkit.formats.ChangedSectors;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.format.Update.Duty;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change writes on which disk, in the offsets of the vendor's header, and how disks that were left behind are read. */
class NvidiaWriterTest {
    private static final ChangedSectors<NvidiaMetadata> NVIDIA =
            new ChangedSectors<>(new NvidiaFormat(), NvidiaChecksum::valid);
    private static final String NEW = "new";
    private static final String MIRROR = "raid1-unequal-sizes";

    private static CorpusDisks<NvidiaMetadata> load(String name) {
        CorpusDisks<NvidiaMetadata> c = CorpusDisks.load(new NvidiaFormat(), name);
        c.add(disk(NEW, 204800, 512));
        return c;
    }

    private static DiskInfo disk(String name, long sectors, int sectorSize) {
        return new DiskInfo(name, sectors, sectorSize, "NEW-" + name, null, "", null, false);
    }

    private static Group group(CorpusDisks<NvidiaMetadata> c) {
        assertThat(c.assemble().groups()).hasSize(1);
        return c.group();
    }

    private static RaidSet set(CorpusDisks<NvidiaMetadata> c) {
        return group(c).sets().getFirst();
    }

    private static List<String> slots(CorpusDisks<NvidiaMetadata> c) {
        return Expected.slots(set(c));
    }

    private static ByteBuffer sector(CorpusDisks<NvidiaMetadata> c, String disk) {
        return ByteBuffer.wrap(c.get(disk, new Extent(c.disk(disk).sectors() - 2, 1)))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int signature(CorpusDisks<NvidiaMetadata> c, String disk, int word) {
        return sector(c, disk).getInt(0x38 + 4 * word);
    }

    private static void apply(CorpusDisks<NvidiaMetadata> c, Change change) throws RefusedException {
        c.write(encode(group(c), change), Duty.values());
    }

    @ParameterizedTest
    @CsvSource({"raid1-unequal-sizes, sda, sdb, 2", "raid1-unequal-sizes, sdb, sda, 2", "raid5-3disk-64k, sdb, sda, 6"})
    void who_is_left_has_a_signature_with_the_old_sum_and_the_flag_for_error(
            String name, String lost, String left, int flags) throws Exception {
        CorpusDisks<NvidiaMetadata> c = load(name);
        CorpusDisks<NvidiaMetadata> before = c.copy();
        Update update = encode(group(c), fail(lost));
        assertThat(update.images()).doesNotContainKeys(lost, NEW).containsKey(left);
        c.write(update, Duty.MUST);
        assertThat(sector(c, left).getInt(0x74)).isEqualTo(flags);
        assertThat(signature(c, left, 0)).isEqualTo(signature(before, left, 0));
        assertThat(signature(c, left, 1)).isEqualTo(signature(before, left, 1));
        int step = signature(c, left, 2) - signature(before, left, 2);
        assertThat(step).isBetween(1, 256);
        assertThat(signature(c, left, 3)).isEqualTo(signature(before, left, 3) - step);
        for (int at = 0; at < 512; at += 4) {
            if (at != 0x0c && at != 0x40 && at != 0x44 && at != 0x74) {
                assertThat(sector(c, left).getInt(at))
                        .isEqualTo(sector(before, left).getInt(at));
            }
        }
        assertThat(group(c).name()).isEqualTo(group(before).name());
        assertThat(set(c).health()).isEqualTo(Health.DEGRADED);
    }

    /** Whatever comes after: the sheet has no generation, and two disks with one unit number. */
    @ParameterizedTest
    @ValueSource(strings = {"raid1-unequal-sizes", "raid5-3disk-64k", "raid01-4disk"})
    void a_disk_that_did_not_hear_of_its_loss_never_counts_again(String name) throws Exception {
        CorpusDisks<NvidiaMetadata> c = load(name);
        c.write(encode(group(c), fail("sda")), Duty.MUST);
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly("sda");
        assertThat(c.codes()).contains("nvidia.left");
        CorpusDisks<NvidiaMetadata> old = c.copy();
        c.without("sda");
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk(NEW)));
        apply(c, rebuilt());
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
        c.add(old.disk("sda"));
        c.put("sda", 204798, old.get("sda", new Extent(204798, 1)));
        if (name.equals(MIRROR)) {
            c.put("sda", 409598, old.get("sda", new Extent(409598, 1)));
        }
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly("sda");
        assertThat(slots(c.copy().without(NEW))).doesNotContain("sda").contains("- marked");
    }

    @Test
    void a_lost_disk_that_answers_has_to_be_rebuilt() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load(MIRROR);
        int word = signature(c, "sdb", 2);
        apply(c, fail("sdb"));
        assertThat(sector(c, "sdb").getInt(0x30)).isEqualTo(0x100);
        assertThat(sector(c, "sdb").getInt(0x74)).isEqualTo(2);
        assertThat(signature(c, "sdb", 2)).isEqualTo(word);
        assertThat(slots(c)).containsExactly("sda", "- marked");
        assertThat(set(c.without("sda")).health()).isEqualTo(Health.FAILED);
    }

    @Test
    void a_newcomer_says_that_it_is_rebuilt_and_the_others_that_somebody_is() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load("raid5-3disk-64k");
        apply(c, replace("sdb", c.disk(NEW)));
        ByteBuffer target = sector(c, NEW);
        assertThat(target.get(0x12)).isEqualTo((byte) 1);
        assertThat(target.getInt(0x30)).isEqualTo(0x100);
        assertThat(target.getInt(0x68)).isZero();
        for (String disk : List.of("sda", "sdc", NEW)) {
            assertThat(sector(c, disk).get(0x48)).as("raidJobCode").isEqualTo((byte) 3);
            assertThat(sector(c, disk).getInt(0x74)).isEqualTo(2 | 4);
            assertThat(sector(c, disk).position(0x38).slice().limit(16))
                    .isEqualTo(sector(c, NEW).position(0x38).slice().limit(16));
        }
        assertThat(sector(c, "sda").getInt(0x30)).isZero();
        assertThat(slots(c)).containsExactly("sda", "new rebuilding", "sdc");
        apply(c, rebuilt());
        for (String disk : List.of("sda", "sdc", NEW)) {
            assertThat(sector(c, disk).get(0x48)).isZero();
            assertThat(sector(c, disk).getInt(0x30)).isZero();
            assertThat(sector(c, disk).getInt(0x74)).isEqualTo(4);
        }
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
    }

    @Test
    void how_far_a_rebuild_got_stays_until_it_is_done() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load("raid1-rebuilding-unit1");
        assertThat(sector(c, "sdb").getInt(0x68)).isEqualTo(65536);
        apply(c, new Change.Rename(set(c).name(), "other"));
        assertThat(sector(c, "sdb").getInt(0x68)).isEqualTo(65536);
        apply(c, rebuilt());
        assertThat(sector(c, "sdb").getInt(0x68)).isZero();
    }

    @Test
    void the_newcomer_is_written_first_and_changes_nothing_until_it_is_confirmed() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load("raid5-3disk-64k");
        Update update = encode(group(c), replace("sdb", c.disk(NEW)));
        assertThat(update.stages())
                .extracting(s -> Set.copyOf(s.images().keySet()))
                .containsExactly(Set.of(NEW), Set.of("sda", "sdc"), Set.of("sdb"));
        assertThat(update.stages())
                .extracting(Update.Stage::duty)
                .containsExactly(Duty.MUST, Duty.MUST, Duty.BEST_EFFORT);
        RaidSet t0 = set(c);
        c.write(update.stages().getFirst());
        assertThat(set(c)).isEqualTo(t0);
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly(NEW);
    }

    @Test
    void survivors_that_are_not_all_told_yet_are_no_set() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load("raid5-3disk-64k");
        Update update = encode(group(c), fail("sdb"));
        update.images().forEach((disk, images) -> {
            if (disk.equals("sda")) {
                images.forEach(i -> c.put(disk, i.lba(), i.bytes()));
            }
        });
        assertThat(set(c).health()).isEqualTo(Health.FAILED);
        assertThat(slots(c)).containsExactly("sda", "- marked", "- marked");
    }

    /** Both went on alone. */
    @ParameterizedTest
    @CsvSource({"raid1-unequal-sizes, sda, sdb", "raid01-4disk, sda sdb, sdc sdd"})
    void two_histories_are_not_started(String name, String one, String other) throws Exception {
        CorpusDisks<NvidiaMetadata> a = load(name);
        CorpusDisks<NvidiaMetadata> b = a.copy();
        alone(a, other);
        alone(b, one);
        var drawn = new TreeSet<Integer>();
        drawn.add(signature(a, one.split(" ")[0], 2));
        drawn.add(signature(b, other.split(" ")[0], 2));
        assertThat(drawn).hasSize(2);
        for (String disk : other.split(" ")) {
            a.add(b.disk(disk));
            a.put(disk, 204798, b.get(disk, new Extent(204798, 1)));
        }
        assertThat(ChangedSectors.blocked(a)).isEqualTo("nvidia.two-histories");
    }

    private static void alone(CorpusDisks<NvidiaMetadata> c, String away) throws RefusedException {
        for (String disk : away.split(" ")) {
            c.without(disk);
        }
        apply(c, new Change.Open(List.of(set(c).name()), true, false));
    }

    @Test
    void a_resync_is_a_job_and_parity_is_not_valid_until_it_is_done() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load("raid5-3disk-64k");
        int word = signature(c, "sda", 2);
        apply(c, resync(Resync.RESYNCING));
        for (String disk : List.of("sda", "sdb", "sdc")) {
            assertThat(sector(c, disk).get(0x48)).isEqualTo((byte) 5);
            assertThat(sector(c, disk).getInt(0x74)).isZero();
        }
        assertThat(set(c).resync()).isEqualTo(Resync.RESYNCING);
        apply(c, resync(Resync.CLEAN));
        for (String disk : List.of("sda", "sdb", "sdc")) {
            assertThat(sector(c, disk).get(0x48)).isZero();
            assertThat(sector(c, disk).getInt(0x74)).isEqualTo(4);
        }
        assertThat(signature(c, "sda", 2)).as("nobody was left behind").isEqualTo(word);
    }

    @Test
    void a_first_synchronisation_stays_one() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load(MIRROR);
        NVIDIA.set(c, "sda sdb", 0x48, 2);
        apply(c, new Change.Rename(set(c).name(), "other"));
        assertThat(sector(c, "sda").get(0x48)).isEqualTo((byte) 2);
    }

    /** FreeBSD writes 5 then, and takes the half-built disk for a good one at the next start. */
    @Test
    void a_rebuild_goes_before_a_resync() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load("raid1-sync-dirty");
        apply(c, replace("sdb", c.disk(NEW)));
        assertThat(sector(c, "sda").get(0x48)).isEqualTo((byte) 3);
        assertThat(sector(c, NEW).get(0x48)).isEqualTo((byte) 3);
        assertThat(slots(c)).containsExactly("sda", "new rebuilding");
    }

    @Test
    void a_spare_is_the_unit_behind_the_members_and_follows_them() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load("raid5-3disk-64k");
        Update update = encode(group(c), new Change.AddSpare(c.disk(NEW)));
        assertThat(update.images()).containsOnlyKeys(NEW);
        c.write(update, Duty.MUST);
        ByteBuffer spare = sector(c, NEW);
        assertThat(spare.get(0x12)).isEqualTo((byte) 3);
        assertThat(spare.get(0x4a)).as("totalVolumes, as FreeBSD counts").isEqualTo((byte) 3);
        assertThat(spare.getInt(0x30)).isZero();
        assertThat(group(c).spares()).extracting(DiskInfo::name).containsExactly(NEW);
        c.add(disk("second", 204800, 512));
        apply(c, new Change.AddSpare(c.disk("second")));
        assertThat(sector(c, "second").get(0x12)).isEqualTo((byte) 4);

        apply(c, fail("sdb"));
        assertThat(signature(c, NEW, 2)).isEqualTo(signature(c, "sda", 2));
        assertThat(signature(c, "second", 3)).isEqualTo(signature(c, "sda", 3));
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk(NEW)));
        assertThat(slots(c)).containsExactly("sda", "new rebuilding", "sdc");
        assertThat(group(c).spares()).extracting(DiskInfo::name).containsExactly("second");
        assertThat(signature(c, "second", 2)).isEqualTo(signature(c, NEW, 2));
    }

    /** First the one stripe, then its copy; FreeBSD translates other widths than 2 wrongly, so this has 2. */
    @Test
    void a_stripe_falls_with_its_disk_and_is_rebuilt_as_a_whole() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load("raid01-4disk");
        apply(c, fail("sdd"));
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc rebuilding", "- marked");
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk(NEW)));
        assertThat(sector(c, NEW).get(0x12)).isEqualTo((byte) 3);
        assertThat(slots(c)).containsExactly("sda", "sdb", "sdc rebuilding", "new rebuilding");
        apply(c, rebuilt());
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
    }

    @Test
    void a_stripe_of_mirrors_is_only_read() {
        CorpusDisks<NvidiaMetadata> crossed =
                load("raid01-4disk").without("sda").without("sdd");
        assertThat(set(crossed).health()).isEqualTo(Health.DEGRADED);
        assertThat(group(crossed).writer()).isEmpty();
    }

    @Test
    void words_add_up_to_nothing_and_what_is_not_known_stays() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load(MIRROR);
        c.add(disk("spare", 204800, 512));
        apply(c, new Change.AddSpare(c.disk("spare")));
        apply(c, replace("sdb", c.disk(NEW)));
        for (String disk : List.of("sda", "sdb", NEW, "spare")) {
            ByteBuffer sector = sector(c, disk);
            int sum = 0;
            for (int at = 0; at < 120; at += 4) {
                sum += sector.getInt(at);
            }
            assertThat(sum).as(disk).isZero();
            assertThat(sector.get(0x13)).isEqualTo((byte) 0xff);
            for (int at = 120; at < 512; at++) {
                assertThat(sector.get(at)).isEqualTo((byte) 0xff);
            }
        }
    }

    @Test
    void the_name_is_what_the_controller_shows() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load(MIRROR);
        apply(c, new Change.Rename(set(c).name(), "home"));
        for (String disk : List.of("sda", "sdb")) {
            byte[] id = new byte[16];
            sector(c, disk).get(0x1c, id);
            assertThat(new String(id, StandardCharsets.US_ASCII)).isEqualTo("home            ");
        }
        for (String name : List.of("", "seventeen letters", " blank", "blank ", "ä")) {
            assertThat(codes(group(c), new Change.Rename(set(c).name(), name))).containsExactly("nvidia.name");
        }
    }

    @Test
    void what_cannot_be_told_is_refused() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load(MIRROR);
        c.add(disk("small", 204673, 512));
        c.add(disk("big-sectors", 409600, 4096));
        assertThat(codes(group(c), new Change.Replace(new MemberName.OfDisk("sdb"), c.disk("small"))))
                .containsExactly("nvidia.disk-too-small");
        Group t0 = group(c);
        Group t1 = t0.withSpare(c.disk("big-sectors"));
        assertThat(t0.known().check(Delta.between(t0, t1)))
                .extracting(Finding::code)
                .containsExactly("nvidia.sector-size");
        assertThat(codes(group(load("raid0-2disk-64k")), resync(Resync.RESYNCING)))
                .containsExactly("nvidia.level");
    }

    @Test
    void nothing_is_written_when_nothing_changes() {
        Group g = group(load(MIRROR));
        assertThat(g.known().encode(Delta.between(g, g)).stages()).isEmpty();
    }

    /** dmraid puts together by name, and maps no mirror of which a disk is broken. */
    @Test
    void dmraid_has_all_of_a_set_that_is_not_whole_for_broken() throws Exception {
        CorpusDisks<NvidiaMetadata> c = load(MIRROR);
        apply(c, replace("sdb", c.disk(NEW)));
        var listed = new ArrayList<String>();
        c.found()
                .forEach(f -> listed.add(f.disk().name() + " "
                        + new NvidiaFormat().dmraid().orElseThrow().listed(f).set() + " "
                        + new NvidiaFormat()
                                .dmraid()
                                .orElseThrow()
                                .listed(f)
                                .status()
                                .word()));
        assertThat(listed)
                .containsExactlyInAnyOrder(
                        "sda nvidia_jdedhich broken", "sdb nvidia_jdedhich broken", "new nvidia_jdedhich broken");
        apply(c, rebuilt());
        assertThat(new NvidiaFormat()
                        .dmraid()
                        .orElseThrow()
                        .listed(c.found().getFirst())
                        .status()
                        .word())
                .isEqualTo("ok");
    }

    @Test
    void blkid_finds_the_members(@TempDir Path dir) throws Exception {
        CorpusDisks<NvidiaMetadata> c = load("raid5-3disk-64k");
        apply(c, replace("sdb", c.disk(NEW)));
        for (String name : List.of("sda", NEW, "sdb")) {
            assertThat(Blkid.probe(dir, c, name))
                    .containsEntry("TYPE", "nvidia_raid_member")
                    .containsEntry("VERSION", "100");
        }
        apply(c, new Change.Remove(c.disk("sdb")));
        assertThat(Blkid.probe(dir, c, "sdb")).isEmpty();
    }
}
