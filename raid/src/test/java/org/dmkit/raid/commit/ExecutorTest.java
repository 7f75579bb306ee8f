package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.commit.Executor.Outcome;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Redo;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done in which order, and what is taken back when a step fails. */
class ExecutorTest {
    private static final DmName SET = new DmName("set");
    private static final DmName OTHER = new DmName("other");
    private static final Image T0 = image(990, 0);
    private static final Image T1 = image(990, 1);
    private static final Extent RECORD = new Extent(900, 1);

    /** There is a device of this name. */
    private static final Step FAILS =
            new Step.CreateHelper(SET, new DmUuid(LiveDevice.HELPER_UUID + SET), Table.of(8, new DmTarget.Zero()));

    private final SimulatedMachine simulated = new SimulatedMachine();
    private final Disk disk = simulated.attach(SimulatedDisk.inMemory("sda", 1000));
    private final List<String> operations = new ArrayList<>();

    private static Image image(long lba, int value) {
        byte[] bytes = new byte[512];
        Arrays.fill(bytes, (byte) value);
        return new Image(lba, bytes);
    }

    @BeforeEach
    void twoDevicesRun() throws KernelException {
        for (DmName name : List.of(SET, OTHER)) {
            simulated.deviceMapper().create(name, new DmUuid("DMRAID-" + name));
            simulated.deviceMapper().load(name, table(0), false);
            simulated.deviceMapper().resume(name);
        }
        simulated.onOperation(o -> operations.add(told(o)));
    }

    private Table table(long from) {
        return Table.of(100, new DmTarget.Linear(DeviceRef.of(number()), from));
    }

    private DeviceNumber number() {
        return Objects.requireNonNull(disk.info().number());
    }

    private static String told(Operation operation) {
        return switch (operation) {
            case Operation.Write w -> "write " + w.extent().lba();
            case Operation.Flush f -> "flush";
            case Operation.Request r -> r.call() + " " + r.device();
        };
    }

    private Outcome run(Step... steps) {
        return run(disk, steps);
    }

    private Outcome run(Disk on, Step... steps) {
        var machine = new Machine(simulated.deviceMapper(), simulated.memoryDevices(), simulated.reader(), List.of(on));
        return new Executor(machine, (s, undoing) -> {}).run(new Plan(List.of(steps)));
    }

    private static Step.WriteMetadata metadata() {
        return new Step.WriteMetadata("sda", List.of(T0), List.of(T1));
    }

    private static Redo.Placed record() {
        var member = new Redo.Member("sda", 1000, List.of(T0), List.of(T1));
        var redo = new Redo(new UUID(1, 2), 3, false, "g", List.of(member));
        return new Redo.Placed(redo, List.of(new Redo.Place(0, "sda", RECORD)));
    }

    private Image onDisk() throws IOException {
        return Images.read(disk, T0);
    }

    private DeviceInfo info(DmName name) throws KernelException {
        return simulated.deviceMapper().info(name);
    }

    @Test
    void metadataAreWrittenInTheirOrderAndFlushed() {
        assertThat(run(new Step.WriteMetadata("sda", List.of(image(995, 0), T0), List.of(image(995, 1), T1))))
                .isInstanceOf(Outcome.Done.class);
        assertThat(operations).containsExactly("write 995", "write 990", "flush");
    }

    @Test
    void aDiskThatLosesAWriteInSilenceIsFoundOut() throws IOException {
        Disk liar = (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("write")
                            && arguments[0].equals(990L)
                            && ((MemorySegment) arguments[1]).get(ValueLayout.JAVA_BYTE, 0) == 1) {
                        return null;
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        assertThat(run(liar, new Step.SaveRedo(record()), metadata()))
                .isInstanceOfSatisfying(
                        Outcome.BackedOut.class, b -> assertThat(b.cause()).hasMessageContaining("read back"));
        assertThat(onDisk()).isEqualTo(T0);
    }

    @Test
    void onTheWayBackTheRecordIsMarkedBeforeMetadataAreRestored() throws IOException {
        assertThat(run(new Step.SaveRedo(record()), metadata(), FAILS)).isInstanceOf(Outcome.BackedOut.class);
        assertThat(operations)
                .containsExactly(
                        "write 900",
                        "flush",
                        "write 990",
                        "flush",
                        "DM_DEV_CREATE set",
                        "write 900",
                        "flush",
                        "write 990",
                        "flush");
        assertThat(onDisk()).isEqualTo(T0);
    }

    @Test
    void onTheWayBackWhatIsSuspendedGoesOnBeforeAnythingIsWritten() throws IOException {
        assertThat(run(
                        new Step.Preload(SET, table(100)),
                        new Step.SaveRedo(record()),
                        metadata(),
                        new Step.Suspend(SET),
                        FAILS))
                .isInstanceOf(Outcome.BackedOut.class);
        assertThat(operations.subList(operations.indexOf("DM_DEV_SUSPEND set"), operations.size()))
                .startsWith(
                        "DM_DEV_SUSPEND set",
                        "DM_DEV_CREATE set",
                        "DM_TABLE_CLEAR set",
                        "DM_DEV_SUSPEND set",
                        "write 900",
                        "flush",
                        "write 990",
                        "flush");
        assertThat(info(SET).suspended()).isFalse();
        assertThat(simulated.deviceMapper().table(SET, TableSlot.ACTIVE)).isEqualTo(table(0));
    }

    @Test
    void aTableThatWasLoadedDoesNotStay() throws IOException {
        assertThat(run(new Step.Preload(SET, table(100)), FAILS)).isInstanceOf(Outcome.BackedOut.class);
        assertThat(info(SET).hasInactiveTable()).isFalse();
    }

    @Test
    void thereIsNoWayBackOnceADeviceIsRemoved() throws IOException {
        assertThat(run(new Step.SaveRedo(record()), metadata(), new Step.Remove(OTHER), FAILS))
                .isInstanceOf(Outcome.Incomplete.class);
        assertThat(onDisk()).isEqualTo(T1);
    }

    @Test
    void aStartThatFailsTakesItsDevicesDownAndLeavesTheMarks() throws IOException {
        var made = new DmName("made");
        assertThat(run(
                        new Step.SaveRedo(record()),
                        metadata(),
                        new Step.Create(made, new DmUuid("DMRAID-made"), table(0)),
                        FAILS))
                .isInstanceOf(Outcome.Incomplete.class);
        assertThat(onDisk()).isEqualTo(T1);
        assertThat(simulated.deviceMapper().devices())
                .extracting(d -> d.name().value())
                .containsExactlyInAnyOrder("set", "other");
    }

    @Test
    void aMarkOfAnEarlierChangeThatFailsKeepsNothingFromRunning() throws IOException {
        Redo.Placed earlier = record();
        run(new Step.SaveRedo(earlier));
        simulated.hardware(disk).failWritesAt(RECORD);
        assertThat(run(new Step.FinishEarlier(earlier), metadata()))
                .isInstanceOfSatisfying(
                        Outcome.Done.class, d -> assertThat(d.unanswered()).hasSize(1));
        assertThat(onDisk()).isEqualTo(T1);
    }

    @Test
    void aFinishedMarkThatFailsTakesNothingBack() throws IOException {
        Redo.Placed record = record();
        run(new Step.SaveRedo(record), metadata());
        simulated.hardware(disk).failWritesAt(RECORD);
        assertThat(run(new Step.MarkRedo(record, Redo.State.FINISHED))).isInstanceOf(Outcome.Incomplete.class);
        simulated.hardware(disk).restore();
        var all = new Step[] {new Step.SaveRedo(record), metadata(), new Step.MarkRedo(record, Redo.State.FINISHED)};
        var marks = new int[1];
        simulated.onOperation(o -> {
            if (told(o).equals("write 900") && marks[0]++ == 1) {
                throw new KernelException("pwrite", "sda", Errno.EIO);
            }
        });
        assertThat(run(all)).isInstanceOf(Outcome.Incomplete.class);
        assertThat(onDisk()).isEqualTo(T1);
    }

    @Test
    void aResumeThatFailsOnceAfterThePointOfNoReturnIsTriedAgain() throws IOException {
        var resumes = new int[1];
        simulated.onOperation(o -> {
            // Two suspends, then two resumes.
            if (told(o).startsWith("DM_DEV_SUSPEND") && resumes[0]++ == 3) {
                throw new KernelException("DM_DEV_SUSPEND", "set", Errno.ENOMEM);
            }
        });
        assertThat(run(
                        new Step.Preload(OTHER, table(100)),
                        new Step.Preload(SET, table(100)),
                        new Step.Suspend(SET),
                        new Step.Suspend(OTHER),
                        new Step.Resume(OTHER),
                        new Step.Resume(SET)))
                .isInstanceOf(Outcome.Incomplete.class);
        assertThat(info(SET).suspended()).isFalse();
        assertThat(simulated.deviceMapper().table(SET, TableSlot.ACTIVE)).isEqualTo(table(100));
    }

    @Test
    void aHelperThatCannotBeFilledIsTakenAway() throws IOException {
        var made = new DmName("made");
        var tooLong = Table.of(2000, new DmTarget.Linear(DeviceRef.of(number()), 0));
        assertThat(run(new Step.CreateHelper(made, new DmUuid(LiveDevice.HELPER_UUID + "made"), tooLong)))
                .isInstanceOf(Outcome.BackedOut.class);
        assertThat(simulated.deviceMapper().devices()).hasSize(2);
    }
}
