package org.dmkit.formats.pdc;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;

/** Where the blocks of a disk go that joins: what may be left of older ones behind them must not be read as theirs. */
final class PdcJoining {
    private PdcJoining() {}

    /** @param old that the disk bore */
    static PdcDisk disk(DiskInfo disk, List<PdcBlock> blocks, List<PdcBlock> old) {
        List<Extent> places = PdcPlace.from(new Extent(PdcPlace.ofNew(disk), PdcPlace.SECTORS), disk);
        var placed = new ArrayList<PdcBlock>();
        for (int i = 0; i < places.size() && i <= blocks.size(); i++) {
            long lba = places.get(i).lba();
            placed.add(i < blocks.size() ? blocks.get(i).at(lba) : PdcBlock.nothing(lba));
        }
        old.stream()
                .map(PdcBlock::lba)
                .filter(lba -> placed.stream().noneMatch(b -> b.lba() == lba))
                .forEach(lba -> placed.add(PdcBlock.nothing(lba)));
        return new PdcDisk(PdcPlace.ofNew(disk), placed);
    }
}
