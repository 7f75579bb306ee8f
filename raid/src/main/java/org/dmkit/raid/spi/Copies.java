package org.dmkit.raid.spi;

import java.util.Map;

/** The metadata of a group whose disks each have their own, by name of disk. */
public record Copies(Map<String, NativeMetadata> byDisk) implements NativeMetadata {
    public Copies {
        byDisk = Map.copyOf(byDisk);
    }
}
