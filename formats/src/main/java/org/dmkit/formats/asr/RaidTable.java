package org.dmkit.formats.asr;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.assemble.Block;

/**
 * The RAID table: a header of 64 bytes, then the lines.
 *
 * <table>
 *   <caption>Bytes of the header</caption>
 *   <tr><th>at</th><th>size</th><th>field</th><th>meaning</th></tr>
 *   <tr><td>0x00</td><td>4</td><td>ridcode</td><td>0x900765C4</td></tr>
 *   <tr><td>0x04</td><td>4</td><td>rversion</td><td>of the table's format, 1 or 2</td></tr>
 *   <tr><td>0x08</td><td>2</td><td>maxelm</td><td>lines there may be: 127</td></tr>
 *   <tr><td>0x0A</td><td>2</td><td>elmcnt</td><td>lines in use, fewer than maxelm</td></tr>
 *   <tr><td>0x0C</td><td>2</td><td>elmsize</td><td>64</td></tr>
 *   <tr><td>0x0E</td><td>2</td><td>rchksum</td><td>sum of all bytes of the lines in use</td></tr>
 *   <tr><td>0x18</td><td>4</td><td>raidFlags</td><td></td></tr>
 *   <tr><td>0x1C</td><td>4</td><td>timestamp</td><td></td></tr>
 *   <tr><td>0x20</td><td>1</td><td>irocFlags</td><td>0x80 bootable</td></tr>
 *   <tr><td>0x21</td><td>1</td><td>dirty</td><td>0 closed, 3 an array was open</td></tr>
 *   <tr><td>0x22</td><td>1</td><td>actionPriority</td><td></td></tr>
 *   <tr><td>0x23</td><td>1</td><td>spareid</td><td>of the dedicated spare</td></tr>
 *   <tr><td>0x24</td><td>4</td><td>sparedrivemagic</td><td>its drivemagic</td></tr>
 *   <tr><td>0x28</td><td>4</td><td>raidmagic</td><td>ties a spare to its mirror</td></tr>
 *   <tr><td>0x2C</td><td>4</td><td>verifyDate</td><td></td></tr>
 *   <tr><td>0x30</td><td>4</td><td>recreateDate</td><td></td></tr>
 * </table>
 *
 * @param block whole sectors that hold at least the lines in use, big-endian
 */
record RaidTable(Block block) {
    static final int ID_CODE = 0x900765C4;
    static final int MAX_COUNT = 0x08;
    static final int COUNT = 0x0a;
    static final int LINE_SIZE_AT = 0x0c;
    static final int CHECKSUM = 0x0e;
    static final int DIRTY = 0x21;
    /** An array was open. */
    static final int OPEN = 3;
    /** Bytes of a whole one. */
    static final int SIZE = 512 * AsrReader.TABLE_SECTORS;

    private static final int ACTION_PRIORITY = 0x22;
    private static final int SPARE_ID = 0x23;
    private static final int SPARE_MAGIC = 0x24;
    private static final int SPARE_OF = 0x28;
    static final int LINE_SIZE = 64;
    static final int HEADER_SIZE = 64;
    /** More don't fit into the 16 sectors of a table. */
    static final int MOST_LINES = 127;

    boolean signed() {
        return block.i32(0) == ID_CODE;
    }

    long version() {
        return block.u32(0x04);
    }

    int maxCount() {
        return block.u16(MAX_COUNT);
    }

    int count() {
        return block.u16(COUNT);
    }

    int lineSize() {
        return block.u16(LINE_SIZE_AT);
    }

    int checksum() {
        return block.u16(CHECKSUM);
    }

    long timestamp() {
        return block.u32(0x1c);
    }

    boolean dirty() {
        return block.u8(DIRTY) != 0;
    }

    /** Bytes up to the end of the last line in use. */
    int size() {
        return HEADER_SIZE + LINE_SIZE * count();
    }

    /** What the checksum should be. */
    int sum() {
        int sum = 0;
        for (int at = HEADER_SIZE; at < size(); at++) {
            sum += block.u8(at);
        }
        return sum & 0xffff;
    }

    /** Without lines, as the vendor makes it. */
    static RaidTable empty() {
        return new RaidTable(Block.zeros(SIZE)
                .bigEndian()
                .with32(0, ID_CODE)
                .with32(0x04, 2)
                .with16(MAX_COUNT, MOST_LINES)
                .with16(LINE_SIZE_AT, LINE_SIZE)
                .with8(ACTION_PRIORITY, 0x10));
    }

    /** With these lines and the sum of them; what is behind them is zeros where lines were. */
    RaidTable withLines(List<ConfigLine> lines) {
        Block with = block.with(HEADER_SIZE, Block.zeros(size() - HEADER_SIZE)).with16(COUNT, lines.size());
        for (int i = 0; i < lines.size(); i++) {
            with = with.with(HEADER_SIZE + LINE_SIZE * i, lines.get(i).block());
        }
        var table = new RaidTable(with);
        return new RaidTable(with.with16(CHECKSUM, table.sum()));
    }

    RaidTable withDirty(boolean dirty) {
        return new RaidTable(block.with8(DIRTY, dirty ? OPEN : 0));
    }

    /** True if this disk waits for a failure of a mirror in the table. */
    boolean hasSpare(int driveMagic) {
        return driveMagic != 0 && block.i32(SPARE_MAGIC) == driveMagic;
    }

    RaidTable withoutSpare() {
        return new RaidTable(block.with8(SPARE_ID, 0).with32(SPARE_MAGIC, 0).with32(SPARE_OF, 0));
    }

    /** The table of a spare for any mirror. */
    RaidTable ofGlobalSpare() {
        return new RaidTable(block.with32(SPARE_OF, -1));
    }

    /** The lines in use. */
    List<ConfigLine> lines() {
        var lines = new ArrayList<ConfigLine>();
        for (int i = 0; i < count(); i++) {
            Block line = block.slice(HEADER_SIZE + LINE_SIZE * i, LINE_SIZE);
            // Some controllers name the first line only.
            boolean named = i == 0 || line.u8(ConfigLine.NAME) != 0;
            lines.add(new ConfigLine(
                    line, i, named ? ConfigLine.nameIn(line) : lines.getFirst().name()));
        }
        return lines;
    }
}
