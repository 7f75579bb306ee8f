package org.dmkit.formats.pdc;

import java.util.List;

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
}
