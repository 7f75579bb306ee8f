package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member that can be read and not written is as good as lost: the set goes on without it, and says so on the others. */
class UnwritableMemberTest {
    private static List<String> sets(Rig rig) {
        return rig.group().sets().stream().map(RaidSet::name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"isw/raid1-2disk", "isw/raid5-3disk-16k", "sil/raid1-3way"})
    void aDiskThatIsWriteProtectedIsAbsentToAStart(String corpusCase) throws Exception {
        var ledger = new Ledger();
        List<SimulatedDisk> good;
        try (Rig rig = Rig.of(corpusCase)) {
            good = rig.copies();
        }
        var disks = new ArrayList<SimulatedDisk>();
        good.forEach(d -> disks.add(d.info().name().equals("sdb") ? SimulatedDisk.readOnly(d) : d));
        try (Rig rig = Rig.rebooted(disks)) {
            assertThatThrownBy(() -> rig.dmkit().prepareStart(rig.group(), new Change.Open(sets(rig), false, false)))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.findings())
                                    .extracting(f -> f.code())
                                    .containsExactly("set.member-read-only"));
            assertThat(rig.starts()).isTrue();
            assertThat(rig.running()).hasSize(1);
            ledger.write(rig);
            rig.machine.powerCut();
        }
        var again = new ArrayList<SimulatedDisk>();
        disks.forEach(d -> again.add(d.info().name().equals("sdb") ? SimulatedDisk.copyOnWrite(d) : d));
        try (Rig rig = Rig.rebooted(again)) {
            rig.dmkit().recover();
            assertThat(rig.starts()).isTrue();
            ledger.check(rig, "when it can be written again");
        }
    }

    /** What only writing finds out a person has to say: then nothing more is written there. */
    @ParameterizedTest
    @ValueSource(strings = {"isw/raid1-2disk", "isw/raid5-3disk-16k", "sil/raid1-3way"})
    void oneThatFailsWritesCanBeFailedAndTheSetStarted(String corpusCase) throws Exception {
        var ledger = new Ledger();
        try (Rig rig = Rig.of(corpusCase)) {
            SimulatedDisk bad = rig.machine.hardware(rig.dmkit().machine().disk("sdb"));
            bad.failWritesAt(new Extent(0, bad.info().sectors()));
            Scenario.done(rig.run(new Change.Fail(new MemberName.OfDisk("sdb"))));
            assertThat(rig.dmkit().run(rig.dmkit().prepareStart(rig.group(), new Change.Open(sets(rig), true, false))))
                    .isInstanceOf(Executor.Outcome.Done.class);
            ledger.write(rig);
            rig.machine.powerCut();
            List<SimulatedDisk> disks = rig.copies();
            disks.forEach(SimulatedDisk::restore);
            try (Rig later = Rig.rebooted(disks)) {
                later.dmkit().recover();
                assertThat(later.starts()).isTrue();
                ledger.check(later, "when it can be written again");
            }
        }
    }
}
