package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dmkit.linux.DeviceNumber;

/** Block devices as the kernel tells of them, without opening one. */
public interface Blocks {
    /** The device that this path, or name, leads to; empty if it is none. */
    Optional<Block> find(String path) throws IOException;

    /** The device with this number; empty if there is none. */
    Optional<Block> find(DeviceNumber number) throws IOException;

    /** Who uses a device until somebody ends it: what stands on it, mounts, swap. */
    List<User> users(DeviceNumber number) throws IOException;

    /** The processes that have it open, or a file on it; those of other users only for root. */
    List<User> processes(DeviceNumber number) throws IOException;

    /**
     * A block device.
     *
     * @param name the kernel's, such as {@code sdb}
     * @param sectors of 512 bytes
     * @param sectorSize logical, in bytes
     */
    record Block(DeviceNumber number, String name, long sectors, int sectorSize) {}
}
