package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.SuspendOption;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.dm.DeviceMapper.TargetVersion;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Needs root and a kernel with device-mapper, but no disks. Makes and removes devices named {@code dmkit-test-...} only. */
@Tag("root")
@Tag("dm")
@Timeout(120)
class KernelDeviceMapperTest {
    private static final String MARK = "dmkit-test-";
    private static final DmName ONE = new DmName(MARK + "one");
    private static final DmName TWO = new DmName(MARK + "two");
    private static final Table ZEROS = Table.of(2048, new DmTarget.Zero());

    private DeviceMapper dm;

    @BeforeEach
    void open() throws KernelException {
        dm = RealKernel.open();
    }

    @AfterEach
    void removeOurs() throws KernelException {
        if (dm == null) {
            return;
        }
        List<DmName> ours = new ArrayList<>(dm.devices().stream()
                .map(DeviceEntry::name)
                .filter(n -> n.value().startsWith(MARK))
                .toList());
        // Twice: those that stand on others go first.
        for (DmName name : List.copyOf(ours)) {
            removeIfFree(name);
        }
        for (DmName name : List.copyOf(ours)) {
            removeIfFree(name);
        }
        dm.close();
    }

    private void removeIfFree(DmName name) {
        try {
            dm.remove(name);
        } catch (KernelException e) {
            assertThat(e.errno()).isIn(Errno.EBUSY, Errno.ENXIO);
        }
    }

    @Test
    void theInterfaceHasAVersion() throws KernelException {
        assertThat(dm.version().major()).isEqualTo(4);
        assertThat(dm.version().minor()).isPositive();
    }

    @Test
    void targetTypesAreListedAndFoundByName() throws KernelException {
        assertThat(dm.targetVersions()).extracting(TargetVersion::type).contains("linear", "striped", "error");
        assertThat(dm.targetVersions()).contains(new TargetVersion("linear", dm.targetVersion("linear")));
        refused(Errno.EINVAL, "DM_GET_TARGET_VERSION no-such: EINVAL", () -> dm.targetVersion("no-such"));
    }

    @Test
    void aDeviceIsMeantByNameUuidOrNumber() throws KernelException {
        var uuid = new DmUuid("DMKIT-test a");
        DevId number = DevId.of(dm.create(ONE, uuid).number());
        for (DevId id : List.of(ONE, uuid, number)) {
            dm.load(id, ZEROS, false);
            assertThat(dm.resume(id).name()).isEqualTo(ONE);
            assertThat(dm.info(id)).isEqualTo(dm.info(ONE));
            assertThat(dm.table(id, TableSlot.ACTIVE)).isEqualTo(ZEROS);
            assertThat(dm.dependencies(id, TableSlot.ACTIVE)).isEmpty();
            assertThat(dm.suspend(id, Set.of()).suspended()).isTrue();
        }
        dm.remove(uuid);
        refused(Errno.ENXIO, "DM_DEV_STATUS DMKIT-test a: ENXIO", () -> dm.info(uuid));
        refused(Errno.ENXIO, "DM_DEV_STATUS " + number + ": ENXIO", () -> dm.info(number));
    }

    @Test
    void aRefusedTableIsExplained() throws KernelException {
        dm.create(ONE, DmUuid.NONE);
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> dm.load(ONE, Table.of(8, new DmTarget.Generic("linear", "no such")), false))
                .satisfies(e -> assertThat(e.reason()).anyMatch(l -> l.startsWith("device-mapper: table: ")));
    }

    @Test
    void aDeviceIsCreatedLoadedResumedAndRemoved() throws Exception {
        DeviceInfo created = dm.create(ONE, new DmUuid("DMKIT-test-1"));
        assertThat(created.name()).isEqualTo(ONE);
        assertThat(created.uuid()).isEqualTo(new DmUuid("DMKIT-test-1"));
        assertThat(created.hasActiveTable()).isFalse();
        assertThat(created.hasInactiveTable()).isFalse();

        DeviceInfo loaded = dm.load(ONE, ZEROS, false);
        assertThat(loaded.hasInactiveTable()).isTrue();
        assertThat(loaded.hasActiveTable()).isFalse();
        assertThat(dm.table(ONE, TableSlot.INACTIVE)).isEqualTo(ZEROS);
        assertThat(dm.table(ONE, TableSlot.ACTIVE)).isEqualTo(Table.EMPTY);

        DeviceInfo running = dm.resume(ONE);
        assertThat(running.hasActiveTable()).isTrue();
        assertThat(running.hasInactiveTable()).isFalse();
        assertThat(running.suspended()).isFalse();
        assertThat(dm.info(ONE).targets()).isEqualTo(1);
        assertThat(dm.table(ONE, TableSlot.ACTIVE)).isEqualTo(ZEROS);
        assertThat(dm.status(ONE)).containsExactly(new TargetStatus(0, 2048, "zero", ""));
        assertThat(dm.devices())
                .filteredOn(d -> d.name().equals(ONE))
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.number()).isEqualTo(created.number());
                    assertThat(d.uuid()).isEqualTo(new DmUuid("DMKIT-test-1"));
                });
        assertThat(node(ONE)).exists();

        dm.remove(ONE);
        assertThat(node(ONE)).doesNotExist();
        refused(Errno.ENXIO, "DM_DEV_STATUS dmkit-test-one: ENXIO", () -> dm.info(ONE));
    }

    @Test
    void aNameOrUuidIsTakenOnce() throws KernelException {
        dm.create(ONE, new DmUuid("DMKIT-test-1"));
        refused(Errno.EBUSY, "DM_DEV_CREATE dmkit-test-one: EBUSY", () -> dm.create(ONE, DmUuid.NONE));
        refused(Errno.EBUSY, "DM_DEV_CREATE dmkit-test-two: EBUSY", () -> dm.create(TWO, new DmUuid("DMKIT-test-1")));
    }

    @Test
    void aMappedDeviceIsNamedByItsNumberInTheKernel() throws KernelException {
        DeviceNumber lower = start(ONE, ZEROS).number();
        dm.create(TWO, DmUuid.NONE);
        dm.load(TWO, Table.of(1024, new DmTarget.Linear(DeviceRef.of(ONE), 8)), true);
        dm.resume(TWO);

        Table byNumber = Table.of(1024, new DmTarget.Linear(DeviceRef.of(lower), 8));
        assertThat(dm.table(TWO, TableSlot.ACTIVE)).isEqualTo(byNumber);
        assertThat(dm.dependencies(TWO, TableSlot.ACTIVE)).containsExactly(lower);
        assertThat(dm.info(TWO).readOnly()).isTrue();
        refused(Errno.EBUSY, "DM_DEV_REMOVE dmkit-test-one: EBUSY", () -> dm.remove(ONE));
    }

    @Test
    void aTableOverADeviceThatIsNotThereIsRefused() throws KernelException {
        dm.create(TWO, DmUuid.NONE);
        refused(
                Errno.ENXIO,
                "DM_DEV_STATUS dmkit-test-one: ENXIO",
                () -> dm.load(TWO, Table.of(8, new DmTarget.Linear(DeviceRef.of(ONE), 0)), false));
        refused(
                Errno.ENXIO,
                "DM_TABLE_LOAD dmkit-test-two: ENXIO",
                () -> dm.load(TWO, Table.of(8, new DmTarget.Linear(DeviceRef.of(new DeviceNumber(240, 7)), 0)), false));
        refused(Errno.EINVAL, "DM_TABLE_LOAD dmkit-test-two: EINVAL", () -> dm.load(TWO, Table.EMPTY, false));
    }

    @Test
    void aTableLargerThanTheBufferGoesInAndComesOut() throws KernelException {
        DeviceNumber lower = start(ONE, Table.of(1 << 20, new DmTarget.Zero())).number();
        var lines = new ArrayList<Table.Line>();
        for (int i = 0; i < 1000; i++) {
            lines.add(new Table.Line(i * 8L, 8, new DmTarget.Linear(DeviceRef.of(lower), (1000L - i) * 16)));
        }
        start(TWO, new Table(lines));
        assertThat(dm.table(TWO, TableSlot.ACTIVE)).isEqualTo(new Table(lines));
        assertThat(dm.status(TWO)).hasSize(1000);
    }

    @Test
    void everyTargetWithoutDisksIsTakenAndGivenBack() throws KernelException {
        DeviceRef lower =
                DeviceRef.of(start(ONE, Table.of(1 << 20, new DmTarget.Zero())).number());
        var table = new Table(List.of(
                new Table.Line(
                        0,
                        4096,
                        new DmTarget.Striped(16, List.of(new DmTarget.Leg(lower, 0), new DmTarget.Leg(lower, 8192)))),
                new Table.Line(4096, 8, new DmTarget.Error()),
                new Table.Line(4104, 8, new DmTarget.Zero()),
                new Table.Line(4112, 8, new DmTarget.Linear(lower, 16384))));
        start(TWO, table);
        assertThat(dm.table(TWO, TableSlot.ACTIVE)).isEqualTo(table);
    }

    @Test
    void aMirrorReportsItsTableAndHealth() throws Exception {
        DeviceRef lower =
                DeviceRef.of(start(ONE, Table.of(1 << 20, new DmTarget.Zero())).number());
        Table mirror = Table.of(
                4096,
                new DmTarget.Mirror(
                        512, false, List.of(new DmTarget.Leg(lower, 0), new DmTarget.Leg(lower, 8192)), true));
        start(TWO, mirror);
        assertThat(dm.table(TWO, TableSlot.ACTIVE)).isEqualTo(mirror);
        assertThat(dm.status(TWO).getFirst().text()).contains(" 8/8 ");
    }

    @Test
    void aRaid1ReportsItsTable() throws KernelException {
        DeviceRef meta0 = DeviceRef.of(start(new DmName(MARK + "m0"), Table.of(8192, new DmTarget.Zero()))
                .number());
        DeviceRef meta1 = DeviceRef.of(start(new DmName(MARK + "m1"), Table.of(8192, new DmTarget.Zero()))
                .number());
        DeviceRef data0 = DeviceRef.of(start(new DmName(MARK + "d0"), Table.of(65536, new DmTarget.Zero()))
                .number());
        DeviceRef data1 = DeviceRef.of(start(new DmName(MARK + "d1"), Table.of(65536, new DmTarget.Zero()))
                .number());
        var raid = new DmTarget.Raid(
                "raid1",
                0,
                DmTarget.Raid.Sync.NOSYNC,
                List.of(),
                java.util.OptionalInt.of(1024),
                List.of(new DmTarget.RaidSlot(meta0, data0), new DmTarget.RaidSlot(meta1, data1)));
        start(ONE, Table.of(65536, raid));
        assertThat(dm.table(ONE, TableSlot.ACTIVE)).isEqualTo(Table.of(65536, raid));
        assertThat(dm.status(ONE).getFirst().text()).startsWith("raid1 2 AA 65536/65536 idle");
        dm.remove(ONE);
    }

    @Test
    void anInactiveTableCanBeCleared() throws KernelException {
        start(ONE, ZEROS);
        dm.load(ONE, Table.of(4096, new DmTarget.Error()), false);
        assertThat(dm.clear(ONE).hasInactiveTable()).isFalse();
        assertThat(dm.table(ONE, TableSlot.INACTIVE)).isEqualTo(Table.EMPTY);
        assertThat(dm.table(ONE, TableSlot.ACTIVE)).isEqualTo(ZEROS);
    }

    @Test
    void aTableIsSwappedBySuspendAndResume() throws KernelException {
        start(ONE, ZEROS);
        Table next = Table.of(4096, new DmTarget.Error());
        dm.load(ONE, next, false);
        assertThat(dm.suspend(ONE, Set.of(SuspendOption.NO_FLUSH, SuspendOption.SKIP_LOCK_FS))
                        .suspended())
                .isTrue();
        assertThat(dm.info(ONE).suspended()).isTrue();
        assertThat(dm.resume(ONE).suspended()).isFalse();
        assertThat(dm.table(ONE, TableSlot.ACTIVE)).isEqualTo(next);
    }

    @Test
    void nodesAreMadeUpForWhenNothingIsSuspendedAnyMore() throws KernelException {
        start(ONE, ZEROS);
        dm.suspend(ONE, Set.of());
        start(TWO, ZEROS);
        if (!Files.exists(Path.of("/run/udev/control"))) {
            assertThat(node(TWO)).doesNotExist();
        }
        dm.resume(ONE);
        assertThat(node(TWO)).exists();
    }

    @Test
    void aDeviceIsRenamed() throws KernelException {
        start(ONE, ZEROS);
        dm.rename(ONE, TWO);
        assertThat(dm.info(TWO).name()).isEqualTo(TWO);
        assertThat(node(ONE)).doesNotExist();
        assertThat(node(TWO)).exists();
        start(ONE, ZEROS);
        refused(Errno.EBUSY, "DM_DEV_RENAME dmkit-test-one: EBUSY", () -> dm.rename(ONE, TWO));
    }

    @Test
    void aUuidIsGivenOnce() throws KernelException {
        start(ONE, ZEROS);
        dm.setUuid(ONE, new DmUuid("DMKIT-test late"));
        assertThat(dm.info(ONE).uuid()).isEqualTo(new DmUuid("DMKIT-test late"));
        refused(
                Errno.EINVAL,
                "DM_DEV_RENAME dmkit-test-one: EINVAL",
                () -> dm.setUuid(ONE, new DmUuid("DMKIT-test-other")));
    }

    @Test
    void aDeviceInUseStaysUntilItsLastClose() throws Exception {
        start(ONE, ZEROS);
        try (var open = new RandomAccessFile(node(ONE).toFile(), "r")) {
            assertThat(open.read()).isZero();
            assertThat(dm.info(ONE).openCount()).isEqualTo(1);
            refused(Errno.EBUSY, "DM_DEV_REMOVE dmkit-test-one: EBUSY", () -> dm.remove(ONE));
            dm.removeDeferred(ONE);
            assertThat(dm.info(ONE).hasActiveTable()).isTrue();
        }
        // The last close hands the removal to a work queue.
        assertThat(CompletableFuture.supplyAsync(this::waitForRemoval).get(30, TimeUnit.SECONDS))
                .isTrue();
    }

    private boolean waitForRemoval() {
        while (true) {
            try {
                dm.info(ONE);
            } catch (KernelException e) {
                return e.errno() == Errno.ENXIO;
            }
        }
    }

    @Test
    void aFreeDeviceIsRemovedAtOnceEvenDeferred() throws KernelException {
        start(ONE, ZEROS);
        dm.removeDeferred(ONE);
        refused(Errno.ENXIO, "DM_DEV_STATUS dmkit-test-one: ENXIO", () -> dm.info(ONE));
        assertThat(node(ONE)).doesNotExist();
    }

    @Test
    void aMessageIsAnsweredOrRefused() throws KernelException {
        start(ONE, ZEROS);
        assertThat(dm.message(ONE, 0, "@stats_list")).isEmpty();
        assertThat(dm.message(ONE, 0, "@stats_create - 8")).isEqualTo("0");
        assertThat(dm.message(ONE, 0, "@stats_list").strip()).isEqualTo("0: 0+2048 8 - -");
        refused(
                Errno.EINVAL,
                "DM_TARGET_MSG dmkit-test-one: EINVAL",
                () -> dm.message(ONE, 0, "not a message of zero"));
    }

    @Test
    void anAnswerLargerThanTheBufferComesWhole() throws KernelException {
        start(ONE, Table.of(1 << 20, new DmTarget.Zero()));
        dm.message(ONE, 0, "@stats_create - 512");
        // One line of counters for each of 2048 areas.
        assertThat(dm.message(ONE, 0, "@stats_print 0").lines()).hasSize(2048);
    }

    @Test
    void aGeometryIsTakenWhenItIsPossible() throws KernelException {
        start(ONE, ZEROS);
        dm.setGeometry(ONE, 2, 16, 63, 63);
        refused(
                Errno.EINVAL,
                "DM_DEV_SET_GEOMETRY dmkit-test-one: EINVAL",
                () -> dm.setGeometry(ONE, 1, 1, 1, 1 << 30));
    }

    @Test
    void aWaiterIsWokenByAnEvent() throws Exception {
        start(ONE, ZEROS);
        int before = dm.info(ONE).eventNumber();
        CompletableFuture<DeviceInfo> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return dm.awaitEvent(ONE, before);
            } catch (KernelException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(waiting.isDone()).isFalse();
        // Others aren't held up by the one who waits; a new uuid is an event.
        dm.setUuid(ONE, new DmUuid("DMKIT-test-1"));
        assertThat(waiting.get(60, TimeUnit.SECONDS).eventNumber()).isNotEqualTo(before);
    }

    @Test
    void aPollSeesEventsOfAnyDevice() throws Exception {
        start(ONE, ZEROS);
        try (DeviceMapper.EventPoll poll = dm.eventPoll()) {
            assertThat(poll.await(Duration.ofMillis(50))).isFalse();
            dm.rename(ONE, TWO);
            assertThat(poll.await(Duration.ofSeconds(60))).isTrue();
            assertThat(poll.await(Duration.ofMillis(50))).isFalse();
        }
    }

    @Test
    void dmsetupSeesTheSameNameAndUuid() throws Exception {
        var blanks = new DmName(MARK + "A Volume  16ch!");
        dm.create(blanks, new DmUuid("DMRAID-A Volume"));
        dm.load(blanks, ZEROS, false);
        dm.resume(blanks);
        assertThat(dm.info(blanks).name()).isEqualTo(blanks);
        assertThat(dm.devices()).anySatisfy(d -> {
            assertThat(d.name()).isEqualTo(blanks);
            assertThat(d.uuid()).isEqualTo(new DmUuid("DMRAID-A Volume"));
        });
        assertThat(Path.of("/dev/mapper/dmkit-test-A\\x20Volume\\x20\\x2016ch\\x21"))
                .exists();
        assertThat(dmsetup("info", "-c", "--noheadings", "-o", "unmangled_name,unmangled_uuid", blanks.value()))
                .isEqualTo(blanks.value() + ":DMRAID-A Volume");
        assertThat(dmsetup("table", blanks.value())).isEqualTo("0 2048 zero");
    }

    @Test
    void removeAllTakesEverythingThatIsFree() throws KernelException {
        assumeTrue(dm.devices().isEmpty(), "other mapped devices are there");
        start(ONE, ZEROS);
        start(TWO, ZEROS);
        dm.removeAll(false);
        assertThat(dm.devices()).isEmpty();
        assertThat(node(ONE)).doesNotExist();
        dm.removeAll(true);
    }

    @Test
    void theControlNodeIsMadeWhereItIsMissing() throws Exception {
        Path node = Path.of("/dev/mapper/control");
        Path aside = Path.of("/dev/mapper/control.dmkit-test");
        Files.move(node, aside);
        try (DeviceMapper another = KernelDeviceMapper.open()) {
            assertThat(another.version()).isEqualTo(dm.version());
        } finally {
            Files.deleteIfExists(node);
            Files.move(aside, node);
        }
    }

    private DeviceInfo start(DmName name, Table table) throws KernelException {
        dm.create(name, DmUuid.NONE);
        dm.load(name, table, false);
        return dm.resume(name);
    }

    private static Path node(DmName name) {
        return Path.of("/dev/mapper", name.value());
    }

    private static String dmsetup(String... arguments) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/dmsetup")), "no dmsetup");
        var command = new ArrayList<String>();
        command.add("/usr/sbin/dmsetup");
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    private static void refused(int errno, String message, ThrowingCallable call) {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(call)
                .withMessageMatching(Pattern.quote(message) + "(; the kernel says: .*)*")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
