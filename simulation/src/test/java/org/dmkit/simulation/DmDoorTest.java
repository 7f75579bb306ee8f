package org.dmkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dmkit.dm.BackedOutException;
import org.dmkit.dm.DevId;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.Dm;
import org.dmkit.dm.DmEvents;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.Test;

class DmDoorTest {
    private static final DmName LOW = new DmName("low");
    private static final DmName TOP = new DmName("top");
    private static final DmName NEW = new DmName("new");

    private final SimulatedMachine machine = SimulatedMachine.withDisks(2048, "/dev/sda", "/dev/sdb");
    private final Dm dm = machine.dm();
    private final DeviceMapper requests = dm.requests();

    private static Table linear(String device) {
        return Table.of(1024, new DmTarget.Linear(DeviceRef.ofPath(device), 0));
    }

    private String table(DmName name) throws IOException {
        return requests.table(name, TableSlot.ACTIVE).text();
    }

    private void makeBoth() throws IOException {
        dm.transaction()
                .make(LOW, linear("/dev/sda"))
                .make(TOP, linear("/dev/mapper/low"))
                .commit();
    }

    @Test
    void whatIsMadeRunsAndIsHeldByWhatStandsOnIt() throws IOException {
        makeBoth();
        assertThat(table(TOP)).isEqualTo("0 1024 linear 253:0 0");
        assertThat(dm.whoHolds(LOW)).containsExactly(TOP);
        assertThat(dm.whoHolds(TOP)).isEmpty();
    }

    @Test
    void aDeviceIsHeldByATableThatIsOnlyLoadedToo() throws IOException {
        dm.make(LOW, linear("/dev/sda"));
        dm.make(TOP, linear("/dev/sdb"));
        requests.load(TOP, linear("/dev/mapper/low"), false);
        assertThat(dm.whoHolds(LOW)).containsExactly(TOP);
    }

    @Test
    void whoHoldsADiskIsToldToo() throws IOException {
        makeBoth();
        assertThat(requests.holders(new DeviceNumber(8, 0))).containsExactly(LOW);
        assertThat(requests.holders(new DeviceNumber(8, 16))).isEmpty();
        requests.load(TOP, linear("/dev/sdb"), false);
        assertThat(requests.holders(new DeviceNumber(8, 16))).containsExactly(TOP);
    }

    @Test
    void aDeviceIsMeantByNameUuidOrNumber() throws IOException {
        var uuid = new DmUuid("DEMO-1");
        dm.transaction().make(LOW, uuid, linear("/dev/sda")).commit();
        DevId number = DevId.of(requests.info(LOW).number());
        dm.make(TOP, linear("/dev/mapper/low"));
        for (DevId id : List.of(LOW, uuid, number)) {
            assertThat(requests.info(id)).isEqualTo(requests.info(LOW));
            assertThat(dm.whoHolds(id)).containsExactly(TOP);
            dm.swap(id, linear("/dev/sdb"));
            assertThat(requests.table(id, TableSlot.ACTIVE).text()).isEqualTo("0 1024 linear 8:16 0");
            dm.swap(id, linear("/dev/sda"));
            assertThat(requests.status(id)).hasSize(1);
            assertThat(requests.dependencies(id, TableSlot.ACTIVE)).containsExactly(new DeviceNumber(8, 0));
            assertThat(requests.suspend(id, Set.of()).suspended()).isTrue();
            requests.load(id, linear("/dev/sdb"), false);
            assertThat(requests.clear(id).hasInactiveTable()).isFalse();
            assertThat(requests.resume(id).suspended()).isFalse();
        }
        requests.rename(LOW, NEW);
        assertThat(requests.info(uuid).name()).isEqualTo(NEW);
        dm.transaction().remove(TOP).remove(uuid).commit();
        assertThat(requests.devices()).isEmpty();
        for (DevId id : List.of(LOW, uuid, number)) {
            var gone = catchThrowableOfType(KernelException.class, () -> requests.info(id));
            assertThat(gone.errno()).isEqualTo(Errno.ENXIO);
            assertThat(gone.object()).isEqualTo(id.toString());
        }
    }

    @Test
    void aDeviceThatIsTwoInOneTransactionIsRefused() throws IOException {
        makeBoth();
        DevId same = DevId.of(requests.info(LOW).number());
        var failure = catchThrowableOfType(
                BackedOutException.class,
                () -> dm.transaction()
                        .swap(LOW, linear("/dev/sdb"))
                        .swap(same, linear("/dev/sdb"))
                        .commit());
        assertThat(failure).hasMessage("low is swapped twice, once as 253:0");
        assertThat(requests.info(LOW).hasInactiveTable()).isFalse();
        assertThat(table(LOW)).isEqualTo("0 1024 linear 8:0 0");
    }

    @Test
    void aSwapChangesTheTableAndLeavesNothingSuspended() throws IOException {
        makeBoth();
        dm.swap(LOW, linear("/dev/sdb"));
        assertThat(table(LOW)).isEqualTo("0 1024 linear 8:16 0");
        assertThat(requests.info(LOW).suspended()).isFalse();
    }

    @Test
    void aTableThatIsRefusedTakesBackWhatCameBefore() throws IOException {
        makeBoth();
        var failure = catchThrowableOfType(
                BackedOutException.class,
                () -> dm.transaction()
                        .make(NEW, linear("/dev/sdb"))
                        .swap(LOW, linear("/dev/sdb"))
                        .swap(TOP, Table.of(4096, new DmTarget.Linear(DeviceRef.ofPath("/dev/sda"), 0)))
                        .commit());
        assertThat(failure.isWhole()).isTrue();
        assertThat(failure).hasCauseInstanceOf(KernelException.class).hasMessage("DM_TABLE_LOAD top: EINVAL");
        assertThat(requests.devices()).extracting(DeviceEntry::name).containsExactly(LOW, TOP);
        assertThat(requests.table(LOW, TableSlot.INACTIVE)).isEqualTo(Table.EMPTY);
        assertThat(table(LOW)).isEqualTo("0 1024 linear 8:0 0");
    }

    /** Every request that changes something fails in its turn; the state is the old one afterwards. */
    @Test
    void aFailureAnywhereIsTakenBack() throws IOException {
        var old = new DmName("old");
        makeBoth();
        dm.make(old, linear("/dev/sda"));
        String before = state();
        int failures = 0;
        for (int at = 0; ; at++) {
            var countdown = new int[] {at};
            machine.onOperation(operation -> {
                if (operation instanceof Operation.Request && countdown[0]-- == 0) {
                    throw new KernelException("seeded", "", Errno.EIO);
                }
            });
            try {
                dm.transaction()
                        .make(NEW, linear("/dev/sdb"))
                        .swap(LOW, linear("/dev/mapper/new"))
                        .swap(TOP, linear("/dev/sdb"))
                        .remove(old)
                        .commit();
                break;
            } catch (BackedOutException e) {
                failures++;
                assertThat(e.isWhole()).as("failure at %d", at).isTrue();
                machine.onOperation(operation -> {});
                assertThat(state()).as("failure at %d", at).isEqualTo(before);
            }
        }
        // create, load, resume; two each of load, suspend, resume; remove
        assertThat(failures).isEqualTo(10);
        assertThat(requests.devices()).extracting(DeviceEntry::name).containsExactlyInAnyOrder(LOW, TOP, NEW);
        assertThat(table(TOP)).isEqualTo("0 1024 linear 8:16 0");
    }

    private String state() throws IOException {
        var text = new StringBuilder();
        for (DeviceEntry entry : requests.devices()) {
            DeviceInfo info = requests.info(entry.name());
            text.append(info.name()).append(info.suspended()).append(info.hasInactiveTable());
            text.append(table(entry.name())).append('\n');
        }
        return text.toString();
    }

    /** A device whose lower one is suspended could not end its I/O, and so not be suspended. */
    @Test
    void theUpperOneIsSuspendedFirstAndResumedLast() throws IOException {
        makeBoth();
        var order = new ArrayList<String>();
        machine.onOperation(operation -> {
            if (operation instanceof Operation.Request request) {
                order.add(request.call() + " " + request.device());
            }
        });
        dm.transaction()
                .swap(LOW, linear("/dev/sdb"))
                .swap(TOP, linear("/dev/sda"))
                .commit();
        assertThat(order)
                .containsExactly(
                        "DM_TABLE_LOAD low",
                        "DM_TABLE_LOAD top",
                        "DM_DEV_SUSPEND top",
                        "DM_DEV_SUSPEND low",
                        "DM_DEV_SUSPEND low",
                        "DM_DEV_SUSPEND top");
    }

    @Test
    void aSuspendedDeviceIsNotSwapped() throws IOException {
        makeBoth();
        requests.suspend(LOW, Set.of());
        var failure = catchThrowableOfType(BackedOutException.class, () -> dm.swap(LOW, linear("/dev/sdb")));
        assertThat(failure).hasMessage("low is suspended");
        assertThat(requests.info(LOW).suspended()).isTrue();
    }

    @Test
    void eventsTellWhichDevice() throws IOException {
        makeBoth();
        try (DmEvents events = dm.events()) {
            assertThat(events.await(Duration.ZERO)).isEmpty();
            requests.rename(LOW, NEW);
            assertThat(events.await(Duration.ofSeconds(10)))
                    .extracting(DeviceEntry::name)
                    .containsExactly(NEW);
            assertThat(events.await(Duration.ZERO)).isEmpty();
        }
    }
}
