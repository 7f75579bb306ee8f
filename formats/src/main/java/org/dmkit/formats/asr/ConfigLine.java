package org.dmkit.formats.asr;

import java.nio.charset.StandardCharsets;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;

/**
 * A line of the RAID table: a disk, an array of disks, or an array of arrays.
 *
 * <table>
 *   <caption>Bytes</caption>
 *   <tr><th>at</th><th>size</th><th>field</th><th>meaning</th></tr>
 *   <tr><td>0x00</td><td>2</td><td>raidcnt</td><td>members of an array; 0 for a disk</td></tr>
 *   <tr><td>0x02</td><td>2</td><td>raidseq</td><td>generation</td></tr>
 *   <tr><td>0x04</td><td>4</td><td>raidmagic</td><td>identity of the array, or drivemagic of the disk</td></tr>
 *   <tr><td>0x08</td><td>1</td><td>raidlevel</td><td>0 disk (FWP), 1 array (FWL), 3 array of arrays (FWL_2)</td></tr>
 *   <tr><td>0x09</td><td>1</td><td>raidtype</td><td>0 RAID0, 1 RAID1, 4 RAID4, 5 RAID5, 0xFE spare</td></tr>
 *   <tr><td>0x0A</td><td>1</td><td>raidstate</td><td>see {@link Standing} for disks</td></tr>
 *   <tr><td>0x0B</td><td>1</td><td>flags</td><td></td></tr>
 *   <tr><td>0x0C</td><td>1</td><td>refcnt</td><td></td></tr>
 *   <tr><td>0x0D</td><td>1</td><td>raidhba</td><td rowspan="4">where the disk hangs: the order of members</td></tr>
 *   <tr><td>0x0E</td><td>1</td><td>raidchnl</td></tr>
 *   <tr><td>0x0F</td><td>1</td><td>raidlun</td></tr>
 *   <tr><td>0x10</td><td>4</td><td>raidid</td></tr>
 *   <tr><td>0x14</td><td>4</td><td>loffset</td><td>0</td></tr>
 *   <tr><td>0x18</td><td>4</td><td>lcapcty</td><td>sectors of the array, or used on the disk</td></tr>
 *   <tr><td>0x1C</td><td>2</td><td>strpsize</td><td>disk: sectors of a chunk</td></tr>
 *   <tr><td>0x1E</td><td>2</td><td>biosInfo</td><td></td></tr>
 *   <tr><td>0x20</td><td>4</td><td>lsu</td><td></td></tr>
 *   <tr><td>0x24</td><td>1</td><td>addedDrives</td><td></td></tr>
 *   <tr><td>0x25</td><td>1</td><td>appSleepRate</td><td></td></tr>
 *   <tr><td>0x26</td><td>2</td><td>blockStorageTid</td><td></td></tr>
 *   <tr><td>0x28</td><td>4</td><td>curAppBlock</td><td></td></tr>
 *   <tr><td>0x2C</td><td>4</td><td>appBurstCount</td><td></td></tr>
 *   <tr><td>0x30</td><td>16</td><td>name</td><td>padded with blanks</td></tr>
 * </table>
 *
 * @param block 64 bytes, big-endian
 * @param index in the table
 * @param name its own, or the one it inherits from the first line
 */
record ConfigLine(Block block, int index, String name) {
    static final int NAME = 0x30;
    static final int RAID0 = 0;
    static final int RAID1 = 1;
    static final int SPARE = 0xfe;

    static final int NAME_SIZE = 16;
    static final int PHYSICAL = 0;
    static final int LOGICAL = 1;
    static final int DUAL = 3;

    private static final int COUNT = 0x00;
    private static final int SEQUENCE = 0x02;
    private static final int MAGIC = 0x04;
    private static final int LEVEL = 0x08;
    private static final int TYPE = 0x09;
    private static final int STATE = 0x0a;
    private static final int CHANNEL = 0x0e;
    private static final int ID = 0x10;
    private static final int CAPACITY = 0x18;
    private static final int CHUNK = 0x1c;
    private static final int TARGET = 0x26;

    /** White space is cut at the end of the field only: blanks before a NUL belong to the name. */
    static String nameIn(Block line) {
        int end = NAME_SIZE;
        while (end > 0 && isSpace(line.u8(NAME + end - 1))) {
            end--;
        }
        return line.text(NAME, end);
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    int count() {
        return block.u16(COUNT);
    }

    int sequence() {
        return block.u16(SEQUENCE);
    }

    int magic() {
        return block.i32(MAGIC);
    }

    private int level() {
        return block.u8(LEVEL);
    }

    boolean physical() {
        return level() == PHYSICAL;
    }

    boolean logical() {
        return level() == LOGICAL;
    }

    /** An array of arrays. */
    boolean dual() {
        return level() == DUAL;
    }

    int type() {
        return block.u8(TYPE);
    }

    int state() {
        return block.u8(STATE);
    }

    /** Members stand in ascending order of this: adapter, channel, unit, id. */
    long place() {
        return (long) block.u8(0x0d) << 48
                | (long) block.u8(CHANNEL) << 40
                | (long) block.u8(0x0f) << 32
                | block.u32(ID);
    }

    /** Always 0 as far as anybody knows. */
    long offset() {
        return block.u32(0x14);
    }

    /** Sectors. */
    long capacity() {
        return block.u32(CAPACITY);
    }

    /** Where the data of a disk are. */
    Extent data() {
        return new Extent(0, capacity());
    }

    /** Sectors. */
    int chunk() {
        return block.u16(CHUNK);
    }

    /** The target id of the I2O protocol that it goes by. */
    int target() {
        return block.u16(TARGET);
    }

    ConfigLine withSequence(int sequence) {
        return of(block.with16(SEQUENCE, sequence));
    }

    ConfigLine withMagic(int magic) {
        return of(block.with32(MAGIC, magic));
    }

    ConfigLine withState(int state) {
        return of(block.with8(STATE, state));
    }

    ConfigLine withId(long id) {
        return of(block.with32(ID, id));
    }

    long id() {
        return block.u32(ID);
    }

    /** Blanks behind, as the vendor pads it; a line that inherits its name goes on doing so. */
    ConfigLine withName(String label) {
        if (block.u8(NAME) == 0) {
            return this;
        }
        byte[] padded = String.format("%-16.16s", label).getBytes(StandardCharsets.ISO_8859_1);
        return of(block.with(NAME, Block.copyOf(padded)));
    }

    private ConfigLine of(Block changed) {
        return new ConfigLine(changed, index, name);
    }

    /**
     * A line that is new, as the vendor's are.
     *
     * @param count members of an array; 0 for a disk
     * @param target id of the I2O protocol
     */
    static ConfigLine of(
            int level, int type, int count, int magic, long id, long capacity, int chunk, int target, String name) {
        Block block = Block.zeros(RaidTable.LINE_SIZE)
                .bigEndian()
                .with16(COUNT, count)
                .with32(MAGIC, magic)
                .with8(LEVEL, level)
                .with8(TYPE, type)
                .with8(CHANNEL, 1)
                .with32(ID, id)
                .with32(CAPACITY, capacity)
                .with16(CHUNK, chunk)
                .with16(TARGET, target)
                .with8(NAME, name.isEmpty() ? 0 : ' ');
        return new ConfigLine(block, 0, name).withName(name);
    }

    /** True if both say the same of what the array is and how its members stand. */
    boolean agrees(ConfigLine other) {
        return count() == other.count()
                && magic() == other.magic()
                && level() == other.level()
                && type() == other.type()
                && state() == other.state()
                && place() == other.place()
                && offset() == other.offset()
                && capacity() == other.capacity()
                && chunk() == other.chunk();
    }
}
