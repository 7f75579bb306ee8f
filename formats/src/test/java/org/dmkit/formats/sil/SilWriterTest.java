package org.dmkit.formats.sil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.Changes.observe;
import static org.dmkit.formats.Changes.with;
import static org.dmkit.formats.Encoding.codes;
import static org.dmkit.formats.Encoding.encode;
import static org.dmkit.formats.Encoding.touched;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.ChangedSectors;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.format.Update.Duty;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a change writes is read as the tree that was meant, and touches nothing else. */
class SilWriterTest {
    private static final SilFormat FORMAT = new SilFormat();
    private static final ChangedSectors<SilMetadata> SIL = new ChangedSectors<>(FORMAT, SilChecksum::valid);
    private static final String NEW = "new";

    private static CorpusDisks<SilMetadata> load(String name) {
        CorpusDisks<SilMetadata> c = CorpusDisks.load(FORMAT, name);
        long sectors = c.disks().getFirst().sectors();
        c.add(new DiskInfo(NEW, sectors, 512, "NEW-1", null, "SIM 1", null, false));
        return c;
    }

    private static Group group(CorpusDisks<SilMetadata> c) {
        List<Group> groups =
                c.assemble().groups().stream().filter(g -> !g.sets().isEmpty()).toList();
        assertThat(groups).hasSize(1);
        return groups.getFirst();
    }

    /** Cases with a mirror or parity that can be started. */
    static List<String> redundant() {
        List<String> cases = CorpusDisks.names(FORMAT).stream()
                .filter(name -> {
                    List<Group> groups = load(name).assemble().groups().stream()
                            .filter(g -> !g.sets().isEmpty())
                            .toList();
                    return groups.size() == 1
                            && groups.getFirst().blocked().isEmpty()
                            && groups.getFirst().sets().stream()
                                    .allMatch(s -> s.level().redundant() && s.health() != Health.FAILED)
                            && groups.getFirst().writer().isPresent();
                })
                .toList();
        assertThat(cases).contains("raid1-3way", "raid1-rebuilding", "raid5-4disk-degraded");
        return cases;
    }

    static List<String> complete() {
        return redundant().stream()
                .filter(name -> group(load(name)).sets().getFirst().health() == Health.COMPLETE)
                .toList();
    }

    private static Group apply(CorpusDisks<SilMetadata> c, Change change) throws RefusedException {
        Group t0 = group(c);
        Group t1 = change.apply(t0);
        CorpusDisks<SilMetadata> before = c.copy();
        Update update = encode(t0, t1);
        c.write(update, Duty.values());
        assertThat(told(group(c))).isEqualTo(told(t1));
        assertUntouched(before, c, touched(update));
        return group(c);
    }

    /** Labels and what nobody can tell of an absent disk left out. */
    private static List<String> told(Group g) {
        return g.sets().stream()
                .map(s -> s.name()
                        + s.level()
                        + s.chunk()
                        + s.size()
                        + s.resync()
                        + s.leaves()
                                .map(c -> c instanceof Component.Missing m ? "missing " + m.extent() : c.toString())
                                .toList())
                .toList();
    }

    /** Others keep every byte; those written keep all that is the disk's own. */
    private static void assertUntouched(
            CorpusDisks<SilMetadata> before, CorpusDisks<SilMetadata> after, Set<String> written) {
        for (DiskInfo disk : before.disks()) {
            if (!(before.reading(disk.name()) instanceof Reading.Found<SilMetadata> found)) {
                continue;
            }
            for (Extent copy : found.extents()) {
                byte[] was = before.get(disk.name(), copy);
                byte[] is = after.get(disk.name(), copy);
                if (written.contains(disk.name()) && after.reading(disk.name()) instanceof Reading.Found<SilMetadata>) {
                    byte[] believed = found.metadata().block().toBytes();
                    for (int[] part : new int[][] {{0, 0x6c}, {0x74, 0x104}, {0x140, 0x200}}) {
                        assertThat(Arrays.copyOfRange(is, part[0], part[1]))
                                .isEqualTo(Arrays.copyOfRange(believed, part[0], part[1]));
                    }
                } else if (!written.contains(disk.name())) {
                    assertThat(is).isEqualTo(was);
                }
            }
        }
    }

    private static int incarnation(CorpusDisks<SilMetadata> c, String disk) {
        return ((Reading.Found<SilMetadata>) c.reading(disk)).metadata().incarnation();
    }

    private static String inSync(Group g) {
        return g.sets()
                .getFirst()
                .members()
                .filter(m -> m.state() == State.IN_SYNC)
                .map(m -> m.disk().name())
                .toList()
                .getLast();
    }

    @ParameterizedTest
    @MethodSource("complete")
    void a_member_fails(String name) throws Exception {
        CorpusDisks<SilMetadata> c = load(name);
        String failed = inSync(group(c));
        int was = incarnation(c, failed);
        Group t1 = apply(c, new Change.Fail(new MemberName.OfDisk(failed)));
        assertThat(t1.stale()).extracting(DiskInfo::name).contains(failed);
        assertThat(incarnation(c, failed)).isEqualTo(was);
        assertThat(t1.sets()
                        .getFirst()
                        .members()
                        .map(m -> incarnation(c, m.disk().name()))
                        .distinct())
                .singleElement()
                .satisfies(is -> assertThat(is).isGreaterThan(was));
    }

    @ParameterizedTest
    @MethodSource("complete")
    void a_lost_member_that_did_not_answer_is_no_source_when_it_returns(String name) throws Exception {
        CorpusDisks<SilMetadata> c = load(name);
        Group t0 = group(c);
        String failed = inSync(t0);
        c.write(encode(t0, new Change.Fail(new MemberName.OfDisk(failed)).apply(t0)), Duty.MUST);
        RaidSet set = group(c).sets().getFirst();
        assertThat(set.members())
                .filteredOn(m -> m.disk().name().equals(failed))
                .singleElement()
                .satisfies(m -> assertThat(m.state()).isEqualTo(State.REBUILDING));
        assertThat(set.health()).isEqualTo(Health.DEGRADED);
    }

    @ParameterizedTest
    @MethodSource("complete")
    void a_member_is_replaced_and_its_rebuild_ends(String name) throws Exception {
        CorpusDisks<SilMetadata> c = load(name);
        String old = inSync(group(c));
        Group t1 = apply(c, new Change.Replace(new MemberName.OfDisk(old), c.disk(NEW)));
        assertThat(t1.sets().getFirst().member(c.disk(NEW)).orElseThrow().state())
                .isEqualTo(State.REBUILDING);
        Group t2 = apply(c, observe(s -> s.withMembers(State.IN_SYNC)));
        assertThat(t2.sets().getFirst().health()).isEqualTo(Health.COMPLETE);
        assertThat(t2.stale()).extracting(DiskInfo::name).contains(old);
    }

    @ParameterizedTest
    @MethodSource("redundant")
    void a_missing_or_rebuilding_member_is_made_good(String name) throws Exception {
        CorpusDisks<SilMetadata> c = load(name);
        Group t0 = group(c);
        List<Component> missing = t0.sets()
                .getFirst()
                .leaves()
                .filter(Component.Missing.class::isInstance)
                .toList();
        if (!missing.isEmpty()) {
            apply(
                    c,
                    new Change.Replace(
                            new MemberName.OfLabel(((Component.Missing) missing.getFirst()).label()), c.disk(NEW)));
        } else if (t0.sets().getFirst().health() == Health.COMPLETE) {
            apply(c, observe(s -> with(s, State.REBUILDING, inSync(t0)).withFallenStripes()));
        }
        assertThat(apply(c, observe(s -> s.withMembers(State.IN_SYNC)))
                        .sets()
                        .getFirst()
                        .health())
                .isEqualTo(Health.COMPLETE);
    }

    @ParameterizedTest
    @MethodSource("complete")
    void a_resync_is_owed_and_done(String name) throws Exception {
        CorpusDisks<SilMetadata> c = load(name);
        assertThat(apply(c, observe(s -> s.withResync(Resync.RESYNCING)))
                        .sets()
                        .getFirst()
                        .resync())
                .isEqualTo(Resync.RESYNCING);
        Group t1 = group(c);
        Group t2 = observe(s -> s.withResync(Resync.DIRTY)).apply(t1);
        c.write(encode(t1, t2), Duty.values());
        assertThat(group(c).sets().getFirst()).isEqualTo(t2.sets().getFirst().withResync(Resync.CLEAN));
    }

    @ParameterizedTest
    @MethodSource("redundant")
    void a_spare_joins_and_leaves(String name) throws Exception {
        CorpusDisks<SilMetadata> c = load(name);
        Group t0 = group(c);
        Update update = encode(t0, new Change.AddSpare(c.disk(NEW)).apply(t0));
        assertThat(touched(update)).containsExactly(NEW);
        c.write(update, Duty.values());
        assertThat(told(group(c))).isEqualTo(told(t0));
        Group spare = c.assemble().groups().stream()
                .filter(g -> g.spares().stream().anyMatch(d -> d.name().equals(NEW)))
                .findFirst()
                .orElseThrow();
        assertThat(spare.sets()).isEmpty();
        SilMetadata block = ((Reading.Found<SilMetadata>) c.reading(NEW)).metadata();
        assertThat(block.thisDiskSectors()).isLessThanOrEqualTo(c.disk(NEW).sectors());
        Update gone = encode(spare, new Change.Remove(c.disk(NEW)).apply(spare));
        assertThat(touched(gone)).containsExactly(NEW);
        c.write(gone, Duty.values());
        assertThat(c.reading(NEW)).isInstanceOf(Reading.Absent.class);
    }

    @Test
    void a_spare_that_waits_for_the_set_takes_a_place_and_keeps_what_is_the_disks() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid1-spare-same-timestamp-last");
        Group t1 = apply(c, new Change.Replace(new MemberName.OfDisk("sda"), c.disk("sdb")));
        assertThat(Expected.slots(t1.sets().getFirst())).containsExactly("sdb rebuilding", "sdc");
    }

    @Test
    void a_shut_out_disk_is_erased_and_the_set_is_not_touched() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid1-dropped-member");
        Group t0 = group(c);
        Update update = encode(t0, new Change.Remove(c.disk("sdb")).apply(t0));
        assertThat(touched(update)).containsExactly("sdb");
        c.write(update, Duty.values());
        assertThat(c.reading("sdb")).isInstanceOf(Reading.Absent.class);
    }

    @Test
    void survivors_come_first_then_the_newcomer_and_a_lost_disk_may_stay_silent() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid1-3way");
        Group t0 = group(c);
        Update update = encode(t0, new Change.Replace(new MemberName.OfDisk("sdb"), c.disk(NEW)).apply(t0));
        assertThat(update.stages())
                .extracting(s -> Set.copyOf(s.images().keySet()))
                .containsExactly(Set.of("sda", "sdc"), Set.of(NEW), Set.of("sdb"));
        assertThat(update.stages())
                .extracting(Update.Stage::duty)
                .containsExactly(Duty.MUST, Duty.MUST, Duty.BEST_EFFORT);
    }

    @Test
    void every_beginning_of_the_writes_leaves_a_source_and_never_a_wrong_one() throws Exception {
        CorpusDisks<SilMetadata> pristine = load("raid1-3way");
        Group t0 = group(pristine);
        Update update = encode(t0, new Change.Replace(new MemberName.OfDisk("sdb"), pristine.disk(NEW)).apply(t0));
        var writes = new ArrayList<Map.Entry<String, Image>>();
        update.stages()
                .forEach(s ->
                        s.images().forEach((disk, images) -> images.forEach(i -> writes.add(Map.entry(disk, i)))));
        CorpusDisks<SilMetadata> c = pristine.copy();
        for (Map.Entry<String, Image> write : writes) {
            c.put(write.getKey(), write.getValue().lba(), write.getValue().bytes());
            Group g = group(c);
            assertThat(g.blocked()).isEmpty();
            assertThat(g.sets()
                            .getFirst()
                            .members()
                            .filter(m -> m.state() == State.IN_SYNC)
                            .map(m -> m.disk().name()))
                    .isNotEmpty()
                    .doesNotContain(NEW);
        }
        assertThat(writes).hasSize(16);
    }

    @Test
    void a_loss_that_the_survivors_tell_is_not_written_again() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid1-2disk-3tib");
        Group t0 = group(c);
        Change fail = new Change.Fail(new MemberName.OfDisk("sdb"));
        c.write(encode(t0, fail.apply(t0)), Duty.MUST);
        Group behind = group(c);
        assertThat(encode(behind, fail.apply(behind)).images()).isEmpty();
    }

    @Test
    void a_loss_of_an_absent_disk_is_written() throws Exception {
        CorpusDisks<SilMetadata> all = load("raid1-3way");
        CorpusDisks<SilMetadata> c = all.copy().without("sdb");
        apply(c, new Change.Open(List.of(group(c).sets().getFirst().name()), true, false));
        assertThat(incarnation(c, "sda") - incarnation(all, "sda")).isPositive();
    }

    /** Else what one of them wrote would count as the other: both are three disks less one, with the same word each. */
    @Test
    void different_losses_give_different_incarnations() throws Exception {
        var incarnations = new TreeSet<Integer>();
        for (String lost : List.of("sda", "sdb")) {
            CorpusDisks<SilMetadata> c = load("raid1-3way");
            apply(c, new Change.Fail(new MemberName.OfDisk(lost)));
            incarnations.add(incarnation(c, "sdc"));
        }
        assertThat(incarnations).hasSize(2);
    }

    @Test
    void nothing_is_written_when_nothing_changes() {
        Group g = group(load("raid1-3way"));
        assertThat(encode(g, g).stages()).isEmpty();
    }

    @Test
    void the_incarnation_wraps() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid1-3way");
        SIL.set(c, "sda sdb sdc", SilMetadata.INCARNATION, 0xff, 0xff, 0xff, 0xff);
        apply(c, new Change.Fail(new MemberName.OfDisk("sdb")));
        assertThat(incarnation(c, "sda")).isBetween(0, 7);
    }

    @Test
    void a_replacement_that_fails_too_leaves_a_set_that_starts() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid1-2disk-3tib");
        Group t0 = group(c);
        c.write(encode(t0, new Change.Replace(new MemberName.OfDisk("sdb"), c.disk(NEW)).apply(t0)), Duty.MUST);
        Group t1 = group(c);
        c.write(encode(t1, new Change.Fail(new MemberName.OfDisk(NEW)).apply(t1)), Duty.MUST);
        Group t2 = group(c);
        assertThat(t2.blocked()).isEmpty();
        assertThat(Expected.slots(t2.sets().getFirst())).containsExactly("sda", "new rebuilding");
    }

    @Test
    void disks_that_do_not_fit_are_refused() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid1-3way");
        c.add(new DiskInfo("small", 204000, 512, "S", null, "", null, false));
        c.add(new DiskInfo("big-sectors", 409600, 4096, "B", null, "", null, false));
        assertThat(codes(group(c), new Change.Replace(new MemberName.OfDisk("sdb"), c.disk("small"))))
                .containsExactly("sil.disk-too-small");
        Group t0 = group(c);
        Group t1 = t0.withSpare(c.disk("big-sectors"));
        assertThat(t0.known().check(Delta.between(t0, t1)))
                .extracting(Finding::code)
                .containsExactly("sil.sector-size");
    }

    @Test
    void what_cannot_be_told_is_refused() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid1-3way");
        assertThat(codes(
                        group(c),
                        observe(s ->
                                new RaidSet(s.name(), "", s.level(), 0, s.size() - 8, s.components(), s.resync()))))
                .containsExactly("sil.geometry");
        assertThat(codes(group(c), new Change.Observe(g -> g.withSets(List.of()))))
                .containsOnly("sil.sets");
        assertThat(codes(group(load("raid0-2disk-64k")), observe(s -> s.withResync(Resync.DIRTY))))
                .containsExactly("sil.level");
        assertThat(codes(group(load("raid10-4disk-size-is-member")), observe(s -> with(s, State.REBUILDING, "sdb"))))
                .containsExactly("sil.stripe");
        assertThat(codes(group(load("array-larger-than-disks")), observe(s -> s.withResync(Resync.RESYNCING))))
                .contains("sil.blocked");
        Change jump = observe(s -> s.mapLeaves(
                x -> x instanceof Component.Member m && m.disk().name().equals("sdb")
                        ? new Component.Member(c.disk(NEW), m.extent(), State.IN_SYNC)
                        : x));
        assertThat(codes(group(c), jump)).containsExactly("sil.not-rebuilt");
    }

    private static Map<String, String> states(Group g) {
        var states = new TreeMap<String, String>();
        g.sets().getFirst().members().forEach(m -> states.put(m.disk().name(), "" + m.state()));
        return states;
    }

    /** sda and sdc are one stripe, sdb and sdd the other. */
    @Test
    void a_stripe_falls_with_its_disk_and_is_rebuilt_as_a_whole() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid10-4disk-size-is-volume");
        Group failed = apply(c, new Change.Fail(new MemberName.OfDisk("sdd")));
        assertThat(states(failed)).isEqualTo(Map.of("sda", "IN_SYNC", "sdc", "IN_SYNC", "sdb", "REBUILDING"));
        assertThat(failed.stale()).extracting(DiskInfo::name).containsExactly("sdd");

        Group replaced = apply(c, new Change.Replace(new MemberName.OfLabel(""), c.disk(NEW)));
        assertThat(states(replaced))
                .isEqualTo(Map.of("sda", "IN_SYNC", "sdc", "IN_SYNC", "sdb", "REBUILDING", NEW, "REBUILDING"));
        // disk_number, type, drives_per_striped_set, striped_set_number, drives_per_mirrored_set, mirrored_set_number
        byte[] block = c.get(NEW, new Extent(c.disk(NEW).sectors() - 1, 1));
        assertThat(Arrays.copyOfRange(block, 0x116, 0x11c)).containsExactly(1, 2, 2, 1, 2, 1);

        Group whole = apply(
                c, observe(s -> s.mapLeaves(x -> x instanceof Component.Member m ? m.withState(State.IN_SYNC) : x)));
        assertThat(whole.sets().getFirst().health()).isEqualTo(Health.COMPLETE);
    }

    @Test
    void a_stripe_is_in_no_use_when_its_lost_disk_is_back() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid10-4disk-size-is-volume");
        CorpusDisks<SilMetadata> away = c.copy().without("sdd");
        apply(away, new Change.Open(List.of(group(away).sets().getFirst().name()), true, false));
        assertThat(states(group(away))).containsEntry("sdb", "REBUILDING");
        away.add(c.disk("sdd"));
        Reading.Found<SilMetadata> old = (Reading.Found<SilMetadata>) c.reading("sdd");
        old.extents().forEach(e -> away.put("sdd", e.lba(), c.get("sdd", e)));
        assertThat(states(group(away))).containsEntry("sdb", "REBUILDING").containsEntry("sdd", "REBUILDING");
    }

    /** Whole stripes there are none, but one good copy of each column: it starts, and is a mirror again when it is whole. */
    @Test
    void a_stripe_of_mirrors_is_only_read() {
        CorpusDisks<SilMetadata> crossed =
                load("raid10-4disk-size-is-volume").without("sda").without("sdd");
        assertThat(group(crossed).sets().getFirst().health()).isEqualTo(Health.DEGRADED);
        assertThat(group(crossed).writer()).isEmpty();
        assertThat(group(load("raid10-4disk-size-is-volume")).writer()).isPresent();
    }
}
