package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.LiveSets;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats whose rules renew the name of a set when its members change: what runs goes on, and is found again by its members. */
class RenamedSetTest {
    private static RaidSet set(Rig rig) {
        return rig.group().sets().getFirst();
    }

    private static DeviceInfo device(Rig rig) throws Exception {
        return LiveSets.match(rig.group(), Live.read(rig.machine.deviceMapper()))
                .device(set(rig))
                .map(LiveDevice::info)
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"via/raid1-2disk", "hpt45x/raid1-2", "lsi/raid1-2disk"})
    void theDeviceKeepsItsNameAndUuidUntilTheNextStart(String corpusCase) throws Exception {
        List<SimulatedDisk> disks;
        String renewed;
        try (Rig rig = Rig.withoutRoom(corpusCase, "new")) {
            rig.start();
            String name = set(rig).name();
            DeviceInfo device = device(rig);
            assertThat(device.name().value()).isEqualTo(name);
            assertThat(device.uuid().value()).isEqualTo("DMRAID-" + name);
            Scenario.done(rig.run(new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new"))));
            // Whoever comes next knows the disks and the device-mapper only.
            try (Rig next = rig.next()) {
                renewed = set(next).name();
                assertThat(renewed).isNotEqualTo(name);
                assertThat(device(next).name()).isEqualTo(device.name());
                assertThat(device(next).uuid()).isEqualTo(device.uuid());
                disks = next.copies();
                Scenario.done(next.dmkit().stop(next.group(), Set.of(renewed)));
                assertThat(next.devices()).isEmpty();
            }
        }
        try (Rig rig = Rig.rebooted(disks)) {
            rig.start();
            assertThat(device(rig).name().value()).isEqualTo(renewed);
            assertThat(device(rig).uuid().value()).isEqualTo("DMRAID-" + renewed);
        }
    }

    /** The kernel drops the leg; of its disks nobody is left to know its device by, and that bears an older name. */
    @Test
    void aWholeLegThatARenamedSetLosesIsMarked() throws Exception {
        try (Rig rig = Rig.withoutRoom("lsi/raid10-4disk", "new")) {
            rig.start();
            Scenario.done(rig.run(new Change.Replace(new MemberName.OfDisk("sdd"), rig.disk("new"))));
            rig.advance();
            rig.dmkit().settle();
            assertThat(set(rig).health()).isEqualTo(RaidSet.Health.COMPLETE);
            for (String disk : List.of("sdc", "new")) {
                rig.machine.hardware(rig.dmkit().machine().disk(disk)).fail();
            }
            for (int i = 0; i < 64; i++) {
                Ledger.poke(rig);
            }
            rig.dmkit().rescan();
            rig.dmkit().settle();
            assertThat(set(rig).leaves())
                    .filteredOn(Component.Missing.class::isInstance)
                    .hasSize(2)
                    .allMatch(Component::isBehind);
            assertThat(rig.devices()).noneMatch(d -> d.endsWith("-1"));
        }
    }
}
