package org.dmkit.formats.asr;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.raid.assemble.Block;

/** Changes tables as a controller would: with the sum made right. */
final class AsrTables {
    static final int RAIDSEQ = 0x02;
    static final int RAIDTYPE = 0x09;
    static final int RAIDSTATE = 0x0a;

    private AsrTables() {}

    static Block table(CorpusDisks<AsrMetadata> disks, String disk) {
        return Block.copyOf(disks.get(disk, extent(disks, disk))).bigEndian();
    }

    private static Extent extent(CorpusDisks<AsrMetadata> disks, String disk) {
        return new Extent(disks.disk(disk).sectors() - 17, 16);
    }

    static void change(CorpusDisks<AsrMetadata> disks, String disk, UnaryOperator<Block> change) {
        Block changed = change.apply(table(disks, disk));
        put(disks, disk, changed.with16(RaidTable.CHECKSUM, new RaidTable(changed).sum()));
    }

    static void changeAll(CorpusDisks<AsrMetadata> disks, UnaryOperator<Block> change) {
        for (DiskInfo disk : disks.disks()) {
            change(disks, disk.name(), change);
        }
    }

    static void put(CorpusDisks<AsrMetadata> disks, String disk, Block table) {
        long at = extent(disks, disk).lba();
        for (int i = 0; i < 16; i++) {
            disks.put(disk, at + i, table.slice(512 * i, 512).toBytes());
        }
    }

    /** One field, a byte, of one line. */
    static UnaryOperator<Block> line(int line, int field, int value) {
        return b -> b.with8(RaidTable.HEADER_SIZE + RaidTable.LINE_SIZE * line + field, value);
    }

    /** Raises the generation of the first lines, and sets states of lines. */
    static UnaryOperator<Block> newer(int lines, int sequence, Map<Integer, Integer> states) {
        return b -> {
            Block changed = b;
            for (int i = 0; i < lines; i++) {
                changed = changed.with16(RaidTable.HEADER_SIZE + RaidTable.LINE_SIZE * i + RAIDSEQ, sequence);
            }
            for (var state : states.entrySet()) {
                changed = line(state.getKey(), RAIDSTATE, state.getValue()).apply(changed);
            }
            return changed;
        };
    }
}
