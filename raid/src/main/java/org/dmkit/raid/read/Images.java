package org.dmkit.raid.read;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Image;

/** What lies on a disk, as images. */
public final class Images {
    private Images() {}

    /** Where this image lies. */
    public static Image read(Disk disk, Image like) throws IOException {
        return read(disk, like.extent());
    }

    /** In this extent. */
    public static Image read(Disk disk, Extent extent) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(extent.count() * 512, 4096);
            disk.read(extent.lba(), buffer);
            return new Image(extent.lba(), buffer.toArray(ValueLayout.JAVA_BYTE));
        }
    }
}
