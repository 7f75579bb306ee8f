package org.dmkit.raid.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.Extent;

/** Finds sectors for a redo record that nothing else uses. */
public final class RedoPlaces {
    /** A record lies in the last 128 sectors, which every scan reads anyway, so that it is found when the metadata are gone. */
    static final long WINDOW = 128;

    private RedoPlaces() {}

    /**
     * Sectors of a disk's tail that hold what is not ours to overwrite: anything but zeros, what is left of our old records, and
     * old records that owe nothing, or nothing to who is there.
     *
     * @param tail a multiple of 512 bytes
     */
    public static List<Extent> occupied(ByteBuffer tail, long tailLba) {
        var occupied = new ArrayList<Extent>();
        for (int sector = 0; sector < tail.limit() / RedoCodec.SECTOR; sector++) {
            RedoCodec.decode(tail, sector, tailLba)
                    .filter(c -> c.state() == Redo.State.PREPARED)
                    .ifPresent(c -> occupied.add(c.extent()));
            if (!isZero(tail, sector) && !RedoCodec.isOurs(tail, sector)) {
                occupied.add(new Extent(tailLba + sector, 1));
            }
        }
        return occupied;
    }

    private static boolean isZero(ByteBuffer tail, int sector) {
        byte[] bytes = new byte[RedoCodec.SECTOR];
        tail.get(sector * RedoCodec.SECTOR, bytes);
        return Arrays.equals(bytes, new byte[RedoCodec.SECTOR]);
    }

    /**
     * The lowest free run in the window: metadata sit at the end of a disk and grow downwards, so distance is room for them.
     *
     * @param diskSectors size of the disk
     * @param needed sectors
     * @param used every extent of the disk that holds data, metadata of any format, a partition table, or what is {@link #occupied}
     */
    public static Optional<Extent> find(long diskSectors, long needed, List<Extent> used) {
        List<Extent> sorted = new ArrayList<>(used);
        Collections.sort(sorted);
        long at = Math.max(0, diskSectors - WINDOW);
        for (Extent e : sorted) {
            if (e.end() <= at) {
                continue;
            }
            if (e.lba() >= at + needed) {
                break;
            }
            at = e.end();
        }
        return at + needed <= diskSectors ? Optional.of(new Extent(at, needed)) : Optional.empty();
    }
}
