package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseSectorsTest {
    private static final long TEBIBYTES_8 = 1L << 34;

    @Test
    void aWriteIntoALongRunSplitsIt() {
        SparseSectors sectors = new SparseSectors();
        assertThat(sectors.add(10, TEBIBYTES_8, Disks.sector(7))).isTrue();
        sectors.write(1000, Disks.counting(1, 2));
        assertThat(runs(sectors))
                .containsExactly("10+990 7", "1000+1 1", "1001+1 2", "1002+" + (TEBIBYTES_8 - 992) + " 7");
    }

    @Test
    void aWriteOfZerosForgets() {
        SparseSectors sectors = new SparseSectors();
        sectors.write(5, Disks.counting(1, 4));
        sectors.write(6, SectorBuffer.allocate(2));
        assertThat(runs(sectors)).containsExactly("5+1 1", "8+1 4");
        assertThat(sectors.extents()).containsExactly(new Extent(5, 1), new Extent(8, 1));
    }

    @Test
    void aRunThatOverlapsAnotherIsRefused() {
        SparseSectors sectors = new SparseSectors();
        sectors.add(10, 10, Disks.sector(1));
        assertThat(sectors.add(19, 1, Disks.sector(2))).isFalse();
        assertThat(sectors.add(5, 6, Disks.sector(2))).isFalse();
        assertThat(sectors.add(0, 100, Disks.sector(2))).isFalse();
        assertThat(sectors.add(20, 1, Disks.sector(2))).isTrue();
        assertThat(sectors.add(9, 1, Disks.sector(2))).isTrue();
    }

    @Test
    void equalNeighboursAreToldAsOneRun() {
        SparseSectors sectors = new SparseSectors();
        sectors.add(4, 2, Disks.sector(9));
        sectors.add(6, 3, Disks.sector(9));
        sectors.add(9, 1, Disks.sector(8));
        assertThat(runs(sectors)).containsExactly("4+5 9", "9+1 8");
    }

    /** The plain array of 64 sectors is the model. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void behavesLikeAPlainArray(long seed) throws IOException {
        Random random = new Random(seed);
        MemoryDisk disk = new MemoryDisk(Disks.info("d", 64));
        byte[] model = new byte[64 * 512];
        for (int step = 0; step < 2000; step++) {
            int lba = random.nextInt(64);
            int count = 1 + random.nextInt(Math.min(8, 64 - lba));
            MemorySegment data = SectorBuffer.allocate(count).fill((byte) random.nextInt(3));
            disk.write(lba, data);
            MemorySegment.copy(data, 0, MemorySegment.ofArray(model), lba * 512L, count * 512L);
            assertThat(Disks.read(disk, 0, 64)).isEqualTo(model);
            MemoryDisk again =
                    new MemoryDisk(disk.info(), SectorText.parse("d", SectorText.format(disk.sectors()), 64));
            assertThat(Disks.read(again, 0, 64)).isEqualTo(model);
        }
    }

    private static List<String> runs(SparseSectors sectors) {
        List<String> runs = new ArrayList<>();
        sectors.forEach((lba, count, data) -> runs.add(lba + "+" + count + " " + data[0]));
        return runs;
    }
}
