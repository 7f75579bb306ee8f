package org.dmkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.simulation.Bench.X;
import static org.dmkit.simulation.Bench.raid;
import static org.dmkit.simulation.Bench.random;
import static org.dmkit.simulation.Bench.read;
import static org.dmkit.simulation.Bench.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dmkit.blockio.Disk;
import org.dmkit.dm.DeviceMapper.SuspendOption;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices that change while programs use them: who waits, for what, and that nothing is lost. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LiveChangeTest {
    private static final int MEMBER = 2048;
    private static final Set<SuspendOption> NO_FLUSH = EnumSet.of(SuspendOption.NO_FLUSH);
    private static final DmName Y = new DmName("y");

    private final Bench bench = new Bench(6);
    private final ExecutorService programs = Executors.newCachedThreadPool();

    @AfterEach
    void endPrograms() {
        programs.shutdownNow();
    }

    private <T> Future<T> inBackground(Callable<T> work) {
        return programs.submit(work);
    }

    private Future<Void> writing(Disk disk, long lba, byte[] content) {
        return inBackground(() -> {
            write(disk, lba, content);
            return null;
        });
    }

    private static void assertWaits(Future<?> work) {
        assertThatThrownBy(() -> work.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    private DmTarget.Linear linear(int disk) {
        return new DmTarget.Linear(bench.disk(disk), 0);
    }

    private DmTarget.Mirror mirror() {
        return new DmTarget.Mirror(
                512, false, List.of(new DmTarget.Leg(bench.disk(0), 0), new DmTarget.Leg(bench.disk(1), 0)), true);
    }

    @Test
    void accessToASuspendedDeviceWaitsAndGoesToTheNextTable() throws Exception {
        bench.create(MEMBER, linear(0));
        Disk x = bench.open();
        bench.dm.load(X, Table.of(MEMBER, linear(1)), false);
        bench.dm.suspend(X, NO_FLUSH);
        Future<Void> write = writing(x, 5, random(1, 1));
        assertWaits(write);
        bench.dm.resume(X);
        write.get();
        assertThat(read(bench.disks.get(0), 5, 1)).containsOnly(0);
        assertThat(read(bench.disks.get(1), 5, 1)).isEqualTo(random(1, 1));
    }

    @Test
    void accessWaitsForASuspendedDeviceBelow() throws Exception {
        bench.create(Y, Table.of(MEMBER, linear(0)));
        bench.create(MEMBER, new DmTarget.Linear(DeviceRef.of(Y), 0));
        Disk x = bench.open();
        bench.dm.suspend(Y, NO_FLUSH);
        Future<Void> write = writing(x, 5, random(1, 1));
        assertWaits(write);
        bench.dm.resume(Y);
        write.get();
        assertThat(read(x, 5, 1)).isEqualTo(random(1, 1));
    }

    @Test
    void suspendingWaitsForWhatIsUnderWayBelow() throws Exception {
        bench.create(Y, Table.of(MEMBER, linear(0)));
        bench.create(MEMBER, new DmTarget.Linear(DeviceRef.of(Y), 0));
        bench.dm.suspend(Y, NO_FLUSH);
        Future<Void> write = writing(bench.open(), 5, random(1, 1));
        assertWaits(write);
        Future<Boolean> suspend =
                inBackground(() -> bench.dm.suspend(X, NO_FLUSH).suspended());
        assertWaits(suspend);
        bench.dm.resume(Y);
        assertThat(suspend.get()).isTrue();
        write.get();
    }

    @Test
    void aDeadClassicMirrorHoldsWritesUntilASwap() throws Exception {
        bench.create(MEMBER, mirror());
        Disk x = bench.open();
        write(x, 0, random(1, 8));
        bench.machine.vanish(bench.disks.get(1));
        Future<Void> held = writing(x, 2, random(2, 2));
        assertWaits(held);
        assertThat(bench.dm.awaitEvent(X, 0).eventNumber()).isEqualTo(1);
        assertThat(bench.status()).isEqualTo("2 8:0 8:16 3/4 1 AD 1 core");
        assertThat(read(x, 0, 1)).isEqualTo(Arrays.copyOf(random(1, 8), 512));

        bench.swap(X, Table.of(MEMBER, raid("raid1 3 0 rebuild 1", List.of(bench.slot(0), bench.slot(2)))));
        held.get();
        assertThat(read(x, 2, 2)).isEqualTo(random(2, 2));
        bench.advanceToTheEnd();
        assertThat(read(bench.disks.get(2), 0, MEMBER)).isEqualTo(read(bench.disks.get(0), 0, MEMBER));
    }

    @Test
    void aFlushingSuspendFailsTheWritesThatADeadMirrorHolds() throws Exception {
        bench.create(MEMBER, mirror());
        bench.machine.vanish(bench.disks.get(1));
        Future<Void> held = writing(bench.open(), 2, random(2, 2));
        assertWaits(held);
        bench.dm.suspend(X, Set.of());
        assertThatThrownBy(held::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(KernelException.class)
                .hasMessageContaining("EIO");
    }

    @Test
    void withoutMetadataALostMemberFreezesWritesAndEvenSuspendHangs() throws Exception {
        bench.create(
                MEMBER,
                raid(
                        "raid1 2 0 nosync",
                        List.of(
                                new DmTarget.RaidSlot(DeviceRef.NONE, bench.disk(0)),
                                new DmTarget.RaidSlot(DeviceRef.NONE, bench.disk(1)))));
        Disk x = bench.open();
        bench.machine.vanish(bench.disks.get(1));
        Future<Void> frozen = writing(x, 0, random(1, 1));
        assertWaits(frozen);
        assertThat(bench.status()).isEqualTo("raid1 2 AD 2048/2048 idle 0 0 -");
        Future<?> suspend = inBackground(() -> bench.dm.suspend(X, NO_FLUSH));
        assertWaits(suspend);
        bench.machine.powerCut();
        assertThatThrownBy(frozen::get).hasCauseInstanceOf(PowerCut.class);
        assertThatThrownBy(suspend::get).hasCauseInstanceOf(PowerCut.class);
    }

    @Test
    void anEventWakesWhoWaitsForAnyDevice() throws Exception {
        bench.create(MEMBER, raid("raid1 2 0 nosync", bench.slots(2)));
        Future<Boolean> poll = inBackground(() -> {
            try (var events = bench.dm.eventPoll()) {
                return events.await(Duration.ofMinutes(1));
            }
        });
        assertWaits(poll);
        bench.machine.vanish(bench.disks.get(1));
        write(bench.open(), 0, random(1, 1));
        assertThat(poll.get()).isTrue();
    }

    @Test
    void theClockFinishesARebuild() throws Exception {
        bench.create(MEMBER, raid("raid1 3 0 rebuild 1", bench.slots(2)));
        try (var clock = bench.machine.startClock(100, Duration.ofMillis(1))) {
            assertThat(clock).isNotNull();
            bench.dm.awaitEvent(X, 0);
        }
        assertThat(bench.status()).isEqualTo("raid1 2 AA 2048/2048 idle 0 0 -");
    }

    /** A program that writes a counter to one sector after the other and remembers what was acknowledged. */
    private static final class Writer implements Callable<long[]> {
        private final Disk disk;
        private final Semaphore acknowledged = new Semaphore(0);
        private volatile boolean stopped;

        Writer(Disk disk) {
            this.disk = disk;
        }

        @Override
        public long[] call() throws IOException {
            var written = new long[MEMBER];
            for (long n = 1; !stopped; n++) {
                int lba = (int) (n * 7919 % MEMBER);
                var sector = ByteBuffer.allocate(512);
                sector.putLong(0, n);
                write(disk, lba, sector.array());
                written[lba] = n;
                acknowledged.release();
            }
            return written;
        }

        void goesOn() throws InterruptedException {
            acknowledged.drainPermits();
            acknowledged.acquire(20);
        }

        void stop() {
            stopped = true;
        }
    }

    private void awaitAllInSync() throws IOException {
        int seen = bench.event();
        while (!bench.status().contains("AA")) {
            seen = bench.dm.awaitEvent(X, seen).eventNumber();
        }
    }

    @Test
    void aWriterLosesNothingWhileItsSetIsChangedAllTheTime() throws Exception {
        List<DmTarget.RaidSlot> slots = new ArrayList<>(bench.slots(2));
        bench.create(MEMBER, raid("raid1 2 0 nosync", slots));
        Disk x = bench.open();
        var writer = new Writer(x);
        Future<long[]> running = inBackground(writer);
        try (var clock = bench.machine.startClock(64, Duration.ofMillis(1))) {
            assertThat(clock).isNotNull();
            for (int spare = 2; spare < 6; spare++) {
                int lost = spare % 2;
                writer.goesOn();
                DeviceRef old = slots.get(lost).data();
                for (Disk disk : bench.machine.disks()) {
                    if (DeviceRef.of(Bench.numberOf(disk)).equals(old)) {
                        bench.machine.vanish(disk);
                    }
                }
                writer.goesOn();
                slots.set(lost, bench.slot(spare));
                bench.swap(X, Table.of(MEMBER, raid("raid1 3 0 rebuild " + lost, slots)));
                writer.goesOn();
                awaitAllInSync();
            }
        }
        writer.stop();
        long[] written = running.get();
        for (int slot = 0; slot < 2; slot++) {
            Disk member = bench.disks.get(4 + slot);
            for (int lba = 0; lba < MEMBER; lba++) {
                assertThat(ByteBuffer.wrap(read(member, lba, 1)).getLong(0)).isEqualTo(written[lba]);
            }
        }
    }

    @Test
    void aLegSetChangesUnderAMountedStripe() throws Exception {
        DmName left = new DmName("left");
        DmName right = new DmName("right");
        bench.create(left, Table.of(MEMBER, raid("raid1 2 0 nosync", List.of(bench.slot(0), bench.slot(1)))));
        bench.create(right, Table.of(MEMBER, raid("raid1 2 0 nosync", List.of(bench.slot(2), bench.slot(3)))));
        bench.create(
                2L * MEMBER,
                new DmTarget.Striped(
                        16,
                        List.of(new DmTarget.Leg(DeviceRef.of(left), 0), new DmTarget.Leg(DeviceRef.of(right), 0))));
        var writer = new Writer(bench.open());
        Future<long[]> running = inBackground(writer);
        writer.goesOn();
        bench.machine.vanish(bench.disks.get(3));
        writer.goesOn();
        bench.swap(right, Table.of(MEMBER, raid("raid1 3 0 rebuild 1", List.of(bench.slot(2), bench.slot(4)))));
        writer.goesOn();
        bench.advanceToTheEnd();
        writer.stop();
        long[] written = running.get();
        for (int lba = 0; lba < MEMBER; lba++) {
            assertThat(ByteBuffer.wrap(read(bench.open(), lba, 1)).getLong(0)).isEqualTo(written[lba]);
        }
        assertThat(read(bench.disks.get(4), 0, MEMBER)).isEqualTo(read(bench.disks.get(2), 0, MEMBER));
    }
}
