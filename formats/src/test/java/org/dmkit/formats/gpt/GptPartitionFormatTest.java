package org.dmkit.formats.gpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.PartitionedSet;
import org.dmkit.formats.dos.DosPartitionFormat;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.PartitionReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GptPartitionFormatTest {
    private static final GptPartitionFormat GPT = new GptPartitionFormat();
    private static final int COUNT = 128;

    @TempDir
    Path directory;

    private PartitionedSet set = new PartitionedSet(100_000, 512);
    private Block entries = Block.zeros(COUNT * 128);

    private void entry(int number, long first, long last) {
        int at = (number - 1) * 128;
        entries = entries.with64(at, 0x0FC6_3DAF_8483_4772L)
                .with64(at + 16, number)
                .with64(at + 32, first)
                .with64(at + 40, last);
    }

    /** A table as the sheet of the format has it, with both copies. */
    private void write() {
        set.put(
                0,
                Block.zeros(512)
                        .with8(450, 0xee)
                        .with32(454, 1)
                        .with32(458, set.blocks() - 1)
                        .with16(510, 0xaa55));
        long array = arrayBlocks();
        copy(1, set.blocks() - 1, 2);
        copy(set.blocks() - 1, 1, set.blocks() - 1 - array);
    }

    private long arrayBlocks() {
        return entries.size() / set.blockSize();
    }

    private void copy(long lba, long alternate, long array) {
        set.put(array, entries);
        set.put(
                lba,
                sealed(Block.zeros(set.blockSize())
                        .with(0, Block.copyOf("EFI PART".getBytes(StandardCharsets.US_ASCII)))
                        .with32(8, 0x10000)
                        .with32(12, 92)
                        .with64(24, lba)
                        .with64(32, alternate)
                        .with64(40, 2 + arrayBlocks())
                        .with64(48, set.blocks() - 2 - arrayBlocks())
                        .with64(56, 42)
                        .with64(72, array)
                        .with32(80, COUNT)
                        .with32(84, 128)
                        .with32(88, crc(entries))));
    }

    private static Block sealed(Block header) {
        return header.with32(16, 0).with32(16, crc(header.with32(16, 0).slice(0, 92)));
    }

    private static long crc(Block bytes) {
        var crc = new CRC32();
        crc.update(bytes.toBytes());
        return crc.getValue();
    }

    /** Changes a header, keeping its checksum right. */
    private void change(long lba, int offset, long value) {
        set.put(lba, sealed(set.get(lba).with64(offset, value)));
    }

    private void spoil(long block) {
        set.put(block, set.get(block).with8(60, set.get(block).u8(60) ^ 1));
    }

    private void twoPartitions() {
        entry(1, 2048, 4095);
        entry(3, 4096, 94_095);
        write();
    }

    @Test
    void numbersAreThoseOfThePlacesInTheArray() throws Exception {
        twoPartitions();
        assertThat(set.partitions(GPT))
                .containsExactly("1 2048+2048", "3 4096+90000")
                .isEqualTo(set.partitionsByPartx(directory));
        assertThat(set.codes(GPT)).isEmpty();
    }

    @Test
    void theWholeUsableRangeCanBeMapped() throws Exception {
        entry(128, 34, 99_966);
        write();
        assertThat(set.partitions(GPT)).containsExactly("128 34+99933").isEqualTo(set.partitionsByPartx(directory));
    }

    @Test
    void withLargeBlocksAddressesCountThese() {
        set = new PartitionedSet(10_000, 4096);
        entry(1, 256, 511);
        write();
        assertThat(set.partitions(GPT)).containsExactly("1 2048+2048");
        assertThat(set.codes(GPT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, gpt.checksum", "2, gpt.array-checksum"})
    void aSpoiltPrimaryGivesWayToTheBackup(long block, String code) throws Exception {
        twoPartitions();
        spoil(block);
        assertThat(set.partitions(GPT))
                .containsExactly("1 2048+2048", "3 4096+90000")
                .isEqualTo(set.partitionsByPartx(directory));
        assertThat(set.codes(GPT)).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aPrimaryThatCannotBeReadGivesWayToTheBackup(long block) {
        twoPartitions();
        set.unreadable(block);
        assertThat(set.partitions(GPT)).containsExactly("1 2048+2048", "3 4096+90000");
        assertThat(set.codes(GPT)).containsExactly("gpt.unreadable");
    }

    @Test
    void aMissingBackupIsToldAndNoReasonToMapNothing() {
        twoPartitions();
        set.put(set.blocks() - 1, Block.zeros(512));
        assertThat(set.partitions(GPT)).hasSize(2);
        assertThat(set.codes(GPT)).containsExactly("gpt.signature");
    }

    /** The set has grown: the backup is where its end was. */
    @Test
    void aBackupThatIsNotAtTheEndIsFoundByThePrimaryHeader() {
        twoPartitions();
        copy(60_000, 1, 60_001);
        change(1, 32, 60_000);
        set.put(set.blocks() - 1, Block.zeros(512));
        spoil(2);
        assertThat(set.partitions(GPT)).containsExactly("1 2048+2048", "3 4096+90000");
        assertThat(set.codes(GPT)).containsExactly("gpt.array-checksum", "gpt.signature");
    }

    @Test
    void withoutAGoodCopyNothingIsMapped() {
        twoPartitions();
        spoil(1);
        spoil(set.blocks() - 1);
        assertThat(set.reading(GPT)).isInstanceOf(PartitionReading.Broken.class);
        assertThat(set.codes(GPT)).containsExactly("gpt.checksum", "gpt.checksum", "gpt.no-copy");
        assertThat(set.reading(new DosPartitionFormat())).isInstanceOf(PartitionReading.Absent.class);
    }

    @Test
    void copiesThatDifferAreToldAndThePrimaryIsTaken() {
        twoPartitions();
        entry(3, 4096, 5000);
        copy(set.blocks() - 1, 1, set.blocks() - 33);
        assertThat(set.partitions(GPT)).containsExactly("1 2048+2048", "3 4096+90000");
        assertThat(set.codes(GPT)).containsExactly("gpt.copies-differ");
    }

    @Test
    void headersWithoutAProtectiveEntryAreLeftovers() {
        twoPartitions();
        set.put(0, set.get(0).with8(450, 0x83));
        assertThat(set.reading(GPT)).isInstanceOf(PartitionReading.Absent.class);
        assertThat(set.partitions(new DosPartitionFormat())).containsExactly("1 1+99999");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void theProtectiveEntryMayStandInAnySlotBesideOthers(int slot) {
        twoPartitions();
        Block hybrid = Block.zeros(512)
                .with8(450, 0x83)
                .with8(466, 0x83)
                .with8(482, 0x83)
                .with8(498, 0x83);
        set.put(0, hybrid.with8(450 + 16 * slot, 0xee).with16(510, 0xaa55));
        assertThat(set.partitions(GPT)).containsExactly("1 2048+2048", "3 4096+90000");
        assertThat(set.reading(new DosPartitionFormat())).isInstanceOf(PartitionReading.Absent.class);
    }

    @Test
    void entriesOutsideTheUsableRangeAreLeftOutAndTheOthersStand() {
        entry(1, 33, 100);
        entry(2, 2048, 99_967);
        entry(3, 5000, 4999);
        entry(4, -1, 5000);
        entry(5, 2048, 4095);
        write();
        assertThat(set.partitions(GPT)).containsExactly("5 2048+2048");
        assertThat(set.codes(GPT)).hasSize(4).containsOnly("gpt.entry-range");
    }

    @ParameterizedTest
    @CsvSource({
        "24, 2, gpt.my-lba",
        "40, -1, gpt.usable",
        "48, 100000, gpt.usable",
        "40, 99967, gpt.usable",
        "72, -1, gpt.array-place",
        "72, 99999, gpt.array-place",
        "72, 1, gpt.array-place"
    })
    void aHeaderWithASoundChecksumAndAnAbsurdFieldIsNotBelieved(int offset, long value, String code) {
        twoPartitions();
        change(1, offset, value);
        assertThat(set.codes(GPT)).containsExactly(code);
        assertThat(set.partitions(GPT)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 128", "128, 0", "128, 100", "128, 192", "4294967295, 128", "1, 4294967168"})
    void anAbsurdArrayIsNotReadAtAll(long count, long size) {
        twoPartitions();
        set.put(1, sealed(set.get(1).with32(80, count).with32(84, size)));
        assertThat(set.codes(GPT)).containsExactly("gpt.array-size");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 91, 513, 0xffff_ffffL})
    void aHeaderSizeThatDoesNotFitIsNotBelieved(long size) {
        twoPartitions();
        set.put(1, set.get(1).with32(12, size));
        assertThat(set.codes(GPT)).containsExactly("gpt.header-size");
    }

    @Test
    void aSetTooSmallForATableHasNone() {
        for (int blocks = 1; blocks < 40; blocks++) {
            var small = new PartitionedSet(blocks, 512)
                    .put(0, Block.zeros(512).with8(450, 0xee).with16(510, 0xaa55));
            assertThat(small.reading(GPT)).isNotInstanceOf(PartitionReading.Found.class);
        }
    }

    @Test
    void whateverIsWrittenNothingLiesOutsideTheSet() {
        twoPartitions();
        Block good = set.get(1);
        var random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            Block bad = good;
            for (int field = 0; field < 2; field++) {
                int at = 24 + 4 * random.nextInt(17);
                bad = bad.with32(at, random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(70_000));
            }
            set.put(1, sealed(bad));
            if (set.reading(GPT) instanceof PartitionReading.Found found) {
                var whole = new Extent(0, set.blocks());
                assertThat(found.partitions()).allMatch(p -> whole.contains(p.extent()));
            }
        }
    }
}
