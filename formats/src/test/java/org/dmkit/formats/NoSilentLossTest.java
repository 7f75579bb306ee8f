package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dmkit.blockio.Disk;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.control.Monitor;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No set goes on writing past a loss that nothing on disk records. */
class NoSilentLossTest {
    @ParameterizedTest
    @ValueSource(strings = {"pdc/raid1-2", "ddf1/mdadm-raid1-2", "lsi/raid1-2disk"})
    void aMirrorWhoseLossCantBeRecordedHoldsWrites(String corpusCase) throws Exception {
        var ledger = new Ledger();
        try (Rig rig = Rig.withoutWriters(disks(corpusCase))) {
            rig.start();
            ledger.write(rig);
            RaidSet set = rig.group().sets().getFirst();
            Disk lost = rig.dmkit().machine().disk("sda");
            rig.machine.hardware(lost).fail();
            var write = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 64; i++) {
                        ledger.write(rig, set);
                    }
                } catch (Exception powerCut) {
                    throw new IllegalStateException(powerCut);
                }
            });
            assertThatThrownBy(() -> write.get(300, TimeUnit.MILLISECONDS))
                    .as("a write is acknowledged that the lost disk misses")
                    .isInstanceOf(TimeoutException.class);
            for (int round = 0; round < 2; round++) {
                assertThat(new Monitor(InstantSource.system()).round(rig.dmkit()))
                        .containsExactly(new Monitor.Event.LossNotRecorded(set.name(), "sda"));
            }
            rig.machine.powerCut();
            List<SimulatedDisk> after = rig.copies();
            after.forEach(SimulatedDisk::restore);
            try (Rig rebooted = Rig.withoutWriters(after)) {
                Ledger.start(rebooted);
                ledger.check(rebooted, "after a restart with both disks");
            }
        }
    }

    private static List<SimulatedDisk> disks(String corpusCase) throws IOException {
        try (Rig rig = Rig.of(corpusCase)) {
            return rig.copies();
        }
    }

    @Test
    void aSetIsNotStartedWithoutADiskThatNothingWillCallLost() throws Exception {
        try (Rig rig = Rig.withoutWriters(Ledger.copies(disks("pdc/raid1-2"), "sda"))) {
            List<String> sets = rig.group().sets().stream().map(RaidSet::name).toList();
            assertThatThrownBy(() -> rig.dmkit().prepareStart(rig.group(), new Change.Open(sets, true, true)))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings())
                                    .extracting(f -> f.code())
                                    .containsExactly("set.loss-not-recordable"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"isw/matrix-raid0-raid5-offset", "isw/matrix-raid10-raid5-4disk"})
    void aLossInOneVolumeIsMarkedWhateverTheOtherMisses(String corpusCase) throws Exception {
        var ledger = new Ledger();
        try (Rig rig = Rig.of(corpusCase)) {
            rig.start();
            ledger.write(rig);
            RaidSet five = rig.group().sets().stream()
                    .filter(s -> s.level().parity())
                    .findFirst()
                    .orElseThrow();
            String lost = rig.disk("sdb").serial();
            rig.machine.vanish(rig.dmkit().machine().disk("sdb"));
            for (int i = 0; i < 64; i++) {
                ledger.write(rig, five);
            }
            try (Rig next = rig.next()) {
                next.dmkit().settle();
                assertThat(next.group().set(five.name()).orElseThrow().leaves())
                        .filteredOn(Component.Missing.class::isInstance)
                        .singleElement()
                        .isInstanceOfSatisfying(Component.Missing.class, m -> {
                            assertThat(m.marked()).isTrue();
                            // As mdadm cuts and marks the serial of a disk that has failed.
                            assertThat(m.label()).isEqualTo(lost.substring(1) + ":0");
                        });
            }
            rig.machine.powerCut();
            try (Rig rebooted = Rig.rebooted(rig.copies())) {
                rebooted.dmkit().recover();
                Ledger.start(rebooted);
                ledger.check(rebooted, "after a restart with the disk that was away");
            }
        }
    }

    @Test
    void noTableRunsAheadOfAMarkThatFailed() throws Exception {
        var ledger = new Ledger();
        try (Rig rig = Rig.of("isw/raid1-2disk")) {
            rig.start();
            var name = new DmName(rig.group().sets().getFirst().name());
            Disk glitch = rig.dmkit().machine().disk("sdb");
            rig.machine.vanish(glitch);
            for (int i = 0; i < 64; i++) {
                ledger.write(rig);
            }
            rig.machine.reappear(glitch);
            try (Rig next = rig.next()) {
                Table running = rig.machine.deviceMapper().table(name, TableSlot.ACTIVE);
                next.machine.onOperation(o -> {
                    if (o instanceof Operation.Write w && w.disk().equals("sda")) {
                        throw new KernelException("pwrite", "sda", Errno.EIO);
                    }
                });
                assertThatThrownBy(() -> next.dmkit().settle()).isInstanceOf(KernelException.class);
                next.machine.onOperation(o -> {});
                assertThat(rig.machine.deviceMapper().table(name, TableSlot.ACTIVE))
                        .as("metadata still call both in sync: a power cut would make it so")
                        .isEqualTo(running);
            }
        }
    }
}
