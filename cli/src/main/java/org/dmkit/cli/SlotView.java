package org.dmkit.cli;

import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Component.State;

/** What stands in one slot of a {@link SetView}. */
sealed interface SlotView {
    /** A piece of a disk. */
    record Disk(DiskInfo disk, Extent extent, State state) implements SlotView {}

    /** Nobody; {@code label} is what the metadata call the disk that was there, and may be empty. */
    record Gone(String label, boolean marked) implements SlotView {}

    /** A set below. */
    record Below(SetView set) implements SlotView {}
}
