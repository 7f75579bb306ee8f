package org.dmkit.formats.isw;

import java.util.List;
import java.util.stream.IntStream;
import org.dmkit.raid.assemble.Block;

/**
 * How a volume lies on its members.
 *
 * <pre>
 *  0 4 pba_of_lba0_lo        first data unit on every member
 *  4 4 blocks_per_member_lo  units taken per member, with what lies behind the data
 *  8 4 num_data_stripes_lo
 * 12 2 blocks_per_strip      chunk in units
 * 14 1 map_state             0 normal, 1 uninitialized, 2 degraded, 3 failed
 * 15 1 raid_level            0, 1, 5; 10 is 1 with more than two members
 * 16 1 num_members
 * 17 1 num_domains
 * 18 1 failed_disk_num       slot, 0xff none
 * 19 1 ddf
 * 20 4 pba_of_lba0_hi        the high words only with attribute 2TB_DISK
 * 24 4 blocks_per_member_hi
 * 28 4 num_data_stripes_hi
 * 32 16 filler
 * 48 4 disk_ord_tbl[n]       per slot: index in the disk table, bit 24 out of sync
 * </pre>
 */
record IswMap(Block block) {
    static final int HEAD = 48;
    static final int NUM_MEMBERS = 16;

    static final int NORMAL = 0;
    static final int UNINITIALIZED = 1;
    static final int DEGRADED = 2;
    static final int FAILED = 3;

    static final int NO_SLOT = 0xff;
    static final int OUT_OF_SYNC = 0x0100_0000;

    private static final int INDEX = 0x00ff_ffff;
    private static final int PBA_LO = 0;
    private static final int PER_MEMBER_LO = 4;
    private static final int STRIPES_LO = 8;
    private static final int STRIP = 12;
    private static final int STATE = 14;
    private static final int LEVEL = 15;
    private static final int DOMAINS = 17;
    private static final int FAILED_DISK = 18;
    private static final int DDF = 19;
    private static final int PBA_HI = 20;
    private static final int PER_MEMBER_HI = 24;
    private static final int STRIPES_HI = 28;

    /**
     * A map of disks that have never been used together.
     *
     * @param level on disk: 0, 1, 5
     * @param pba first data unit on each member
     * @param perMember units of data on each member
     * @param behind units that are kept behind the data
     * @param strip units
     * @param indices in the disk table, by slot
     */
    static IswMap made(int level, long pba, long perMember, int behind, int strip, List<Integer> indices) {
        int domains = level == 1 ? 2 : 1;
        long taken = perMember + behind;
        if (level != 1 || indices.size() > 2) {
            taken -= taken % strip;
        }
        long stripes = perMember / strip / domains;
        Block b = Block.zeros(sizeOf(indices.size()))
                .with32(PBA_LO, pba)
                .with32(PBA_HI, pba >>> 32)
                .with32(PER_MEMBER_LO, taken)
                .with32(PER_MEMBER_HI, taken >>> 32)
                .with32(STRIPES_LO, stripes)
                .with32(STRIPES_HI, stripes >>> 32)
                .with16(STRIP, strip)
                .with8(STATE, NORMAL)
                .with8(LEVEL, level)
                .with8(NUM_MEMBERS, indices.size())
                .with8(DOMAINS, domains)
                .with8(FAILED_DISK, NO_SLOT)
                .with8(DDF, 1);
        IswMap map = new IswMap(b);
        for (int slot = 0; slot < indices.size(); slot++) {
            map = map.withIndex(slot, indices.get(slot));
        }
        return map;
    }

    static int sizeOf(int members) {
        return HEAD + 4 * members;
    }

    long pba(boolean wide) {
        return wide ? block.u64(PBA_LO, PBA_HI) : block.u32(PBA_LO);
    }

    long blocksPerMember(boolean wide) {
        return wide ? block.u64(PER_MEMBER_LO, PER_MEMBER_HI) : block.u32(PER_MEMBER_LO);
    }

    int strip() {
        return block.u16(STRIP);
    }

    int state() {
        return block.u8(STATE);
    }

    int level() {
        return block.u8(LEVEL);
    }

    int members() {
        return block.u8(NUM_MEMBERS);
    }

    int failedDisk() {
        return block.u8(FAILED_DISK);
    }

    private int ord(int slot) {
        return block.i32(HEAD + 4 * slot);
    }

    /** Index in the disk table. */
    int index(int slot) {
        return ord(slot) & INDEX;
    }

    boolean outOfSync(int slot) {
        return (ord(slot) & OUT_OF_SYNC) != 0;
    }

    /** The slots that name this entry of the disk table. */
    List<Integer> slotsOf(int index) {
        return IntStream.range(0, members())
                .filter(s -> index(s) == index)
                .boxed()
                .toList();
    }

    boolean uses(int index) {
        return IntStream.range(0, members()).anyMatch(s -> index(s) == index);
    }

    IswMap withState(int state) {
        return new IswMap(block.with8(STATE, state));
    }

    IswMap withFailedDisk(int slot) {
        return new IswMap(block.with8(FAILED_DISK, slot));
    }

    /** The slot names another entry; bits above the index stay. */
    IswMap withIndex(int slot, int index) {
        return withOrd(slot, (ord(slot) & ~INDEX) | index);
    }

    IswMap withOutOfSync(int slot, boolean outOfSync) {
        return withOrd(slot, outOfSync ? ord(slot) | OUT_OF_SYNC : ord(slot) & ~OUT_OF_SYNC);
    }

    private IswMap withOrd(int slot, int ord) {
        return new IswMap(block.with32(HEAD + 4 * slot, ord));
    }

    /** Entry {@code index} is gone from the table: those above move down. */
    IswMap withoutIndex(int index) {
        IswMap map = this;
        for (int slot = 0; slot < members(); slot++) {
            if (index(slot) > index) {
                map = map.withIndex(slot, index(slot) - 1);
            }
        }
        return map;
    }

    IswMap withoutHighWords() {
        return new IswMap(block.with32(PBA_HI, 0).with32(PER_MEMBER_HI, 0).with32(STRIPES_HI, 0));
    }

    /** Slots out of sync in order. */
    List<Integer> outOfSync() {
        return IntStream.range(0, members()).filter(this::outOfSync).boxed().toList();
    }

    /** The bits of both, slot by slot. */
    IswMap withBitsOf(IswMap other) {
        IswMap map = this;
        for (int slot : other.outOfSync()) {
            if (slot < members()) {
                map = map.withOutOfSync(slot, true);
            }
        }
        return map;
    }

    @Override
    public String toString() {
        return "map" + ords();
    }

    /** The order table as it is. */
    List<Integer> ords() {
        return IntStream.range(0, members()).mapToObj(this::ord).toList();
    }
}
