package org.dmkit.raid.write;

import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Image;

/**
 * What writers share of formats whose block is one sector, as far from the end of each disk; all in front of it may be data.
 *
 * @param <M> one disk's block
 */
public abstract class OneSectorWriter<M> extends PerDiskWriter<M> {
    private static final int SECTOR = 512;

    private final long fromEnd;

    /** @param fromEnd sectors from this one to the end of the disk; 1 for the last */
    protected OneSectorWriter(long fromEnd) {
        this.fromEnd = fromEnd;
    }

    /** The whole sector. */
    protected abstract byte[] bytes(M block);

    @Override
    protected final List<Image> images(DiskInfo disk, M block) {
        return List.of(new Image(room(disk), bytes(block)));
    }

    @Override
    protected final List<Image> erased(DiskInfo disk) {
        return List.of(new Image(room(disk), new byte[SECTOR]));
    }

    @Override
    protected final long room(DiskInfo disk) {
        return disk.sectors() - fromEnd;
    }
}
