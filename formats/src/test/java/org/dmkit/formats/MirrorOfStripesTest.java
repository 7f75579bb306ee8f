package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;

/** A stripe below a mirror falls as a whole, and is rebuilt as a whole: sda and sdc are the first, sdb and sdd the second. */
class MirrorOfStripesTest {
    private static final String CASE = "sil/raid10-4disk-size-is-volume";

    private static RaidSet set(Rig rig) {
        return rig.group().sets().getFirst();
    }

    private static String second(Rig rig) {
        return set(rig).name() + "-1";
    }

    private static Map<String, String> states(Rig rig) {
        var states = new TreeMap<String, String>();
        set(rig).members().forEach(m -> states.put(m.disk().name(), "" + m.state()));
        return states;
    }

    private static String table(Rig rig) throws IOException {
        return "" + rig.machine.deviceMapper().table(new DmName(set(rig).name()), TableSlot.ACTIVE);
    }

    /** Everything that was written is there from either stripe, and the set is whole. */
    private static void mustBeWhole(Rig rig, Ledger ledger) throws Exception {
        assertThat(set(rig).health()).isEqualTo(RaidSet.Health.DEGRADED);
        rig.dmkit().settle();
        assertThat(set(rig).health()).as("before it is copied").isEqualTo(RaidSet.Health.DEGRADED);
        ledger.write(rig);
        rig.advance();
        rig.dmkit().settle();
        assertThat(set(rig).health()).isEqualTo(RaidSet.Health.COMPLETE);
        ledger.checkEverySource(rig.copies(), "rebuilt");
    }

    @Test
    void itsDeviceGoesAndComesBackAsALegToBeRebuilt() throws Exception {
        var ledger = new Ledger();
        try (Rig rig = Rig.of(CASE, "new")) {
            rig.start();
            ledger.write(rig);
            assertThat(rig.devices()).contains(second(rig));
            Scenario.done(rig.run(new Change.Fail(new MemberName.OfDisk("sdd"))));
            assertThat(rig.devices()).doesNotContain(second(rig));
            assertThat(states(rig)).isEqualTo(Map.of("sda", "IN_SYNC", "sdb", "REBUILDING", "sdc", "IN_SYNC"));
            ledger.write(rig);
            Scenario.done(rig.run(new Change.Replace(new MemberName.OfLabel(""), rig.disk("new"))));
            assertThat(rig.devices()).contains(second(rig));
            assertThat(table(rig)).contains("rebuild 1");
            mustBeWhole(rig, ledger);
        }
    }

    @Test
    void aRunningStripeWithANewDiskIsRebuilt() throws Exception {
        var ledger = new Ledger();
        try (Rig rig = Rig.of(CASE, "new")) {
            rig.start();
            ledger.write(rig);
            Scenario.done(rig.run(new Change.Replace(new MemberName.OfDisk("sdd"), rig.disk("new"))));
            assertThat(table(rig)).contains("rebuild 1");
            mustBeWhole(rig, ledger);
        }
    }

    /** A disk fails, and the kernel drops the stripe. */
    private static SimulatedDisk drop(Rig rig, Ledger ledger) throws Exception {
        rig.start();
        ledger.write(rig);
        SimulatedDisk disk = rig.machine.hardware(rig.dmkit().machine().disk("sdb"));
        disk.fail();
        for (int i = 0; i < 64; i++) {
            Ledger.poke(rig);
        }
        return disk;
    }

    @Test
    void ofAStripeThatTheKernelDropsTheDiskThatIsGoneIsLost() throws Exception {
        var ledger = new Ledger();
        try (Rig rig = Rig.of(CASE, "new")) {
            drop(rig, ledger);
            rig.dmkit().rescan();
            rig.dmkit().settle();
            assertThat(states(rig)).isEqualTo(Map.of("sda", "IN_SYNC", "sdc", "IN_SYNC", "sdd", "REBUILDING"));
            Scenario.done(rig.run(new Change.Replace(new MemberName.OfLabel(""), rig.disk("new"))));
            mustBeWhole(rig, ledger);
        }
    }

    /** The kernel does not tell which of the two it was. */
    @Test
    void ofAStripeThatTheKernelDropsAllDisksAreLostIfAllAnswer() throws Exception {
        var ledger = new Ledger();
        try (Rig rig = Rig.of(CASE, "new")) {
            drop(rig, ledger).restore();
            rig.dmkit().rescan();
            rig.dmkit().settle();
            assertThat(states(rig)).isEqualTo(Map.of("sda", "IN_SYNC", "sdc", "IN_SYNC"));
            assertThat(rig.group().stale()).extracting(DiskInfo::name).containsExactly("sdb", "sdd");
            for (String name : List.of("sdd", "new")) {
                Scenario.done(rig.run(new Change.Replace(new MemberName.OfLabel(""), rig.disk(name))));
            }
            mustBeWhole(rig, ledger);
        }
    }

    @Test
    void aStripeThatSomebodyElseLeftOutMissesWrites() throws Exception {
        try (Rig rig = Rig.of(CASE)) {
            rig.start();
            DeviceMapper mapper = rig.machine.deviceMapper();
            var name = new DmName(set(rig).name());
            var first = DeviceRef.of(new DmName(name + "-0"));
            mapper.load(name, Table.of(set(rig).size(), new DmTarget.Linear(first, 0)), false);
            mapper.suspend(name, Set.of(DeviceMapper.SuspendOption.NO_FLUSH));
            mapper.resume(name);
            rig.dmkit().settle();
            assertThat(states(rig))
                    .isEqualTo(Map.of("sda", "IN_SYNC", "sdb", "REBUILDING", "sdc", "IN_SYNC", "sdd", "REBUILDING"));
        }
    }
}
