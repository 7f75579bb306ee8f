package org.dmkit.formats.dos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.PartitionedSet;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.PartitionReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DosPartitionFormatTest {
    private static final DosPartitionFormat DOS = new DosPartitionFormat();
    private static final long BLOCKS = 100_000;

    @TempDir
    Path directory;

    private final PartitionedSet set = new PartitionedSet(BLOCKS, 512);

    /** Adds a signature, and an entry. */
    private static void entry(PartitionedSet set, long block, int slot, int type, long start, long length) {
        int at = 446 + 16 * slot;
        set.put(
                block,
                set.get(block)
                        .with8(at + 4, type)
                        .with32(at + 8, start)
                        .with32(at + 12, length)
                        .with16(510, 0xaa55));
    }

    private void primary(int number, int type, long start, long length) {
        entry(set, 0, number - 1, type, start, length);
    }

    private void logical(long link, long start, long length) {
        entry(set, link, 0, 0x83, start, length);
    }

    private void link(long from, long relative) {
        entry(set, from, 1, 0x05, relative, 1000);
    }

    @Test
    void primariesHaveTheNumbersOfTheirSlots() throws Exception {
        primary(1, 0x83, 2048, 4096);
        primary(3, 0x07, 10_240, 4096);
        primary(4, 0x0c, 20_000, BLOCKS - 20_000);
        assertThat(set.partitions(DOS))
                .containsExactly("1 2048+4096", "3 10240+4096", "4 20000+80000")
                .isEqualTo(set.partitionsByPartx(directory));
        assertThat(set.codes(DOS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x05, 0x0f, 0x85})
    void logicalsAreCountedFromTheirLinkAndLinksFromTheExtendedPartition(int type) throws Exception {
        primary(1, 0x83, 2048, 4096);
        primary(2, type, 10_000, 80_000);
        logical(10_000, 63, 8192);
        link(10_000, 20_000);
        logical(30_000, 63, 8192);
        link(30_000, 40_000);
        logical(50_000, 2048, 40_000 - 2048);
        assertThat(set.partitions(DOS))
                .containsExactly("1 2048+4096", "5 10063+8192", "6 30063+8192", "7 52048+37952")
                .isEqualTo(set.partitionsByPartx(directory));
        assertThat(set.codes(DOS)).isEmpty();
    }

    @Test
    void aLinkWithoutAPartitionTakesNoNumber() throws Exception {
        primary(1, 0x05, 10_000, 80_000);
        link(10_000, 20_000);
        logical(30_000, 63, 8192);
        assertThat(set.partitions(DOS)).containsExactly("5 30063+8192").isEqualTo(set.partitionsByPartx(directory));
    }

    /** dmraid takes such a start as counted from the beginning of the set. */
    @Test
    void aLogicalThatStartsFartherFromItsLinkThanThatFromSectorZeroIsCountedFromItsLinkToo() throws Exception {
        primary(1, 0x0f, 2048, 90_000);
        logical(2048, 30_000, 1000);
        assertThat(set.partitions(DOS)).containsExactly("5 32048+1000").isEqualTo(set.partitionsByPartx(directory));
    }

    @Test
    void theFirstSectorAndTheLastCanBeMapped() {
        primary(1, 0x83, 1, 1);
        primary(2, 0x83, BLOCKS - 1, 1);
        assertThat(set.partitions(DOS)).containsExactly("1 1+1", "2 99999+1");
    }

    @Test
    void emptyEntriesAreNoPartitions() {
        primary(1, 0x00, 10, 10);
        primary(2, 0x83, 0, 10);
        primary(3, 0x83, 10, 0);
        assertThat(set.partitions(DOS)).isEmpty();
        assertThat(set.codes(DOS)).isEmpty();
    }

    @Test
    void overlapsAreNobodysBusiness() {
        primary(1, 0x83, 2048, 30_000);
        primary(2, 0x83, 16_384, 30_000);
        assertThat(set.partitions(DOS)).containsExactly("1 2048+30000", "2 16384+30000");
    }

    @Test
    void whatEndsBehindTheSetIsLeftOutAndTheOthersStand() {
        primary(1, 0x83, 2048, 4096);
        primary(2, 0x83, 50_000, BLOCKS);
        primary(3, 0x83, 0xffff_ffffL, 0xffff_ffffL);
        assertThat(set.partitions(DOS)).containsExactly("1 2048+4096");
        assertThat(set.codes(DOS)).containsExactly("dos.past-end", "dos.past-end");
    }

    @Test
    void entriesNoneOfWhichFitAreNoTableOfThisSet() {
        primary(1, 0x83, 2048, BLOCKS);
        assertThat(set.reading(DOS)).isInstanceOf(PartitionReading.Broken.class);
        assertThat(set.codes(DOS)).containsExactly("dos.past-end");
    }

    @Test
    void aLogicalOutsideTheExtendedPartitionIsLeftOutAndTheNextKeepsItsNumber() {
        primary(1, 0x05, 10_000, 50_000);
        logical(10_000, 63, 60_000);
        link(10_000, 20_000);
        logical(30_000, 63, 8192);
        assertThat(set.partitions(DOS)).containsExactly("6 30063+8192");
        assertThat(set.codes(DOS)).containsExactly("dos.logical-outside");
    }

    @ParameterizedTest
    @CsvSource({"0", "20000"})
    void aChainThatLoopsEnds(long back) {
        primary(1, 0x05, 10_000, 80_000);
        logical(10_000, 63, 100);
        link(10_000, 20_000);
        logical(30_000, 63, 100);
        entry(set, 30_000, 1, 0x05, back, back == 0 ? 0 : 1000);
        entry(set, 30_000, 2, 0x0f, 20_000, 1000);
        assertThat(set.partitions(DOS)).containsExactly("5 10063+100", "6 30063+100");
        assertThat(set.codes(DOS)).contains("dos.chain-loop");
    }

    @Test
    void aChainOfTooManyLinksEnds() {
        primary(1, 0x05, 10, 90_000);
        for (int i = 0; i < 1100; i++) {
            logical(10 + 2L * i, 1, 1);
            link(10 + 2L * i, 2L * (i + 1));
        }
        assertThat(set.partitions(DOS)).hasSize(1024);
        assertThat(set.codes(DOS)).containsExactly("dos.chain-loop");
    }

    @Test
    void aLinkOutsideTheExtendedPartitionEndsTheChain() {
        primary(1, 0x05, 10_000, 20_000);
        logical(10_000, 63, 100);
        link(10_000, 20_000);
        logical(30_000, 63, 100);
        assertThat(set.partitions(DOS)).containsExactly("5 10063+100");
        assertThat(set.codes(DOS)).containsExactly("dos.chain-outside");
    }

    @Test
    void aLinkThatIsNoneEndsTheChainAndSaysSo() {
        primary(1, 0x05, 10_000, 80_000);
        logical(10_000, 63, 100);
        link(10_000, 20_000);
        assertThat(set.partitions(DOS)).containsExactly("5 10063+100");
        assertThat(set.codes(DOS)).containsExactly("dos.chain-signature");
        set.put(30_000, Block.zeros(512).with16(510, 0xf6f6));
        assertThat(set.codes(DOS)).isEmpty();
    }

    @Test
    void aLinkThatCannotBeReadEndsTheChainAndSaysSo() {
        primary(1, 0x83, 2048, 4096);
        primary(2, 0x05, 10_000, 80_000);
        logical(10_000, 63, 100);
        link(10_000, 20_000);
        set.unreadable(30_000);
        assertThat(set.partitions(DOS)).containsExactly("1 2048+4096", "5 10063+100");
        assertThat(set.codes(DOS)).containsExactly("dos.unreadable");
    }

    @Test
    void ofSeveralExtendedPartitionsTheLastIsFollowed() {
        primary(1, 0x05, 10_000, 10_000);
        logical(10_000, 63, 100);
        primary(2, 0x0f, 30_000, 10_000);
        logical(30_000, 63, 100);
        assertThat(set.partitions(DOS)).containsExactly("5 30063+100");
        assertThat(set.codes(DOS)).containsExactly("dos.several-extended");
    }

    @Test
    void withLargeBlocksAddressesCountThese() {
        var large = new PartitionedSet(10_000, 4096);
        entry(large, 0, 0, 0x83, 256, 1000);
        entry(large, 0, 1, 0x05, 2000, 3000);
        entry(large, 2000, 0, 0x83, 8, 100);
        assertThat(large.partitions(DOS)).containsExactly("1 2048+8000", "5 16064+800");
    }

    @Test
    void aProtectiveEntryInAnySlotIsAnotherFormats() {
        primary(1, 0x83, 2048, 4096);
        primary(4, 0xee, 1, 2047);
        assertThat(set.reading(DOS)).isInstanceOf(PartitionReading.Absent.class);
    }

    @Test
    void aBootFlagThatIsNoneSaysThatThisIsNoTable() {
        primary(1, 0x83, 2048, 4096);
        set.put(0, set.get(0).with8(446, 0x80));
        assertThat(set.partitions(DOS)).hasSize(1);
        set.put(0, set.get(0).with8(446 + 48, 0x20));
        assertThat(set.reading(DOS)).isInstanceOf(PartitionReading.Absent.class);
    }

    @ParameterizedTest
    @CsvSource({"54, FAT16", "82, FAT32", "3, NTFS", "3, EXFAT"})
    void theFirstSectorOfAFileSystemIsNoTable(int offset, String text) {
        primary(1, 0x83, 2048, 4096);
        Block words = Block.copyOf(text.getBytes(StandardCharsets.US_ASCII));
        set.put(0, set.get(0).with(offset, words));
        assertThat(set.partitions(DOS)).hasSize(1);
        set.put(0, set.get(0).with8(0, 0xeb));
        assertThat(set.reading(DOS)).isInstanceOf(PartitionReading.Absent.class);
    }

    @Test
    void withoutASignatureThereIsNothing() {
        primary(1, 0x83, 2048, 4096);
        set.put(0, set.get(0).with16(510, 0));
        assertThat(set.reading(DOS)).isInstanceOf(PartitionReading.Absent.class);
        assertThat(new PartitionedSet(100, 512).unreadable(0).reading(DOS)).isInstanceOf(PartitionReading.Absent.class);
    }

    @Test
    void whateverIsWrittenNothingLiesOutsideTheSet() {
        var random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            var any = new PartitionedSet(1 + random.nextInt(200), 512);
            for (long block = 0; block < any.blocks(); block += 1 + random.nextInt(20)) {
                for (int slot = 0; slot < 4; slot++) {
                    int type = new int[] {0x00, 0x05, 0x0f, 0x83}[random.nextInt(4)];
                    long most = random.nextInt(20) == 0 ? 0xffff_ffffL : 100;
                    entry(any, block, slot, type, random.nextLong(most + 1), random.nextLong(most + 1));
                }
            }
            if (any.reading(DOS) instanceof PartitionReading.Found found) {
                var whole = new Extent(0, any.blocks());
                assertThat(found.partitions()).allMatch(p -> whole.contains(p.extent()));
                assertThat(found.partitions()).extracting(p -> p.number()).doesNotHaveDuplicates();
            }
        }
    }
}
