package org.dmkit.formats.via;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.dmkit.formats.Changes.fail;
import static org.dmkit.formats.Changes.rebuild;
import static org.dmkit.formats.Changes.rebuilt;
import static org.dmkit.formats.Changes.replace;
import static org.dmkit.formats.Encoding.encode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.Blkid;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.format.Update.Duty;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change of a mirror writes, disk by disk, and how every beginning of that is read. */
class ViaWriterTest {
    private static final ViaFormat FORMAT = new ViaFormat();
    private static final String NEW = "new";

    private static CorpusDisks<ViaMetadata> load(String name) {
        CorpusDisks<ViaMetadata> c = CorpusDisks.load(FORMAT, name);
        c.add(disk(NEW, c.disks().getFirst().sectors(), "NEW-1"));
        return c;
    }

    private static DiskInfo disk(String name, long sectors, String serial) {
        return new DiskInfo(name, sectors, 512, serial, null, "", null, false);
    }

    private static Group group(CorpusDisks<ViaMetadata> c) {
        List<Group> groups = c.assemble().groups().stream()
                .filter(g ->
                        g.sets().stream().anyMatch(s -> s.members().findAny().isPresent()))
                .toList();
        assertThat(groups).hasSize(1);
        return groups.getFirst();
    }

    private static RaidSet set(CorpusDisks<ViaMetadata> c) {
        return group(c).sets().getFirst();
    }

    private static ViaMetadata via(CorpusDisks<ViaMetadata> c, String disk) {
        return ((Reading.Found<ViaMetadata>) c.reading(disk)).metadata();
    }

    private static void write(CorpusDisks<ViaMetadata> c, Update.Stage stage, Set<String> disks) {
        stage.images().forEach((disk, images) -> {
            if (disks.contains(disk)) {
                images.forEach(i -> c.put(disk, i.lba(), i.bytes()));
            }
        });
    }

    private static void apply(CorpusDisks<ViaMetadata> c, Change change) throws RefusedException {
        c.write(encode(group(c), change), Duty.values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sda", "sdb"})
    void the_survivor_takes_the_lost_one_out_of_its_table(String lost) throws Exception {
        String left = lost.equals("sda") ? "sdb" : "sda";
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        int id = via(c, left).own();
        Update update = encode(group(c), fail(lost));
        assertThat(update.images()).containsOnlyKeys(left);
        c.write(update, Duty.MUST);
        assertThat(via(c, left).table().stream().filter(i -> i != 0)).containsExactly(id);
        assertThat(via(c, left).role()).as("the only half is the source").isEqualTo(ViaMetadata.SOURCE);
        assertThat(Expected.slots(set(c)))
                .containsExactlyElementsOf(
                        lost.equals("sda") ? List.of("- marked", "sdb") : List.of("sda", "- marked"));
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly(lost);
        assertThat(c.codes()).containsExactly("via.serial_checksum-table");
    }

    @Test
    void a_lost_disk_that_answers_is_told_that_it_is_broken() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        apply(c, fail("sdb"));
        assertThat(via(c, "sdb").broken()).isOne();
        assertThat(c.without("sda").assemble().groups())
                .singleElement()
                .satisfies(g -> assertThat(g.sets().getFirst().health()).isEqualTo(Health.FAILED));
    }

    /** dmraid copies nothing and reads from the source, whatever is dirty. */
    @ParameterizedTest
    @ValueSource(strings = {"sda", "sdb"})
    void a_newcomer_is_the_dirty_half_and_never_the_source(String old) throws Exception {
        String left = old.equals("sda") ? "sdb" : "sda";
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        apply(c, replace(old, c.disk(NEW)));
        assertThat(via(c, left).role()).isEqualTo(ViaMetadata.SOURCE);
        assertThat(via(c, NEW).role()).isEqualTo(ViaMetadata.MIRROR);
        assertThat(via(c, NEW).dirty()).isTrue();
        assertThat(via(c, left).dirty()).isFalse();
        assertThat(set(c).member(c.disk(NEW)).orElseThrow().state()).isEqualTo(State.REBUILDING);
        Update end = encode(group(c), rebuilt());
        assertThat(end.images()).containsOnlyKeys(NEW);
        c.write(end, Duty.MUST);
        assertThat(set(c).health()).isEqualTo(Health.COMPLETE);
        assertThat(via(c, NEW).name()).isEqualTo(via(c, left).name());
    }

    @Test
    void a_newcomer_is_written_first_then_the_one_that_confirms_it() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        Update update = encode(group(c), replace("sdb", c.disk(NEW)));
        assertThat(update.stages())
                .extracting(s -> Set.copyOf(s.images().keySet()))
                .containsExactly(Set.of(NEW), Set.of("sda"), Set.of("sdb"));
        assertThat(update.stages())
                .extracting(Update.Stage::duty)
                .containsExactly(Duty.MUST, Duty.MUST, Duty.BEST_EFFORT);
    }

    /** Without a generation or anybody's note. */
    @Test
    void a_disk_that_was_replaced_is_shut_out_when_it_returns() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        c.write(encode(group(c), replace("sdb", c.disk(NEW))), Duty.MUST);
        c.write(encode(group(c), rebuilt()), Duty.MUST);
        assertThat(group(c).stale()).extracting(DiskInfo::name).containsExactly("sdb");
        assertThat(Expected.slots(set(c))).containsExactly("sda", NEW);
        CorpusDisks<ViaMetadata> newcomerAway = c.copy().without(NEW);
        assertThat(Expected.slots(set(newcomerAway))).containsExactly("sda", "- unmarked");
        assertThat(group(newcomerAway).stale()).extracting(DiskInfo::name).containsExactly("sdb");
    }

    @Test
    void one_that_returns_alone_looks_like_a_mirror_that_misses_a_disk_which_nobody_starts_unasked() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        Group alone = group(c.without("sda"));
        assertThat(Expected.slots(alone.sets().getFirst())).containsExactly("- unmarked", "sdb");
        var open = new Change.Open(List.of(alone.sets().getFirst().name()), false, false);
        assertThat(catchThrowableOfType(RefusedException.class, () -> open.apply(alone))
                        .findings())
                .extracting(Finding::code)
                .containsExactly("set.member-missing");
    }

    @Test
    void two_histories_are_two_sets() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        CorpusDisks<ViaMetadata> other = c.copy();
        c.write(encode(group(c), fail("sdb")), Duty.MUST);
        other.write(encode(group(other), fail("sda")), Duty.MUST);
        c.put("sdb", 204799, other.get("sdb", new Extent(204799, 1)));
        assertThat(c.assemble().groups()).hasSize(2).allSatisfy(g -> {
            assertThat(g.stale()).isEmpty();
            assertThat(g.sets().getFirst().health()).isEqualTo(Health.DEGRADED);
        });
        assertThat(c.assemble().groups()).extracting(Group::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"raid1-2disk", "raid1-2disk-freebsd-numbering", "raid1-2disk-unequal", "raid1-2disk-3tib"})
    void every_beginning_of_the_writes_is_t0_or_t1(String name) throws Exception {
        int prefixes = 0;
        for (String disk : List.of("sda", "sdb")) {
            CorpusDisks<ViaMetadata> c = load(name);
            c.add(disk(NEW, c.disk("sdb").sectors() + 800, "NEW-1"));
            prefixes += everyBeginning(c, fail(disk));
            prefixes += everyBeginning(c, replace(disk, c.disk(NEW)));
            prefixes += everyBeginning(c, rebuild(disk));
            prefixes += everyBeginning(c, new Change.AddSpare(c.disk(NEW)));
            apply(c, replace(disk, c.disk(NEW)));
            prefixes += everyBeginning(c, rebuilt());
            prefixes += everyBeginning(c, fail(NEW));
        }
        assertThat(prefixes).isEqualTo(42);
    }

    /** Subsets of a stage, too: its writes may reach the disks in any order. */
    private static int everyBeginning(CorpusDisks<ViaMetadata> pristine, Change change) throws RefusedException {
        Group t0 = group(pristine);
        List<String> before = told(t0);
        List<String> after = told(change.apply(t0));
        Update update = encode(group(pristine), change);
        CorpusDisks<ViaMetadata> whole = pristine.copy();
        int prefixes = 0;
        for (Update.Stage stage : update.stages()) {
            List<String> disks = List.copyOf(stage.images().keySet());
            for (int mask = 0; mask < 1 << disks.size(); mask++) {
                var written = new ArrayList<String>();
                for (int i = 0; i < disks.size(); i++) {
                    if ((mask >> i & 1) == 1) {
                        written.add(disks.get(i));
                    }
                }
                CorpusDisks<ViaMetadata> c = whole.copy();
                write(c, stage, Set.copyOf(written));
                Group g = group(c);
                assertThat(g.blocked()).isEmpty();
                assertThat(told(g))
                        .as("%s, then %s of %s", change, written, disks)
                        .isIn(before, after);
                prefixes++;
            }
            write(whole, stage, stage.images().keySet());
        }
        assertThat(told(group(whole))).isEqualTo(after);
        return prefixes;
    }

    private static List<String> told(Group g) {
        return g.sets().stream()
                .map(s -> s.level() + " " + s.size() + " " + s.resync() + " " + Expected.slots(s))
                .toList();
    }

    @Test
    void a_larger_newcomer_keeps_the_set_its_size_when_it_is_alone() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        c.add(disk(NEW, 300000, "NEW-1"));
        apply(c, replace("sda", c.disk(NEW)));
        apply(c, rebuilt());
        apply(c, fail("sdb"));
        assertThat(set(c).size()).isEqualTo(204799);
        assertThat(set(c).member(c.disk(NEW)).orElseThrow().extent()).isEqualTo(new Extent(0, 204799));
        assertThat(set(c.without("sdb")).size()).isEqualTo(204799);
    }

    @Test
    void what_the_disk_says_of_itself_makes_its_identity() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        c.add(disk("other", 204800, "NEW-2"));
        c.add(disk("renamed", 204800, "NEW-1"));
        assertThat(newcomer(c, NEW)).isEqualTo(newcomer(c, "renamed")).isNotEqualTo(newcomer(c, "other"));
        c.add(disk("silent", 204800, ""));
        Group t0 = group(c);
        Change silent = new Change.Replace(new MemberName.OfDisk("sdb"), c.disk("silent"));
        assertThat(t0.known().check(Delta.between(t0, silent.apply(t0))))
                .extracting(Finding::code)
                .containsExactly("via.no-serial");
    }

    private static int newcomer(CorpusDisks<ViaMetadata> disks, String name) throws RefusedException {
        CorpusDisks<ViaMetadata> c = disks.copy();
        apply(c, new Change.Replace(new MemberName.OfDisk("sdb"), c.disk(name)));
        return via(c, name).own();
    }

    /** The sheet's sums, added up here. */
    @Test
    void both_sums_are_right_on_all_that_is_written() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        apply(c, replace("sdb", c.disk(NEW)));
        c.add(disk("spare", 204800, "SPARE-1"));
        apply(c, new Change.AddSpare(c.disk("spare")));
        for (String name : List.of("sda", NEW, "sdb", "spare")) {
            byte[] b = c.get(name, new Extent(204799, 1));
            int sum = 0;
            for (int i = 0; i < 50; i++) {
                sum += b[i];
            }
            assertThat(b[50]).isEqualTo((byte) sum);
            for (int i = 50; i < 511; i++) {
                sum += b[i];
            }
            assertThat(b[511]).isEqualTo((byte) sum);
        }
    }

    @Test
    void freebsds_number_of_a_mirror_stays() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk-freebsd-numbering");
        apply(c, rebuild("sdb"));
        assertThat(via(c, "sdb").info()).isEqualTo(1 | 4);
        apply(c, rebuilt());
        assertThat(via(c, "sdb").info()).isEqualTo(1);
    }

    @Test
    void a_dirty_source_is_clean_when_the_resync_is_done() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk-source-dirty");
        Update update = encode(group(c), new Change.Close(List.of(set(c).name())));
        assertThat(update.images()).containsOnlyKeys("sda");
        c.write(update, Duty.MUST);
        assertThat(set(c).resync()).isEqualTo(Resync.CLEAN);
    }

    @Test
    void a_spare_is_in_no_array_and_takes_a_place() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        apply(c, new Change.AddSpare(c.disk(NEW)));
        assertThat(via(c, NEW).inArray()).isZero();
        assertThat(c.assemble().groups())
                .filteredOn(g -> g.sets().isEmpty())
                .singleElement()
                .satisfies(
                        g -> assertThat(g.spares()).extracting(DiskInfo::name).containsExactly(NEW));
        apply(c, replace("sda", c.disk(NEW)));
        assertThat(Expected.slots(set(c))).containsExactly("new rebuilding", "sdb");
    }

    @Test
    void what_cannot_be_told_is_not_changed() throws Exception {
        assertThat(group(load("raid01-4disk")).writer()).isEmpty();
        assertThat(group(load("raid1-2disk-plus-spare")).writer()).isEmpty();
        CorpusDisks<ViaMetadata> c = load("real-raid0-2disk-chunk128");
        Group t0 = group(c);
        Change resync = new Change.Observe(g -> g.mapSets(s -> s.withResync(Resync.RESYNCING)));
        assertThat(t0.known().check(Delta.between(t0, resync.apply(t0))))
                .extracting(Finding::code)
                .containsExactly("via.level");
        CorpusDisks<ViaMetadata> mirror = load("raid1-2disk");
        mirror.add(disk("small", 204799, "S"));
        Group t = group(mirror);
        Group t1 = t.mapSets(s ->
                s.mapLeaves(x -> x instanceof Member m && m.disk().name().equals("sdb")
                        ? new Member(mirror.disk("small"), m.extent(), State.REBUILDING)
                        : x));
        assertThat(t.known().check(Delta.between(t, t1)))
                .extracting(Finding::code)
                .containsExactly("via.disk-too-small");
    }

    /** What dmraid 1.0.0.rc16 said with {@code -r} of these very sectors. */
    @Test
    void dmraid_has_survivor_and_newcomer_in_one_set_and_the_replaced_disk_in_another() throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        c.add(disk("sdc", 204800, "N1"));
        c.add(disk("sdd", 204800, "S1"));
        c.write(encode(group(c), fail("sda")), Duty.MUST);
        assertThat(listed(c)).containsExactly("sda via_ffdhbdjcf mirror ok", "sdb via_cifchiegi mirror ok");
        apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk("sdc")));
        assertThat(listed(c))
                .containsExactly(
                        "sda via_ffdhbdjcf mirror ok", "sdb via_bieechbeae mirror ok", "sdc via_bieechbeae mirror ok");
        apply(c, rebuilt());
        apply(c, new Change.AddSpare(c.disk("sdd")));
        assertThat(listed(c))
                .as("dmraid drops a stripe of one of 0 disks: it never maps the spare")
                .containsExactly(
                        "sda via_ffdhbdjcf mirror ok",
                        "sdb via_bieechbeae mirror ok",
                        "sdc via_bieechbeae mirror ok",
                        "sdd via_degcbbgeba stripe unknown");
    }

    private static List<String> listed(CorpusDisks<ViaMetadata> c) {
        return c.found().stream()
                .map(f -> f.disk().name() + " "
                        + FORMAT.dmraid().orElseThrow().listed(f).set() + " "
                        + FORMAT.dmraid().orElseThrow().listed(f).type().word() + " "
                        + FORMAT.dmraid().orElseThrow().listed(f).status().word())
                .toList();
    }

    /** Images of all that was written, in the eyes of another program. */
    @Test
    void blkid_finds_the_members(@TempDir Path dir) throws Exception {
        CorpusDisks<ViaMetadata> c = load("raid1-2disk");
        c.add(disk("spare", 204800, "SPARE-1"));
        apply(c, replace("sda", c.disk(NEW)));
        apply(c, new Change.AddSpare(c.disk("spare")));
        for (String name : List.of("sdb", NEW, "spare")) {
            assertThat(Blkid.probe(dir, c, name))
                    .containsEntry("TYPE", "via_raid_member")
                    .containsEntry("VERSION", "1");
        }
        Group stale = group(c);
        c.write(stale.known().encode(Delta.between(stale, new Change.Remove(c.disk("sda")).apply(stale))), Duty.MUST);
        assertThat(Blkid.probe(dir, c, "sda")).isEmpty();
    }
}
