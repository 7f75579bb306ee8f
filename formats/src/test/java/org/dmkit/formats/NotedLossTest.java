package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Survivors remember a loss, and a disk that comes back as it was before is believed nothing. */
class NotedLossTest {
    private static SimulatedDisk of(List<SimulatedDisk> disks, String name) {
        return disks.stream()
                .filter(d -> d.info().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** These disks, but for one that is as it was in {@code before}. */
    private static List<SimulatedDisk> withOld(List<SimulatedDisk> now, List<SimulatedDisk> before, String old) {
        var disks = new ArrayList<>(Ledger.copies(now, old));
        disks.add(of(before, old).copy());
        disks.forEach(SimulatedDisk::restore);
        return disks;
    }

    private static List<String> stale(Rig rig) {
        return rig.dmkit().scan().groups().stream()
                .flatMap(g -> g.stale().stream())
                .map(DiskInfo::name)
                .toList();
    }

    private static List<Component.State> states(Rig rig, String disk) {
        return rig.group().sets().stream()
                .flatMap(RaidSet::members)
                .filter(m -> m.disk().name().equals(disk))
                .map(Component.Member::state)
                .toList();
    }

    private static List<String> codes(Rig rig) {
        return rig.dmkit().scan().findings().stream().map(Finding::code).toList();
    }

    private static void fail(Rig rig, String disk) throws IOException, RefusedException {
        Scenario.done(rig.run(new Change.Fail(new MemberName.OfDisk(disk))));
    }

    @Test
    void aFailedDiskThatAnswersIsOutAtOnceAndStaysOut() throws Exception {
        try (Rig rig = Rig.of("sil/raid1-3way")) {
            rig.start();
            fail(rig, "sdb");
            assertThat(stale(rig)).containsExactly("sdb");
            rig.dmkit().settle();
            assertThat(stale(rig)).containsExactly("sdb");
            assertThat(codes(rig)).contains("sil.failed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sil/raid1-3way",
                "isw/raid1-2disk",
                "isw/raid5-3disk-16k",
                "isw/raid10-4disk-shuffled",
                "ddf1/mdadm-raid1-2"
            })
    void aLostDiskThatComesBackAsItWasIsOut(String corpusCase) throws Exception {
        var ledger = new Ledger();
        List<SimulatedDisk> before;
        List<SimulatedDisk> after;
        try (Rig rig = Rig.of(corpusCase)) {
            rig.start();
            ledger.write(rig);
            before = rig.copies();
            fail(rig, "sdb");
            for (int i = 0; i < 16; i++) {
                ledger.write(rig);
            }
            rig.machine.powerCut();
            after = rig.copies();
        }
        try (Rig rig = Rig.rebooted(withOld(after, before, "sdb"))) {
            assertThat(rig.dmkit().recover().decisions()).isEmpty();
            assertThat(stale(rig)).containsExactly("sdb");
            assertThat(rig.starts()).isTrue();
            rig.dmkit().settle();
            assertThat(stale(rig)).containsExactly("sdb");
            ledger.check(rig, "the disk is back");
        }
        ledger.checkEverySource(withOld(after, before, "sdb"), "with the disk that is back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sil/raid1-3way", "isw/raid1-2disk", "ddf1/mdadm-raid1-2"})
    void aDiskWithoutWhichTheSetWasStartedIsOut(String corpusCase) throws Exception {
        var ledger = new Ledger();
        List<SimulatedDisk> all;
        try (Rig rig = Rig.of(corpusCase)) {
            rig.start();
            ledger.write(rig);
            rig.machine.powerCut();
            all = rig.copies();
        }
        List<SimulatedDisk> others = Ledger.copies(all, "sdb");
        try (Rig rig = Rig.rebooted(others)) {
            assertThat(rig.starts()).isTrue();
            ledger.write(rig);
            rig.machine.powerCut();
        }
        try (Rig rig = Rig.rebooted(withOld(others, all, "sdb"))) {
            assertThat(stale(rig)).containsExactly("sdb");
            rig.start();
            ledger.check(rig, "the disk is back");
        }
    }

    /** No metadata have a name for either: who was a witness of the first loss and is away at the second is none any more. */
    @ParameterizedTest
    @CsvSource({
        "sil/raid1-3way, sdc",
        "jmicron/raid1-3way, sdc",
        "sil/raid10-4disk-size-is-volume, sdd",
        "asr/raid10-4disk, sdd"
    })
    void twoDisksWithoutWhichTheSetWasStartedOneAfterTheOtherAreOut(String corpusCase, String second) throws Exception {
        var ledger = new Ledger();
        List<SimulatedDisk> here;
        try (Rig rig = Rig.of(corpusCase)) {
            here = rig.copies();
        }
        var away = new ArrayList<SimulatedDisk>();
        for (String next : List.of("sdb", second)) {
            away.add(of(here, next).copy());
            here = Ledger.copies(here, next);
            try (Rig rig = Rig.rebooted(here)) {
                assertThat(rig.starts()).isTrue();
                ledger.write(rig);
                rig.machine.powerCut();
            }
        }
        for (SimulatedDisk one : away) {
            List<SimulatedDisk> back = Ledger.copies(here, "");
            ledger.checkEverySource(
                    Stream.concat(back.stream(), Stream.of(one)).toList(),
                    one.info().name() + " is back");
        }
        ledger.checkEverySource(Stream.concat(here.stream(), away.stream()).toList(), "both are back");
        try (Rig rig = Rig.rebooted(here)) {
            assertThat(rig.group().sets().stream().flatMap(RaidSet::leaves))
                    .filteredOn(Component.Missing.class::isInstance)
                    .as("both are marked, and the set starts by itself from now on")
                    .allMatch(Component::isBehind);
        }
    }

    /** Scenario 8: a generation that somebody counted on in a history of his own means nothing here. */
    @ParameterizedTest
    @ValueSource(strings = {"isw/raid1-2disk", "sil/raid1-3way", "ddf1/mdadm-raid1-2"})
    void aReplacedDiskThatRanAloneElsewhereDoesNotWin(String corpusCase) throws Exception {
        var ledger = new Ledger();
        List<SimulatedDisk> before;
        List<SimulatedDisk> here;
        try (Rig rig = Rig.of(corpusCase, "new")) {
            rig.start();
            ledger.write(rig);
            before = rig.copies();
            Scenario.done(rig.run(new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new"))));
            rig.advance();
            rig.dmkit().settle();
            ledger.write(rig);
            rig.machine.powerCut();
            here = rig.copies();
        }
        List<SimulatedDisk> elsewhere = List.of(of(before, "sdb").copy());
        for (int boot = 0; boot < 8; boot++) {
            RaidSet.Resync other = boot % 2 == 0 ? RaidSet.Resync.RESYNCING : RaidSet.Resync.CLEAN;
            try (Rig rig = Rig.rebooted(elsewhere)) {
                rig.dmkit().recover();
                assertThat(rig.starts()).isTrue();
                Scenario.done(rig.run(new Change.Observe(g -> g.mapSets(s -> s.withResync(other)))));
                rig.machine.powerCut();
            }
        }
        for (boolean remembers : new boolean[] {true, false}) {
            var sdb = of(elsewhere, "sdb").copy();
            if (!remembers) {
                forget(sdb);
            }
            var disks = new ArrayList<>(Ledger.copies(here, "sdb"));
            disks.add(sdb);
            try (Rig rig = Rig.rebooted(disks)) {
                rig.dmkit().recover();
                assertThat(stale(rig)).as("%s", rig.told()).containsExactly("sdb");
                assertThat(codes(rig)).contains("disk.noted-lost").doesNotContain("set.two-histories");
                assertThat(states(rig, "new")).containsExactly(Component.State.IN_SYNC);
                rig.start();
                ledger.check(rig, "the disk is back");
            }
        }
    }

    /** Wipes our records, as a BIOS would not write any. */
    private static void forget(SimulatedDisk disk) throws IOException {
        byte[] magic = "dmkit redo".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            for (long lba = disk.info().sectors() - 128; lba < disk.info().sectors(); lba++) {
                disk.read(lba, sector);
                byte[] head = sector.asSlice(0, magic.length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                if (Arrays.equals(head, magic)) {
                    sector.fill((byte) 0);
                    disk.write(lba, sector);
                }
            }
            disk.flush();
        }
    }

    @Test
    void twoHalvesThatRanApartAreRefusedWithAnExplanation() throws Exception {
        List<SimulatedDisk> both;
        try (Rig rig = Rig.of("isw/raid1-2disk")) {
            rig.start();
            rig.machine.powerCut();
            both = rig.copies();
        }
        var apart = new ArrayList<SimulatedDisk>();
        for (String other : List.of("sdb", "sda")) {
            List<SimulatedDisk> half = Ledger.copies(both, other);
            // One of them often enough that its generation is far ahead.
            for (int boot = 0; boot < (other.equals("sdb") ? 1 : 4); boot++) {
                try (Rig rig = Rig.rebooted(half)) {
                    rig.dmkit().recover();
                    assertThat(rig.starts()).isTrue();
                    rig.machine.powerCut();
                }
            }
            apart.addAll(half);
        }
        try (Rig rig = Rig.rebooted(apart)) {
            rig.dmkit().recover();
            assertThat(codes(rig)).contains("set.two-histories");
            assertThat(rig.group().blocked()).isNotEmpty();
            assertThat(rig.starts()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"isw/raid1-2disk", "sil/raid1-3way", "ddf1/mdadm-raid1-2"})
    void aDiskThatIsMadeGoodIsBelievedAgain(String corpusCase) throws Exception {
        var ledger = new Ledger();
        List<SimulatedDisk> rebuilding;
        List<SimulatedDisk> good;
        try (Rig rig = Rig.of(corpusCase)) {
            rig.start();
            fail(rig, "sdb");
            ledger.write(rig);
            MemberName missing = rig.group()
                    .sets()
                    .getFirst()
                    .leaves()
                    .filter(Component.Missing.class::isInstance)
                    .<MemberName>map(c -> new MemberName.OfLabel(((Component.Missing) c).label()))
                    .findFirst()
                    .orElseThrow();
            Scenario.done(rig.run(new Change.Replace(missing, rig.disk("sdb"))));
            assertThat(states(rig, "sdb")).containsExactly(Component.State.REBUILDING);
            rebuilding = rig.copies();
            rebuilding.forEach(d -> d.powerCut(p -> false));
            rig.advance();
            rig.dmkit().settle();
            rig.machine.powerCut();
            good = rig.copies();
        }
        try (Rig rig = Rig.rebooted(rebuilding)) {
            assertThat(states(rig, "sdb")).containsExactly(Component.State.REBUILDING);
        }
        try (Rig rig = Rig.rebooted(good)) {
            assertThat(states(rig, "sdb")).containsExactly(Component.State.IN_SYNC);
            assertThat(codes(rig)).doesNotContain("disk.noted-lost", "note.void");
        }
        ledger.checkEverySource(good, "made good");
    }

    /** Two lost members of sil have the same label: none. */
    private static Group rebuilding(Group group, int slot, DiskInfo disk) {
        RaidSet set = group.sets().getFirst();
        var components = new ArrayList<Component>(set.components());
        var missing = (Component.Missing) components.get(slot);
        components.set(slot, new Component.Member(disk, missing.extent(), Component.State.REBUILDING));
        return group.withSets(List.of(set.withComponents(components)));
    }

    /** B notes that C is lost and goes away; C is made good by A, and B's word is old. */
    @Test
    void anOlderNoteOverridesNothing() throws Exception {
        var ledger = new Ledger();
        List<SimulatedDisk> early;
        List<SimulatedDisk> late;
        try (Rig rig = Rig.of("sil/raid1-3way")) {
            rig.start();
            fail(rig, "sdc");
            early = rig.copies();
            fail(rig, "sdb");
            ledger.write(rig);
            Scenario.done(rig.run(new Change.Observe(g -> rebuilding(g, 2, rig.disk("sdc")))));
            rig.advance();
            rig.dmkit().settle();
            ledger.write(rig);
            rig.machine.powerCut();
            late = rig.copies();
        }
        try (Rig rig = Rig.rebooted(withOld(late, early, "sdb"))) {
            rig.dmkit().recover();
            assertThat(stale(rig)).containsExactly("sdb");
            assertThat(states(rig, "sdc")).containsExactly(Component.State.IN_SYNC);
            assertThat(codes(rig)).doesNotContain("note.void");
        }
    }

    /** What the BIOS does when it takes the disk back: its metadata are those of the others in a new incarnation. */
    @Test
    void aNoteIsVoidWhereSomebodyElseHasWrittenSince() throws Exception {
        List<SimulatedDisk> before;
        List<SimulatedDisk> after;
        List<SimulatedDisk> bios;
        try (Rig rig = Rig.of("sil/raid1-3way")) {
            before = rig.copies();
            fail(rig, "sdb");
            after = rig.copies();
        }
        bios = withOld(after, before, "sdb");
        try (Rig rig = Rig.rebooted(Ledger.copies(before, ""))) {
            Group group = rig.group();
            Group resync = group.mapSets(s -> s.withResync(RaidSet.Resync.RESYNCING));
            Controller dmkit = rig.dmkit();
            dmkit.prepare(group, new Change.Observe(g -> resync))
                    .t1Images()
                    .forEach((disk, images) -> images.forEach(i -> put(of(bios, disk), i.lba(), i.bytes())));
        }
        try (Rig rig = Rig.rebooted(bios)) {
            rig.dmkit().recover();
            assertThat(codes(rig)).contains("note.void").doesNotContain("disk.noted-lost");
            assertThat(stale(rig)).isEmpty();
        }
    }

    private static void put(Disk disk, long lba, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(bytes.length, 4096);
            buffer.copyFrom(MemorySegment.ofArray(bytes));
            disk.write(lba, buffer);
            disk.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
