package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dmkit.raid.assemble.Block;

/**
 * The configuration record of a volume, or of one of the sets under a volume of two levels (a BVD).
 *
 * <pre>
 *   0  4 signature               eeeeeeee
 *   4  4 CRC over the record
 *   8 24 VD_GUID
 *  32  4 timestamp               seconds since 1980
 *  36  4 sequence                the newest record of a volume holds
 *  64  2 primary element count   members of this BVD
 *  66  1 stripe size             log2 of sectors; ff where there are no stripes
 *  67  1 primary level           PRL
 *  68  1 qualifier               RLQ
 *  69  1 secondary element count BVDs of the volume
 *  70  1 secondary element       index of this BVD
 *  71  1 secondary level         SRL
 *  72  8 block count             sectors on each member; on the record's own disk where members differ
 *  80  8 size of the volume      sectors
 *  96 32 spares                  8 references
 * 128  8 cache policy
 * 136  1 rate of work in the background
 * 512    references of the members, 4 bytes each, in slot order; all ones: unused, 0: gone
 *        then their first sectors, 8 bytes each, with the same index
 * </pre>
 *
 * @param room members there is room for
 * @param starts byte at which the table of first sectors begins
 */
record ConfigRecord(Block block, int room, int starts) {
    static final int HEAD = 512;
    static final long SIGNATURE = 0xeeee_eeeeL;

    private static final int TIMESTAMP = 32;
    private static final int SEQUENCE = 36;
    private static final int COUNT = 64;
    private static final int STRIPE = 66;
    private static final int PRIMARY_LEVEL = 67;
    private static final int QUALIFIER = 68;
    private static final int SECONDARY_COUNT = 69;
    private static final int SECONDARY_INDEX = 70;
    private static final int SECONDARY_LEVEL = 71;
    private static final int BLOCK_COUNT = 72;
    private static final int VOLUME_SIZE = 80;
    private static final int CACHE = 128;
    private static final int BACKGROUND_RATE = 136;

    /** As mdadm has it. */
    private static final int USUAL_RATE = 0x80;

    private static final int NONE = 0xff;

    /** A member's place: {@code reference} is 0 where the disk is gone, all ones in an unused entry. */
    record Place(long reference, long lba) {}

    /** Reads a record of a disk whose header says how many members there is room for. */
    static ConfigRecord of(Block block, DdfHeader header) {
        int most = (block.size() - HEAD) / 12;
        int announced = header.maxElements() == 0xffff ? Math.min(header.maxPhysical(), most) : header.maxElements();
        int starts = HEAD + 4 * announced;
        int room = Math.clamp((block.size() - starts) / 8, 0, announced);
        return new ConfigRecord(block, room, starts);
    }

    /** A record with nothing in it but these, in its first sequence. */
    static ConfigRecord made(DdfHeader header, Block guid, long time) {
        byte[] ones = new byte[header.recordLength() * 512];
        Arrays.fill(ones, (byte) 0xff);
        Block blank = guid.then(Block.copyOf(ones)).slice(DdfGuid.LENGTH, ones.length);
        ConfigRecord record = of(blank, header);
        Block block = blank.with32(0, SIGNATURE)
                .with(8, guid)
                .with32(TIMESTAMP, time)
                .with32(SEQUENCE, 1)
                .with64(CACHE, 0)
                .with8(BACKGROUND_RATE, USUAL_RATE)
                .with(record.starts, Block.zeros(8 * record.room));
        return new ConfigRecord(block, record.room, record.starts);
    }

    /**
     * The same of this level.
     *
     * @param chunk sectors; 0 where there is none
     */
    ConfigRecord withShape(int level, int qualifier, int chunk, int members) {
        return with(block.with16(COUNT, members)
                .with8(STRIPE, chunk == 0 ? NONE : Integer.numberOfTrailingZeros(chunk))
                .with8(PRIMARY_LEVEL, level)
                .with8(QUALIFIER, qualifier));
    }

    /** The same as one of so many. */
    ConfigRecord withSecond(int index, int count) {
        return with(block.with8(SECONDARY_COUNT, count)
                .with8(SECONDARY_INDEX, index)
                .with8(SECONDARY_LEVEL, count == 1 ? NONE : DdfLevel.SPANNED));
    }

    ConfigRecord withSizes(long each, long volume) {
        return with(block.with64(BLOCK_COUNT, each).with64(VOLUME_SIZE, volume));
    }

    private ConfigRecord with(Block changed) {
        return new ConfigRecord(changed, room, starts);
    }

    Block guid() {
        return block.slice(8, DdfGuid.LENGTH);
    }

    long sequence() {
        return block.u32(SEQUENCE);
    }

    int count() {
        return block.u16(COUNT);
    }

    /** Log2 of the sectors of a chunk. */
    int stripe() {
        return block.u8(STRIPE);
    }

    int primaryLevel() {
        return block.u8(PRIMARY_LEVEL);
    }

    int qualifier() {
        return block.u8(QUALIFIER);
    }

    int secondaryCount() {
        return block.u8(SECONDARY_COUNT);
    }

    /** Which BVD of the volume; there is but one where there is no second level. */
    int secondaryIndex() {
        return secondaryCount() == 1 ? 0 : block.u8(SECONDARY_INDEX);
    }

    int secondaryLevel() {
        return block.u8(SECONDARY_LEVEL);
    }

    /** Sectors; any value. */
    long blockCount() {
        return block.i64(BLOCK_COUNT);
    }

    /** Sectors; any value. */
    long volumeSize() {
        return block.i64(VOLUME_SIZE);
    }

    /**
     * The members in slot order. Unused entries may lie between used ones; then the slot is the index among the used. Empty if
     * that leaves fewer members than are counted, the order matters, and it is not plain whose slots are vacant.
     */
    Optional<List<Place>> places(boolean ordered) {
        var used = new ArrayList<Place>();
        int lastUsed = -1;
        for (int i = 0; i < room && used.size() < count(); i++) {
            Place place = entry(i);
            if (place.reference() != PhysicalDisk.NO_REFERENCE) {
                used.add(place);
                lastUsed = i;
            }
        }
        boolean vacantBehind = lastUsed == used.size() - 1;
        if (ordered && used.size() < count() && !vacantBehind) {
            return Optional.empty();
        }
        while (used.size() < count()) {
            used.add(new Place(0, 0));
        }
        return Optional.of(used);
    }

    /** The same with these members, the first entries for the slots in their order; entries that they used before are unused. */
    ConfigRecord withPlaces(List<Place> places) {
        List<Integer> before = used();
        Block b = block;
        for (int i = 0; i < places.size(); i++) {
            b = b.with32(HEAD + 4 * i, places.get(i).reference())
                    .with64(starts + 8 * i, places.get(i).lba());
        }
        for (int i : before) {
            b = i < places.size() ? b : b.with32(HEAD + 4 * i, PhysicalDisk.NO_REFERENCE);
        }
        return with(b);
    }

    /** The same with members and sequence of another of the same BVD. */
    ConfigRecord following(ConfigRecord other) {
        Block tables = other.block.slice(HEAD, other.block.size() - HEAD);
        return with(block.with32(SEQUENCE, other.sequence()).with(HEAD, tables));
    }

    ConfigRecord inSequence(long sequence) {
        return with(block.with32(SEQUENCE, sequence));
    }

    /** The entries that hold the first members. */
    private List<Integer> used() {
        return IntStream.range(0, room)
                .filter(i -> entry(i).reference() != PhysicalDisk.NO_REFERENCE)
                .limit(count())
                .boxed()
                .toList();
    }

    /** As many entries of the tables as there are members, as they stand. */
    List<Place> firstEntries() {
        return IntStream.range(0, Math.min(count(), room)).mapToObj(this::entry).toList();
    }

    private Place entry(int index) {
        return new Place(block.u32(HEAD + 4 * index), block.i64(starts + 8 * index));
    }

    /** True if both tell the same of the volume; the size of a member's own piece may differ. */
    boolean agrees(ConfigRecord other) {
        return sameVolume(other) && count() == other.count() && places(false).equals(other.places(false));
    }

    /** True if BVDs of the same volume could be described so. */
    boolean sameVolume(ConfigRecord other) {
        return primaryLevel() == other.primaryLevel()
                && qualifier() == other.qualifier()
                && stripe() == other.stripe()
                && secondaryCount() == other.secondaryCount()
                && secondaryLevel() == other.secondaryLevel();
    }
}
