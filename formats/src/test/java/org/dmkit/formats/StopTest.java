package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dmkit.blockio.Disk;
import org.dmkit.dm.DmName;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.Operation;
import org.junit.jupiter.api.Test;

/** A set is clean when nobody can write to it any more. */
class StopTest {
    private static boolean removes(Operation operation, String set) {
        return operation instanceof Operation.Request r
                && r.call().equals("DM_DEV_REMOVE")
                && r.device().equals(set);
    }

    @Test
    void aSetIsMarkedCleanAfterItsDeviceIsGone() throws Exception {
        try (Rig rig = Rig.of("isw/raid1-2disk")) {
            rig.start();
            String set = rig.group().sets().getFirst().name();
            var operations = new ArrayList<Operation>();
            rig.machine.onOperation(operations::add);
            Scenario.done(rig.dmkit().stop(rig.group(), Set.of(set)));
            List<Boolean> order = operations.stream()
                    .filter(o -> o instanceof Operation.Write || removes(o, set))
                    .map(o -> o instanceof Operation.Write)
                    .toList();
            assertThat(order).startsWith(false).contains(true);
            assertThat(rig.group().sets().getFirst().resync()).isEqualTo(RaidSet.Resync.CLEAN);
        }
    }

    @Test
    void aSetWhoseDeviceStaysIsNotMarkedClean() throws Exception {
        try (Rig rig = Rig.of("isw/raid1-2disk")) {
            rig.start();
            String set = rig.group().sets().getFirst().name();
            rig.machine.onOperation(o -> {
                if (removes(o, set)) {
                    throw new KernelException("DM_DEV_REMOVE", set, Errno.EIO);
                }
            });
            rig.dmkit().stop(rig.group(), Set.of(set));
            rig.machine.onOperation(o -> {});
            assertThat(rig.group().sets().getFirst().resync()).isEqualTo(RaidSet.Resync.DIRTY);
        }
    }

    @Test
    void aSetThatIsOnlyReadIsReadOnlyBeforeItIsMarkedClean() throws Exception {
        try (Rig rig = Rig.of("isw/raid5-3disk-16k")) {
            rig.start();
            var ledger = new Ledger();
            ledger.write(rig);
            String set = rig.group().sets().getFirst().name();
            DmName device = new DmName(set);
            DeviceNumber number = rig.machine.deviceMapper().info(device).number();
            try (Disk mounted = rig.machine.open(device)) {
                assertThat(mounted.info().sectors()).isPositive();
                assertThatThrownBy(() -> rig.dmkit().prepareSeal(rig.group(), Set.of(set), Set.of()))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("set.written");
                assertThat(rig.group().sets().getFirst().resync()).isEqualTo(RaidSet.Resync.DIRTY);
                var readOnly = new ArrayList<Boolean>();
                rig.machine.onOperation(o -> {
                    if (o instanceof Operation.Write) {
                        readOnly.add(rig.machine.deviceMapper().info(device).readOnly());
                    }
                });
                Plan plan = rig.dmkit().prepareSeal(rig.group(), Set.of(set), Set.of(number));
                Scenario.done(rig.dmkit().seal(rig.group(), Set.of(set), plan));
                rig.machine.onOperation(o -> {});
                assertThat(readOnly).isNotEmpty().doesNotContain(false);
            }
            assertThat(rig.group().sets().getFirst().resync()).isEqualTo(RaidSet.Resync.CLEAN);
            ledger.check(rig, "sealed");
            assertThatThrownBy(() -> ledger.write(rig)).isInstanceOf(KernelException.class);
        }
    }
}
