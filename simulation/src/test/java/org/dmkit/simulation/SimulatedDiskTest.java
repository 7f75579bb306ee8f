package org.dmkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.simulation.Bench.random;
import static org.dmkit.simulation.Bench.read;
import static org.dmkit.simulation.Bench.write;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
    private final SimulatedDisk disk = SimulatedDisk.inMemory("a", 1000);

    @Test
    void readsWhatWasWrittenAndZerosElsewhere() throws IOException {
        byte[] content = random(1, 20);
        write(disk, 5, content);
        assertThat(read(disk, 5, 20)).isEqualTo(content);
        assertThat(read(disk, 0, 5)).containsOnly(0);
        disk.flush();
        assertThat(read(disk, 5, 20)).isEqualTo(content);
    }

    @Test
    void holdsTebibytesOfWhichOnlyWhatIsWrittenTakesSpace() throws IOException {
        SimulatedDisk big = SimulatedDisk.inMemory("big", 1L << 34);
        byte[] content = random(2, 3);
        write(big, (1L << 34) - 3, content);
        big.flush();
        assertThat(read(big, (1L << 34) - 3, 3)).isEqualTo(content);
    }

    @Test
    void aPowerCutKeepsWhatWasFlushedAndLosesTheRest() throws IOException {
        byte[] flushed = random(3, 2);
        write(disk, 0, flushed);
        disk.flush();
        write(disk, 0, random(4, 2));
        disk.powerCut(pending -> false);
        assertThat(read(disk, 0, 2)).isEqualTo(flushed);
        assertThat(disk.unflushed()).isEmpty();
    }

    @Test
    void anySubsetOfTheSectorsOfOneWriteMaySurvive() throws IOException {
        byte[] content = random(5, 3);
        write(disk, 10, content);
        assertThat(disk.unflushed()).extracting(Pending::lba).containsExactly(10L, 11L, 12L);
        disk.powerCut(pending -> pending.lba() != 11);
        assertThat(read(disk, 10, 1)).isEqualTo(Arrays.copyOf(content, 512));
        assertThat(read(disk, 11, 1)).containsOnly(0);
        assertThat(read(disk, 12, 1)).isEqualTo(Arrays.copyOfRange(content, 1024, 1536));
    }

    @Test
    void ofASectorWrittenTwiceTheFirstVersionMaySurvive() throws IOException {
        byte[] first = random(6, 1);
        write(disk, 7, first);
        write(disk, 7, random(7, 1));
        Pending older = disk.unflushed().getFirst();
        disk.powerCut(pending -> pending == older);
        assertThat(read(disk, 7, 1)).isEqualTo(first);
    }

    @Test
    void aCopyIsInTheSameStateAndIndependent() throws IOException {
        byte[] flushed = random(8, 1);
        write(disk, 0, flushed);
        disk.flush();
        write(disk, 0, random(9, 1));
        SimulatedDisk copy = disk.copy();
        copy.powerCut(pending -> false);
        assertThat(read(copy, 0, 1)).isEqualTo(flushed);
        assertThat(read(disk, 0, 1)).isEqualTo(random(9, 1));
    }

    @Test
    void whatIsDurableAndDiffersFromAnEarlierCopyIsKnownSectorBySector() throws IOException {
        write(disk, 0, random(8, 1));
        write(disk, 998, random(9, 2));
        disk.flush();
        SimulatedDisk copy = disk.copy();
        write(copy, 3, random(10, 1));
        write(copy, 999, random(11, 1));
        copy.flush();
        write(copy, 500, random(12, 1));
        assertThat(copy.differing(disk)).containsOnlyKeys(3L, 999L);
        assertThat(copy.differing(disk).get(999L)).isEqualTo(random(11, 1));
        assertThat(disk.differing(copy).get(3L)).containsOnly(0);
        write(copy, 3, new byte[512]);
        write(copy, 999, read(disk, 999, 1));
        copy.flush();
        assertThat(copy.differing(disk)).containsOnlyKeys(500L);
    }

    @Test
    void aDiskOfAnotherSizeIsNotCompared() {
        assertThatThrownBy(() -> disk.differing(SimulatedDisk.inMemory("b", 999)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDiskOverAnotherChangesThatOneOnFlush() throws IOException {
        SimulatedDisk over = SimulatedDisk.over(disk);
        write(over, 3, random(10, 1));
        assertThat(read(disk, 3, 1)).containsOnly(0);
        over.flush();
        assertThat(read(disk, 3, 1)).isEqualTo(random(10, 1));
        assertThat(disk.unflushed()).isEmpty();
    }

    @Test
    void aCopyOnWriteDiskNeverChangesTheOneBelow() throws IOException {
        write(disk, 3, random(11, 1));
        SimulatedDisk above = SimulatedDisk.copyOnWrite(disk);
        write(above, 4, random(12, 1));
        above.flush();
        assertThat(read(above, 3, 1)).isEqualTo(random(11, 1));
        assertThat(read(above, 4, 1)).isEqualTo(random(12, 1));
        assertThat(read(disk, 4, 1)).containsOnly(0);
    }

    @Test
    void aFailedDiskRefusesEverythingUntilItIsRestored() throws IOException {
        write(disk, 0, random(13, 1));
        disk.fail(Errno.ENXIO);
        assertErrno(Errno.ENXIO, () -> write(disk, 0, random(1, 1)));
        assertErrno(Errno.ENXIO, disk::flush);
        disk.restore();
        assertThat(read(disk, 0, 1)).isEqualTo(random(13, 1));
    }

    @Test
    void badSectorsFailAloneAndAreHealedByAWrite() throws IOException {
        disk.failReadsAt(new Extent(10, 2));
        disk.failWritesAt(new Extent(20, 1));
        try (Arena arena = Arena.ofConfined()) {
            var buffer = arena.allocate(512, 4096);
            disk.read(9, buffer);
            assertErrno(Errno.EIO, () -> disk.read(10, buffer));
            write(disk, 10, random(1, 1));
            disk.read(10, buffer);
            assertErrno(Errno.EIO, () -> disk.read(11, buffer));
        }
        assertErrno(Errno.EIO, () -> write(disk, 19, random(1, 2)));
        write(disk, 21, random(1, 1));
    }

    @Test
    void aReadOnlyDiskRefusesWrites() throws IOException {
        disk.setReadOnly(true);
        assertErrno(Errno.EPERM, () -> write(disk, 0, random(1, 1)));
        disk.setReadOnly(false);
        write(disk, 0, random(1, 1));
    }

    @Test
    void accessBeyondTheEndIsRefused() {
        assertErrno(Errno.EINVAL, () -> write(disk, 999, random(1, 2)));
    }

    @Test
    void anObserverSeesEachOperationBeforeItHappensAndCanStopThere() throws IOException {
        List<Operation> seen = new ArrayList<>();
        disk.onOperation(seen::add);
        write(disk, 5, random(1, 2));
        disk.flush();
        assertThat(seen).containsExactly(new Operation.Write("a", new Extent(5, 2)), new Operation.Flush("a"));
        disk.onOperation(operation -> {
            throw new PowerCut();
        });
        assertThatExceptionOfType(PowerCut.class).isThrownBy(() -> write(disk, 50, random(1, 1)));
        assertThat(read(disk, 50, 1)).containsOnly(0);
    }

    interface Act {
        void run() throws IOException;
    }

    static void assertErrno(int errno, Act act) {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(act::run)
                .satisfies(e -> assertThat(Errno.name(e.errno())).isEqualTo(Errno.name(errno)));
    }
}
