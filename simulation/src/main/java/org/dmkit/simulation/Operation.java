package org.dmkit.simulation;

import org.dmkit.blockio.Extent;

/** What an observer sees before it has any effect, and again when it has. */
public sealed interface Operation {
    /**
     * A write to a disk's cache.
     *
     * @param disk the name in its {@link org.dmkit.blockio.DiskInfo}
     */
    record Write(String disk, Extent extent) implements Operation {}

    /** A flush of a disk's cache. */
    record Flush(String disk) implements Operation {}

    /**
     * A request to the device-mapper that changes something.
     *
     * @param call the kernel's name of it, such as {@code DM_TABLE_LOAD}
     * @param device the mapped device's name
     */
    record Request(String call, String device) implements Operation {}
}
