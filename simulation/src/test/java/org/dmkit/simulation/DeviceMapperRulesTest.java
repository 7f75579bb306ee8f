package org.dmkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.simulation.Bench.X;
import static org.dmkit.simulation.Bench.random;
import static org.dmkit.simulation.Bench.read;
import static org.dmkit.simulation.Bench.write;
import static org.dmkit.simulation.SimulatedDiskTest.assertErrno;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.StatusOption;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.Test;

/** Each rule as a kernel 6.1 showed it. */
class DeviceMapperRulesTest {
    private static final DmName Y = new DmName("y");

    private final Bench bench = new Bench(4);

    private DmTarget.Linear linear(int disk) {
        return new DmTarget.Linear(bench.disk(disk), 0);
    }

    @Test
    void aNewDeviceHasNoTableAndIsNotSuspended() throws IOException {
        DeviceInfo info = bench.dm.create(X, new DmUuid("U"));
        assertThat(info)
                .isEqualTo(new DeviceInfo(
                        X, new DmUuid("U"), new DeviceNumber(253, 0), 0, 0, 0, false, false, false, false, false));
        assertThat(bench.dm.table(X, TableSlot.ACTIVE)).isEqualTo(Table.EMPTY);
        assertThat(bench.dm.status(X)).isEmpty();
        assertThat(bench.dm.resume(X).suspended()).isFalse();
    }

    @Test
    void namesAndUuidsAreUnique() throws IOException {
        bench.dm.create(X, new DmUuid("U"));
        bench.dm.create(Y, DmUuid.NONE);
        assertErrno(Errno.EBUSY, () -> bench.dm.create(X, DmUuid.NONE));
        assertErrno(Errno.EBUSY, () -> bench.dm.create(new DmName("z"), new DmUuid("U")));
        assertErrno(Errno.EBUSY, () -> bench.dm.rename(Y, X));
        assertErrno(Errno.EBUSY, () -> bench.dm.setUuid(Y, new DmUuid("U")));
        assertErrno(Errno.ENXIO, () -> bench.dm.info(new DmName("z")));
    }

    @Test
    void aMinorNumberCanBeChosenIfItIsFree() throws IOException {
        DeviceNumber ninth = new DeviceNumber(0, 9);
        assertThat(bench.dm.create(X, DmUuid.NONE, ninth).number()).isEqualTo(new DeviceNumber(253, 9));
        assertErrno(Errno.EBUSY, () -> bench.dm.create(Y, DmUuid.NONE, ninth));
        assertThat(bench.dm.create(Y, DmUuid.NONE).number()).isEqualTo(new DeviceNumber(253, 0));
    }

    @Test
    void bothTablesAreShownAsTheKernelWritesThem() throws IOException {
        bench.create(100, linear(0));
        bench.dm.load(X, Table.of(8, new DmTarget.Zero()), false);
        Set<StatusOption> table = Set.of(StatusOption.TABLE);
        assertThat(bench.dm.lines(X, TableSlot.ACTIVE, table))
                .containsExactly(new TargetStatus(0, 100, "linear", "8:0 0"));
        assertThat(bench.dm.lines(X, TableSlot.INACTIVE, table)).containsExactly(new TargetStatus(0, 8, "zero", ""));
        assertThat(bench.dm.lines(X, TableSlot.ACTIVE, Set.of()))
                .containsExactly(new TargetStatus(0, 100, "linear", ""));
    }

    @Test
    void aUuidIsGivenOnceAndRenamingRaisesAnEvent() throws IOException {
        bench.create(100, linear(0));
        bench.dm.rename(X, Y);
        bench.dm.setUuid(Y, new DmUuid("U"));
        assertThat(bench.dm.info(Y).eventNumber()).isEqualTo(2);
        assertErrno(Errno.EINVAL, () -> bench.dm.setUuid(Y, new DmUuid("V")));
        assertErrno(Errno.ENXIO, () -> bench.dm.info(X));
        assertThat(bench.dm.devices())
                .extracting(e -> e.name().value(), e -> e.uuid().value())
                .containsExactly(Tuple.tuple("y", "U"));
    }

    @Test
    void resumeSwapsTheInactiveTableIn() throws IOException {
        bench.create(100, linear(0));
        DeviceInfo loaded = bench.dm.load(X, Table.of(100, linear(1)), false);
        assertThat(loaded.hasActiveTable()).isTrue();
        assertThat(loaded.hasInactiveTable()).isTrue();
        assertThat(bench.dm.suspend(X, Set.of()).suspended()).isTrue();
        assertThat(bench.dm.dependencies(X, TableSlot.ACTIVE)).containsExactly(new DeviceNumber(8, 0));
        DeviceInfo resumed = bench.dm.resume(X);
        assertThat(resumed.suspended()).isFalse();
        assertThat(resumed.hasInactiveTable()).isFalse();
        assertThat(bench.dm.dependencies(X, TableSlot.ACTIVE)).containsExactly(new DeviceNumber(8, 16));
        assertThat(bench.dm.table(X, TableSlot.ACTIVE))
                .hasToString(Table.of(100, linear(1)).toString());
    }

    @Test
    void suspendingASuspendedDeviceChangesNothing() throws IOException {
        bench.create(100, linear(0));
        bench.dm.suspend(X, Set.of());
        assertThat(bench.dm.suspend(X, Set.of()).suspended()).isTrue();
        bench.dm.resume(X);
        assertThat(bench.dm.resume(X).suspended()).isFalse();
    }

    @Test
    void clearEmptiesTheInactiveSlotOnly() throws IOException {
        bench.create(100, linear(0));
        bench.dm.load(X, Table.of(100, linear(1)), false);
        bench.dm.clear(X);
        assertThat(bench.dm.table(X, TableSlot.INACTIVE)).isEqualTo(Table.EMPTY);
        assertThat(bench.dm.clear(X).hasActiveTable()).isTrue();
        try (var claim = bench.machine.claimExclusively(bench.disks.get(1))) {
            assertThat(claim).isNotNull();
        }
    }

    @Test
    void anOpenDeviceIsNotRemoved() throws IOException {
        bench.create(100, linear(0));
        Disk open = bench.open();
        assertThat(bench.dm.info(X).openCount()).isEqualTo(1);
        assertErrno(Errno.EBUSY, () -> bench.dm.remove(X));
        open.close();
        bench.dm.remove(X);
        assertErrno(Errno.ENXIO, () -> bench.dm.remove(X));
    }

    @Test
    void aDeviceThatATableStandsOnIsOpen() throws IOException {
        bench.create(100, linear(0));
        bench.create(Y, Table.of(100, new DmTarget.Linear(DeviceRef.of(X), 0)));
        assertThat(bench.dm.info(X).openCount()).isEqualTo(1);
        assertErrno(Errno.EBUSY, () -> bench.dm.remove(X));
        bench.dm.remove(Y);
        bench.dm.remove(X);
    }

    @Test
    void aDeferredRemovalHappensAtTheLastClose() throws IOException {
        bench.create(100, linear(0));
        Disk open = bench.open();
        bench.dm.removeDeferred(X);
        assertThat(bench.dm.devices()).hasSize(1);
        open.close();
        assertThat(bench.dm.devices()).isEmpty();
    }

    @Test
    void removeAllTakesWhatIsNotOpen() throws IOException {
        bench.create(100, linear(0));
        bench.create(Y, Table.of(100, new DmTarget.Linear(DeviceRef.of(X), 0)));
        DmName z = new DmName("z");
        bench.create(z, Table.of(100, linear(1)));
        Disk open = bench.machine.open(z);
        bench.dm.removeAll(false);
        assertThat(bench.dm.devices()).extracting(e -> e.name()).containsExactly(z);
        bench.dm.removeAll(true);
        open.close();
        assertThat(bench.dm.devices()).isEmpty();
    }

    @Test
    void aLowerDeviceMustExist() throws IOException {
        bench.dm.create(X, DmUuid.NONE);
        refused(Errno.ENXIO, 100, DmTarget.parse("linear", "8:240 0"));
        refused(Errno.ENODEV, 100, DmTarget.parse("linear", "/dev/nope 0"));
        refused(Errno.ENXIO, 100, new DmTarget.Linear(DeviceRef.of(Y), 0));
        bench.dm.create(Y, DmUuid.NONE);
        refused(Errno.ENXIO, 100, new DmTarget.Linear(DeviceRef.of(Y), 0));
        bench.dm.load(Y, Table.of(100, linear(0)), false);
        refused(Errno.EINVAL, 100, new DmTarget.Linear(DeviceRef.of(Y), 0));
        bench.dm.resume(Y);
        bench.dm.load(X, Table.of(100, new DmTarget.Linear(DeviceRef.of(Y), 0)), false);
    }

    @Test
    void aTableMustFitItsTargetsAndLowerDevices() throws IOException {
        bench.dm.create(X, DmUuid.NONE);
        refused(Errno.EINVAL, Bench.SECTORS + 1, linear(0));
        refused(Errno.EINVAL, 100, DmTarget.parse("nothing", ""));
        refused(Errno.EINVAL, 4001, bench.parse("striped", "2 16 $a 0 $b 0"));
        refused(Errno.EINVAL, 4000, bench.parse("striped", "2 128 $a 0 $b 0"));
        refused(Errno.EINVAL, 4096, bench.parse("mirror", "core 2 1000 nosync 2 $a 0 $b 0"));
        refused(Errno.EINVAL, 100, bench.parse("mirror", "core 2 1024 nosync 2 $a 0 $b 0"));
        refused(Errno.EINVAL, 4096, bench.parse("mirror", "core 2 1024 nosync 1 $a 0"));
        assertErrno(Errno.EINVAL, () -> bench.dm.load(X, Table.EMPTY, false));
        assertThat(bench.dm.info(X).hasInactiveTable()).isFalse();
    }

    @Test
    void aDiskThatIsHeldExclusivelyIsRefused() throws IOException {
        bench.dm.create(X, DmUuid.NONE);
        try (var claim = bench.machine.claimExclusively(bench.disks.get(0))) {
            assertThat(claim).isNotNull();
            refused(Errno.EBUSY, 100, linear(0));
        }
        bench.dm.load(X, Table.of(100, linear(0)), false);
        assertErrno(Errno.EBUSY, () -> bench.machine.claimExclusively(bench.disks.get(0)));
    }

    private void refused(int errno, long length, DmTarget target) {
        assertErrno(errno, () -> bench.dm.load(X, Table.of(length, target), false));
    }

    @Test
    void targetVersionsAreThoseOfTheKernel() throws KernelException {
        assertThat(bench.dm.targetVersions())
                .extracting(v -> v.type())
                .contains("linear", "striped", "mirror", "raid", "error", "zero", "snapshot-origin");
        assertThat(bench.dm.targetVersion("raid")).hasToString("1.15.1");
        assertErrno(Errno.EINVAL, () -> bench.dm.targetVersion("nothing"));
    }

    @Test
    void waitingForAnEventReturnsAtOnceWhenThereWasOne() throws IOException {
        bench.create(100, linear(0));
        bench.dm.rename(X, Y);
        assertThat(bench.dm.awaitEvent(Y, 0).eventNumber()).isEqualTo(1);
        try (var poll = bench.dm.eventPoll()) {
            assertThat(poll.await(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void aReadOnlyTableRefusesWrites() throws IOException {
        bench.dm.create(X, DmUuid.NONE);
        bench.dm.load(X, Table.of(100, linear(0)), true);
        bench.dm.resume(X);
        assertThat(bench.dm.info(X).readOnly()).isTrue();
        assertErrno(Errno.EPERM, () -> write(bench.open(), 0, random(1, 1)));
    }

    @Test
    void linesOfATableFollowEachOther() throws IOException {
        bench.create(
                X,
                new Table(List.of(
                        new Table.Line(0, 10, linear(0)),
                        new Table.Line(10, 5, new DmTarget.Zero()),
                        new Table.Line(15, 10, new DmTarget.Linear(bench.disk(1), 100)),
                        new Table.Line(25, 1, new DmTarget.Error()))));
        Disk x = bench.open();
        byte[] content = random(1, 25);
        write(x, 0, content);
        assertThat(read(bench.disks.get(0), 0, 10)).isEqualTo(Arrays.copyOf(content, 5120));
        assertThat(read(x, 10, 5)).containsOnly(0);
        assertThat(read(bench.disks.get(1), 100, 10)).isEqualTo(Arrays.copyOfRange(content, 15 * 512, 25 * 512));
        assertErrno(Errno.EIO, () -> write(x, 25, random(1, 1)));
        assertErrno(Errno.EINVAL, () -> write(x, 26, random(1, 1)));
    }

    @Test
    void memoryDevicesLiveAsLongAsSomethingHasThemOpen() throws IOException {
        var handle = bench.machine.memoryDevices().create(16, random(1, 2));
        bench.create(16, new DmTarget.Linear(DeviceRef.of(handle.number()), 0));
        handle.close();
        assertThat(read(bench.open(), 0, 2)).isEqualTo(random(1, 2));
        assertThat(bench.machine.memoryDeviceNumbers()).hasSize(1);
        bench.machine.powerCut();
        assertThat(bench.machine.memoryDeviceNumbers()).isEmpty();
        var unused = bench.machine.memoryDevices().create(16, new byte[0]);
        unused.close();
        assertThat(bench.machine.memoryDeviceNumbers()).isEmpty();
    }

    @Test
    void aVanishedDiskReturnsAsAnotherDevice() throws IOException {
        Disk disk = bench.disks.get(0);
        bench.create(100, linear(0));
        write(bench.open(), 0, random(1, 1));
        bench.machine.vanish(disk);
        assertErrno(Errno.ENXIO, () -> write(bench.open(), 0, random(2, 1)));
        bench.dm.create(Y, DmUuid.NONE);
        assertErrno(Errno.ENXIO, () -> bench.dm.load(Y, Table.of(100, linear(0)), false));
        Disk back = bench.machine.reappear(disk);
        assertThat(back.info().number()).isNotEqualTo(disk.info().number());
        assertThat(read(back, 0, 1)).isEqualTo(random(1, 1));
        assertErrno(Errno.ENXIO, () -> write(bench.open(), 0, random(2, 1)));
    }

    @Test
    void aPowerCutOfTheMachineLeavesOnlyTheDisks() throws IOException {
        bench.create(100, linear(0));
        Disk x = bench.open();
        write(x, 0, random(1, 1));
        x.flush();
        write(x, 1, random(2, 2));
        bench.machine.powerCut((disk, pending) -> pending.lba() == 2);
        assertThat(bench.dm.devices()).isEmpty();
        Disk a = bench.disks.get(0);
        assertThat(read(a, 0, 1)).isEqualTo(random(1, 1));
        assertThat(read(a, 1, 1)).containsOnly(0);
        assertThat(read(a, 2, 1)).isEqualTo(Arrays.copyOfRange(random(2, 2), 512, 1024));
        assertErrno(Errno.ENXIO, () -> write(x, 0, random(1, 1)));
    }

    @Test
    void anObserverSeesRequestsAndTheWritesBelow() throws IOException {
        var seen = new ArrayList<Operation>();
        bench.machine.onOperation(seen::add);
        bench.create(100, linear(0));
        write(bench.open(), 0, random(1, 1));
        assertThat(seen)
                .containsExactly(
                        new Operation.Request("DM_DEV_CREATE", "x"),
                        new Operation.Request("DM_TABLE_LOAD", "x"),
                        new Operation.Request("DM_DEV_SUSPEND", "x"),
                        new Operation.Write("a", new Extent(0, 1)));
    }
}
