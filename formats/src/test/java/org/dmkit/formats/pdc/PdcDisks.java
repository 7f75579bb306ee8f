package org.dmkit.formats.pdc;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.raid.assemble.Block;

/** Changes blocks of disks in memory, with a good checksum. */
final class PdcDisks {
    static final PdcFormat FORMAT = new PdcFormat();

    private PdcDisks() {}

    static CorpusDisks<PdcDisk> load(String name) {
        return CorpusDisks.load(FORMAT, name);
    }

    /** Changes the block at 63 sectors before the end. */
    static void change(CorpusDisks<PdcDisk> disks, String disk, UnaryOperator<Block> change) {
        change(disks, disk, disks.disk(disk).sectors() - 63, change);
    }

    static void change(CorpusDisks<PdcDisk> disks, String disk, long lba, UnaryOperator<Block> change) {
        put(disks, disk, lba, change.apply(Block.copyOf(disks.get(disk, new Extent(lba, PdcPlace.SECTORS)))));
    }

    static void put(CorpusDisks<PdcDisk> disks, String disk, long lba, Block block) {
        byte[] bytes = block.with32(PdcBlock.CHECKSUM, PdcBlock.sum(block)).toBytes();
        for (int i = 0; i < PdcPlace.SECTORS; i++) {
            disks.put(disk, lba + i, Arrays.copyOfRange(bytes, i * 512, i * 512 + 512));
        }
    }
}
