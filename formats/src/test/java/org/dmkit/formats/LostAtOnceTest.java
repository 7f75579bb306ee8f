package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.control.Monitor;
import org.dmkit.raid.control.Monitor.Event;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cable or a power supply takes more members than a set can do without: what is on them stays within reach. */
class LostAtOnceTest {
    private final Monitor monitor = new Monitor(() -> Instant.EPOCH);
    private final Ledger ledger = new Ledger();

    private static void pull(Rig rig, String... disks) throws IOException {
        for (String disk : disks) {
            rig.machine.vanish(rig.dmkit().machine().disk(disk));
        }
        for (int i = 0; i < 64; i++) {
            try {
                Ledger.poke(rig);
            } catch (KernelException stopped) {
                // what asks for it goes on asking
            }
        }
    }

    private static List<String> slots(Rig rig) {
        return rig.group().sets().getFirst().members().map(m -> m.disk().name()).toList();
    }

    /** What lies on each disk where the group's metadata are. */
    private static Map<String, List<String>> metadata(Rig rig) throws IOException {
        var bytes = new HashMap<String, List<String>>();
        try (Arena arena = Arena.ofConfined()) {
            for (Disk disk : rig.dmkit().machine().disks()) {
                var of = new ArrayList<String>();
                for (Extent extent : rig.group().extents(disk.info())) {
                    MemorySegment sectors = arena.allocate(extent.count() * 512, 4096);
                    disk.read(extent.lba(), sectors);
                    of.add(HexFormat.of().formatHex(sectors.toArray(ValueLayout.JAVA_BYTE)));
                }
                bytes.put(disk.info().name(), of);
            }
        }
        return bytes;
    }

    private static List<SimulatedDisk> allBack(Rig rig) {
        List<SimulatedDisk> disks = rig.copies();
        disks.forEach(SimulatedDisk::restore);
        return disks;
    }

    @ParameterizedTest
    @CsvSource({"isw/raid5-3disk-16k, 0, 1", "isw/raid5-6disk-128k, 3, 5"})
    void whatWasLostAtOneBlowComesBack(String corpusCase, int one, int other) throws Exception {
        List<SimulatedDisk> back;
        try (Rig rig = Rig.of(corpusCase)) {
            rig.start();
            ledger.write(rig);
            List<String> slots = slots(rig);
            pull(rig, slots.get(one), slots.get(other));
            try (Rig next = rig.next()) {
                Map<String, List<String>> before = metadata(next);
                assertThat(monitor.round(next.dmkit())).hasAtLeastOneElementOfType(Event.MemberLost.class);
                assertThat(metadata(next))
                        .as("marked in the metadata it would be for good")
                        .isEqualTo(before);
                assertThat(monitor.round(next.dmkit())).noneMatch(Event.MemberLost.class::isInstance);
            }
            back = allBack(rig);
        }
        try (Rig rig = Rig.rebooted(back)) {
            assertThat(rig.group().sets().getFirst().health()).isEqualTo(Health.FAILED);
            assertThat(rig.starts())
                    .as("which of them was the last one is not known")
                    .isFalse();
            String set = rig.group().sets().getFirst().name();
            assertThat(rig.dmkit().scan().findings())
                    .filteredOn(f -> f.code().equals("disk.noted-lost"))
                    .hasSize(2)
                    .allMatch(f -> f.remedy().endsWith("dmkit reassemble " + set));
            Scenario.done(rig.dmkit().run(rig.dmkit().prepareReassembly(rig.group(), set)));
            assertThat(rig.group().sets().getFirst().health()).isEqualTo(Health.COMPLETE);
        }
        try (Rig rig = Rig.rebooted(back)) {
            assertThat(rig.dmkit().scan().findings()).noneMatch(f -> f.severity() == Finding.Severity.ERROR);
            rig.start();
            ledger.check(rig, "all are back");
            ledger.write(rig);
            assertThatThrownBy(() -> rig.dmkit()
                            .prepareReassembly(
                                    rig.group(), rig.group().sets().getFirst().name()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("set.running");
        }
    }

    /** Two that nobody could tell apart when they are back; which went first is not known, so neither counts. */
    @ParameterizedTest
    @ValueSource(strings = {"hpt45x/raid5-3", "nvidia/raid5-3disk-64k", "pdc/raid5-3"})
    void whoHasNoNameIsMarkedInTheMetadata(String corpusCase) throws Exception {
        List<SimulatedDisk> back;
        try (Rig rig = Rig.of(corpusCase)) {
            rig.start();
            ledger.write(rig);
            List<String> slots = slots(rig);
            pull(rig, slots.get(1), slots.get(2));
            try (Rig next = rig.next()) {
                assertThat(monitor.round(next.dmkit())).hasAtLeastOneElementOfType(Event.MemberLost.class);
            }
            back = allBack(rig);
        }
        try (Rig rig = Rig.rebooted(back)) {
            assertThat(rig.starts()).isFalse();
        }
    }

    /** With the last one that it could do without, all writing ended. */
    @Test
    void theOneTooManyMissesNothing() throws Exception {
        List<SimulatedDisk> back;
        try (Rig rig = Rig.of("isw/raid5-3disk-16k")) {
            rig.start();
            ledger.write(rig);
            Scenario.done(rig.run(new Change.Fail(new MemberName.OfDisk("sda"))));
            ledger.write(rig);
            pull(rig, "sdb");
            try (Rig next = rig.next()) {
                Map<String, List<String>> before = metadata(next);
                for (int i = 0; i < 2; i++) {
                    assertThat(monitor.round(next.dmkit()))
                            .singleElement()
                            .isInstanceOfSatisfying(
                                    Event.Problem.class,
                                    p -> assertThat(p.text()).contains("set.stopped"));
                }
                assertThat(metadata(next)).isEqualTo(before);
            }
            back = allBack(rig);
        }
        try (Rig rig = Rig.rebooted(back)) {
            assertThat(rig.group().sets().getFirst().health()).isEqualTo(Health.DEGRADED);
            assertThat(rig.starts()).isTrue();
            ledger.check(rig, "the last one is back");
        }
    }

    @Test
    void oneThatIsBackAmongManyThatAreAwayIsNotEnough() throws Exception {
        List<SimulatedDisk> back;
        try (Rig rig = Rig.of("isw/raid5-6disk-128k")) {
            rig.start();
            ledger.write(rig);
            pull(rig, "sda", "sdb", "sdc");
            try (Rig next = rig.next()) {
                monitor.round(next.dmkit());
            }
            back = new ArrayList<>(allBack(rig));
        }
        back.removeIf(d -> List.of("sda", "sdb").contains(d.info().name()));
        try (Rig rig = Rig.rebooted(back)) {
            String set = rig.group().sets().getFirst().name();
            assertThatThrownBy(() -> rig.dmkit().prepareReassembly(rig.group(), set))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("change.not-enough-members");
        }
    }
}
