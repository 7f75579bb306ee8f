package org.dmkit.raid.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.testing.FakeFormat;
import org.dmkit.raid.testing.MirrorFormat;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;

/** Where a change puts its record, and what it may write at all. */
class TransactionRedoTest {
    private final SimulatedMachine simulated = new SimulatedMachine();
    private final Disk disk = simulated.attach(SimulatedDisk.inMemory("sda", MirrorFormat.DISK));

    /** Writes ones into this sector, whatever changes. */
    private record Ones(long lba) implements MetadataWriter<FakeFormat.Metadata> {
        @Override
        public Abilities abilities() {
            return new Abilities(Set.of(), true, LossMark.ON_SURVIVORS, Crash.REDO, "");
        }

        @Override
        public List<Finding> check(Delta delta, Known<FakeFormat.Metadata> known) {
            return List.of();
        }

        @Override
        public Update encode(Delta delta, Known<FakeFormat.Metadata> known) {
            byte[] ones = new byte[512];
            Arrays.fill(ones, (byte) 1);
            return Update.of(Map.of("sda", List.of(new Image(lba, ones))));
        }
    }

    private void put(long lba, String text) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(512, 4096);
            segment.copyFrom(MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1)));
            disk.write(lba, segment);
        }
    }

    private Redo.Placed placed(long lba) throws IOException, RefusedException {
        put(MirrorFormat.DISK - 1, "fake set 0");
        var format = new MirrorFormat(new FakeFormat("fake", 1), new Ones(lba));
        var machine =
                new Machine(simulated.deviceMapper(), simulated.memoryDevices(), simulated.reader(), simulated.disks());
        try (Scan scan = Scanner.scan(machine.disks(), machine.reader(), List.of(format))) {
            var dirty = new Change.Observe(g -> g.mapSets(s -> s.withResync(RaidSet.Resync.DIRTY)));
            return new Transaction(machine, scan, Profile.MODERN)
                    .prepare(scan.groups().getFirst(), dirty, Transition.Scope.METADATA, r -> r)
                    .redo()
                    .orElseThrow();
        }
    }

    @Test
    void theRecordLiesInTheFirstFreeSector() throws IOException, RefusedException {
        assertThat(placed(20).places()).extracting(Redo.Place::extent).containsExactly(new Extent(300, 1));
    }

    @Test
    void theRecordGoesRoundWhatSomebodyElseHasWritten() throws IOException, RefusedException {
        put(300, "somebody's");
        put(302, "somebody's");

        assertThat(placed(20).places()).extracting(Redo.Place::extent).containsExactly(new Extent(301, 1));
    }

    @Test
    void whatIsLeftOfAPartitionTableDoesNotKeepAMemberFromChanges() throws IOException, RefusedException {
        String lastSector = "\u008f\u0001";
        put(1, "EFI PART" + "\0".repeat(24) + lastSector);

        assertThat(placed(MirrorFormat.DISK - 1).places()).hasSize(1);
    }

    @Test
    void metadataWhereRecoveryWouldNotWriteThemAreRefused() {
        for (long lba : List.of(50L, 150L, 299L)) {
            assertThatThrownBy(() -> placed(lba))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings())
                                    .extracting(Finding::code)
                                    .containsExactly("change.beyond-metadata"));
        }
    }
}
