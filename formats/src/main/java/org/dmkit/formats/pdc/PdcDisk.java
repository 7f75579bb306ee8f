package org.dmkit.formats.pdc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a disk bears.
 *
 * @param place sector of the first block, where what volumes may use ends
 * @param blocks those that are sound, in the order of the disk
 */
record PdcDisk(long place, List<PdcBlock> blocks) {
    PdcDisk {
        blocks = List.copyOf(blocks);
    }

    List<PdcBlock> volumes() {
        return blocks.stream().filter(b -> !b.noVolume()).toList();
    }

    /** The first that is a volume, by which the disk is listed; the first of all if there is none. */
    PdcBlock listed() {
        return volumes().stream().findFirst().orElse(blocks.getFirst());
    }

    /** True if the disk waits for a failure in any volume. */
    boolean spare() {
        return volumes().isEmpty() && blocks.getFirst().flags().spare();
    }

    /** Its part in the set of this name. */
    Optional<PdcBlock> in(String set) {
        return volumes().stream().filter(b -> b.tells(set)).findFirst();
    }

    /** True if two of its volumes have the same name. */
    boolean hasNameTwice() {
        return volumes().stream().map(PdcVolume::name).distinct().count()
                < volumes().stream().map(PdcBlock::volumeId).distinct().count();
    }

    /** With another block in the same place. */
    PdcDisk with(PdcBlock block) {
        return new PdcDisk(
                place,
                blocks.stream().map(b -> b.lba() == block.lba() ? block : b).toList());
    }

    /** Without its part in a set: those behind move up, as FreeBSD has it. */
    PdcDisk without(String set) {
        List<PdcBlock> left =
                blocks.stream().filter(b -> b.noVolume() || !b.tells(set)).toList();
        var moved = new ArrayList<PdcBlock>();
        for (int i = 0; i < blocks.size(); i++) {
            long lba = blocks.get(i).lba();
            moved.add(i < left.size() ? left.get(i).at(lba) : PdcBlock.nothing(lba));
        }
        return new PdcDisk(place, moved);
    }
}
