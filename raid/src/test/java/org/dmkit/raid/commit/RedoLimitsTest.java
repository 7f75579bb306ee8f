package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.dmkit.raid.testing.FakeFormat;
import org.dmkit.raid.testing.WordsOf;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;

/** Partition tables of a disk that bears no metadata, or whose metadata are torn. */
class RedoLimitsTest {
    private static final long DISK = 2000;

    /** Looks for metadata in sector 9, as hpt37x does. */
    private static final Format<?> FORMAT = new FakeFormat("fake", (int) DISK - 9);

    private final SimulatedMachine machine = new SimulatedMachine();
    private final Disk disk = machine.attach(SimulatedDisk.inMemory("sda", DISK));

    /** One whose metadata may lie far from where they are looked for. */
    private record Wide(FakeFormat words) implements WordsOf {
        @Override
        public List<Extent> mayLie(DiskInfo disk) {
            return List.of(new Extent(1000, 1000));
        }
    }

    /** One whose metadata lie in the midst of its sets' data. */
    private record Amid(FakeFormat words) implements WordsOf {
        @Override
        public Assembly assemble(List<Reading.Found<FakeFormat.Metadata>> found) {
            Map<DiskInfo, List<Extent>> metadata =
                    found.stream().collect(Collectors.toMap(Reading.Found::disk, Reading.Found::extents));
            Assembly assembly = words.assemble(found);
            return new Assembly(
                    assembly.groups().stream()
                            .map(g -> g.withBearers(g.bearers().stream()
                                    .map(b -> new Bearer(
                                            b.disk(), b.standing(), metadata.getOrDefault(b.disk(), List.of())))
                                    .toList()))
                            .toList(),
                    assembly.findings());
        }
    }

    private boolean allows(Extent extent) {
        return allows(FORMAT, extent);
    }

    private boolean allows(Format<?> format, Extent extent) {
        try (Scan scan = Scanner.scan(machine.disks(), machine.reader(), List.of(format))) {
            return new RedoLimits(scan, List.of(format)).allows(disk.info(), extent);
        }
    }

    /** The header of a table whose second copy ends in this sector. */
    private void partitioned(long last) throws Exception {
        byte[] header = new byte[512];
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("EFI PART".getBytes(StandardCharsets.US_ASCII))
                .putLong(32, last);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            sector.copyFrom(MemorySegment.ofArray(header));
            disk.write(1, sector);
        }
    }

    @Test
    void neitherCopyOfAPartitionTableIsWritten() throws Exception {
        assertThat(allows(new Extent(DISK - 1, 1))).isTrue();
        assertThat(allows(new Extent(9, 1))).isTrue();

        partitioned(DISK - 1);

        assertThat(allows(new Extent(DISK - 1, 1))).isFalse();
        assertThat(allows(new Extent(DISK - 33, 1))).isFalse();
        assertThat(allows(new Extent(9, 1))).isFalse();
        assertThat(allows(new Extent(DISK - 34, 1))).isTrue();
    }

    @Test
    void metadataInTheMidstOfTheirOwnSetsDataAreWrittenAndNothingElseThere() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            sector.copyFrom(MemorySegment.ofArray("fake set 0".getBytes(StandardCharsets.US_ASCII)));
            disk.write(9, sector);
        }
        Format<?> amid = new Amid(new FakeFormat("fake", (int) DISK - 9));

        assertThat(allows(amid, new Extent(9, 1))).isTrue();
        assertThat(allows(amid, new Extent(8, 1))).isFalse();
        assertThat(allows(amid, new Extent(9, 2))).isFalse();
        assertThat(allows(FORMAT, new Extent(9, 1)))
                .as("of a set without metadata there")
                .isFalse();
        Format<?> other = new FakeFormat("other", (int) DISK - 50);
        try (Scan scan = Scanner.scan(machine.disks(), machine.reader(), List.of(amid, other))) {
            assertThat(new RedoLimits(scan, List.of(amid, other)).allows(disk.info(), new Extent(50, 1)))
                    .as("where another format has its own")
                    .isFalse();
        }
    }

    @Test
    void newMetadataLieFarFromTheEndOnlyWhereNothingElseIs() throws Exception {
        Format<?> wide = new Wide(new FakeFormat("fake", 1));
        assertThat(allows(wide, new Extent(1000, 2))).isTrue();
        assertThat(allows(wide, new Extent(998, 2))).isFalse();

        partitioned(DISK - 100);

        assertThat(allows(wide, new Extent(1000, 2))).isFalse();
        assertThat(allows(wide, new Extent(DISK - 2, 2))).isTrue();
    }

    @Test
    void theTableInAMirrorWhoseMetadataAreTornDoesNotKeepThemFromBeingRestored() throws Exception {
        partitioned(DISK - 100);

        assertThat(allows(new Extent(DISK - 2, 2))).isTrue();
    }
}
