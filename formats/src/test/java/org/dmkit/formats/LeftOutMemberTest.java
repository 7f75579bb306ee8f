package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.Disk;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel's live table is part of T0: a member that it has not, or has no longer, enters it to be rebuilt only. */
class LeftOutMemberTest {
    private static Set<Component.State> states(Rig rig, String disk) {
        return rig.group().sets().stream()
                .flatMap(RaidSet::members)
                .filter(m -> m.disk().name().equals(disk))
                .map(Component.Member::state)
                .collect(Collectors.toSet());
    }

    @Test
    void aLateDiskIsRebuiltWhateverItsMetadataSay() throws Exception {
        var ledger = new Ledger();
        try (Rig rig = Rig.of("isw/raid1-2disk")) {
            RaidSet set = rig.group().sets().getFirst();
            DeviceMapper mapper = rig.machine.deviceMapper();
            // As dmraid starts what is left of a mirror: without a word to anybody.
            var name = new DmName(set.name());
            mapper.create(name, new DmUuid("DMRAID-" + set.name()));
            mapper.load(
                    name,
                    Table.of(
                            set.size(),
                            new DmTarget.Linear(DeviceRef.of(rig.disk("sda").number()), 0)),
                    false);
            mapper.resume(name);
            ledger.write(rig);
            // Any command that changes something.
            rig.dmkit().settle();
            assertThat(states(rig, "sdb")).containsExactly(Component.State.REBUILDING);
            ledger.write(rig);
            ledger.checkEverySource(rig.copies(), "in the middle of the rebuild");
            rig.advance();
            rig.dmkit().settle();
            assertThat(states(rig, "sdb")).containsExactly(Component.State.IN_SYNC);
            ledger.checkEverySource(rig.copies(), "after it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"isw/raid1-2disk", "isw/raid5-3disk-16k", "isw/raid10-4disk-shuffled"})
    void aDiskWhoseLinkWasDownForAMomentIsMarkedBeforeItIsRebuilt(String corpusCase) throws Exception {
        var ledger = new Ledger();
        try (Rig rig = Rig.of(corpusCase)) {
            rig.start();
            ledger.write(rig);
            Disk disk = rig.dmkit().machine().disk("sdb");
            rig.machine.vanish(disk);
            for (int i = 0; i < 16; i++) {
                ledger.write(rig);
            }
            rig.machine.reappear(disk);
            try (Rig next = rig.next()) {
                next.dmkit().settle();
                assertThat(states(next, "sdb")).containsExactly(Component.State.REBUILDING);
                ledger.write(next);
                next.machine.powerCut();
                ledger.checkEverySource(next.copies(), "power cut in the middle of the rebuild");
            }
        }
    }

    @Test
    void aForeignDeviceOnAMemberIsNotTheSet() throws Exception {
        try (Rig rig = Rig.of("isw/raid1-2disk")) {
            DeviceMapper mapper = rig.machine.deviceMapper();
            RaidSet set = rig.group().sets().getFirst();
            var backup = new DmName("backup");
            mapper.create(backup, DmUuid.NONE);
            mapper.load(
                    backup,
                    Table.of(
                            set.size(),
                            new DmTarget.Linear(DeviceRef.of(rig.disk("sda").number()), 0)),
                    true);
            mapper.resume(backup);
            Table before = mapper.table(backup, TableSlot.ACTIVE);
            rig.dmkit().settle();
            assertThat(rig.dmkit().runs(rig.group())).isFalse();
            assertThat(mapper.table(backup, TableSlot.ACTIVE)).isEqualTo(before);
            assertThat(states(rig, "sdb")).containsExactly(Component.State.IN_SYNC);
        }
    }

    @Test
    void aResyncThatIsBrokenOffStaysOwed() throws Exception {
        List<SimulatedDisk> dirty;
        try (Rig rig = Rig.of("isw/raid5-3disk-16k")) {
            rig.start();
            rig.machine.powerCut();
            dirty = rig.copies();
        }
        try (Rig rig = Rig.rebooted(dirty)) {
            rig.start();
            rig.machine.advance(64);
            Set<String> sets = rig.group().sets().stream().map(RaidSet::name).collect(Collectors.toSet());
            Scenario.done(rig.dmkit().stop(rig.group(), sets));
            assertThat(rig.group().sets()).extracting(RaidSet::resync).doesNotContain(RaidSet.Resync.CLEAN);
            rig.start();
            rig.advance();
            Scenario.done(rig.dmkit().stop(rig.group(), sets));
            assertThat(rig.group().sets()).extracting(RaidSet::resync).containsOnly(RaidSet.Resync.CLEAN);
        }
    }

    @Test
    void whatDidNotRunIsNotMarkedClean() throws Exception {
        List<SimulatedDisk> dirty;
        try (Rig rig = Rig.of("isw/raid1-2disk")) {
            rig.start();
            rig.machine.powerCut();
            dirty = rig.copies();
        }
        try (Rig rig = Rig.rebooted(dirty)) {
            RaidSet set = rig.group().sets().getFirst();
            assertThat(set.resync()).isEqualTo(RaidSet.Resync.DIRTY);
            Scenario.done(rig.dmkit().stop(rig.group(), Set.of(set.name())));
            assertThat(rig.group().sets().getFirst().resync()).isEqualTo(RaidSet.Resync.DIRTY);
        }
    }
}
