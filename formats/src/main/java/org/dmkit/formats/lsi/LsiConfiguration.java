package org.dmkit.formats.lsi;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.dmkit.raid.assemble.Block;

/**
 * The sector at the end of a disk: 32 entries of 16 bytes, little-endian. The header is the first, then come the sets, then
 * the disks, set by set; the last 16 bytes say which of them this disk is.
 *
 * <table>
 * <caption>Offsets in bytes</caption>
 * <tr><th>offset</th><th>size</th><th>name</th><th>meaning</th></tr>
 * <tr><td>0x000</td><td>6</td><td>magic</td><td>{@code $XIDE$}</td></tr>
 * <tr><td>0x006</td><td>1</td><td></td><td>0x10</td></tr>
 * <tr><td>0x007</td><td>1</td><td>flags</td><td>4; dmraid's seqno</td></tr>
 * <tr><td>0x008</td><td>2</td><td>version</td><td>{@code 27}</td></tr>
 * <tr><td>0x00a</td><td>1</td><td>config_entries</td><td>used entries, this one included</td></tr>
 * <tr><td>0x00b</td><td>1</td><td>raid_count</td><td></td></tr>
 * <tr><td>0x00c</td><td>1</td><td>total_disks</td><td></td></tr>
 * <tr><td>0x010 + 16 r</td><td>16</td><td></td><td>set r: {@link LsiRaid}</td></tr>
 * <tr><td>config_offset(r) + 16 d</td><td>16</td><td></td><td>disk d of set r: {@link LsiDisk}</td></tr>
 * <tr><td>0x1f0</td><td>1</td><td>disk_number</td><td>this disk's d</td></tr>
 * <tr><td>0x1f1</td><td>1</td><td>raid_number</td><td>this disk's r</td></tr>
 * <tr><td>0x1f2</td><td>4</td><td>timestamp</td><td>of the creation; the identity; dmraid's set_id</td></tr>
 * </table>
 */
record LsiConfiguration(Block block) {
    static final Block MAGIC = Block.copyOf(new byte[] {'$', 'X', 'I', 'D', 'E', '$'});
    static final int ENTRY = 16;
    static final int RAID_COUNT = 0x0b;
    static final int RAIDS = 0x10;
    static final int DISK_NUMBER = 0x1f0;
    static final int RAID_NUMBER = 0x1f1;
    static final int TIMESTAMP = 0x1f2;
    /** Where the entries end. */
    static final int END = DISK_NUMBER;

    int raidCount() {
        return block.u8(RAID_COUNT);
    }

    int diskNumber() {
        return block.u8(DISK_NUMBER);
    }

    int raidNumber() {
        return block.u8(RAID_NUMBER);
    }

    long timestamp() {
        return block.u32(TIMESTAMP);
    }

    /** First byte behind the sets' entries. */
    int raidsEnd() {
        return RAIDS + ENTRY * raidCount();
    }

    /** The set; empty if there is no such number. */
    Optional<LsiRaid> raid(int number) {
        int at = RAIDS + ENTRY * number;
        return number < raidCount() && at + ENTRY <= END
                ? Optional.of(new LsiRaid(block.slice(at, ENTRY)))
                : Optional.empty();
    }

    /** The disk; empty if there is no such number, or it lies outside of the entries. */
    Optional<LsiDisk> disk(int raidNumber, int number) {
        return raid(raidNumber).filter(r -> number < r.diskCount()).flatMap(r -> {
            int at = r.configOffset() + ENTRY * number;
            return at >= raidsEnd() && at + ENTRY <= END
                    ? Optional.of(new LsiDisk(block.slice(at, ENTRY)))
                    : Optional.empty();
        });
    }

    /** True if this copy says that nobody, or a disk that must not be used, is in that place. */
    boolean callsLost(int raidNumber, int number) {
        return disk(raidNumber, number).map(LsiDisk::lost).orElse(false);
    }

    /** With the entry of a disk changed. */
    LsiConfiguration withDisk(int raidNumber, int number, UnaryOperator<Block> change) {
        int at = raid(raidNumber).orElseThrow().configOffset() + ENTRY * number;
        return new LsiConfiguration(block.with(at, change.apply(block.slice(at, ENTRY))));
    }

    LsiConfiguration withDegraded(int raidNumber, boolean degraded) {
        int at = RAIDS + ENTRY * raidNumber + LsiRaid.FLAGS;
        int flags = block.u8(at);
        return new LsiConfiguration(block.with8(at, degraded ? flags | LsiRaid.DEGRADED : flags & ~LsiRaid.DEGRADED));
    }

    /** As the disk in this place has it. */
    LsiConfiguration withPlace(int raidNumber, int number) {
        return new LsiConfiguration(block.with8(RAID_NUMBER, raidNumber).with8(DISK_NUMBER, number));
    }

    LsiConfiguration withTimestamp(long time) {
        return new LsiConfiguration(block.with32(TIMESTAMP, time));
    }
}
