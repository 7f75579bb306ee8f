package org.dmkit.raid.assemble;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Level;
import org.jspecify.annotations.Nullable;

/**
 * How a set is built, as its members' metadata tell. Slots are numbered through: in a stacked set the first subset has the
 * first ones.
 *
 * @param name of the mapped device, as dmraid makes it
 * @param label the name that the vendor's tools show; may be empty
 * @param level of the set, of the subsets if there are any
 * @param chunk sectors; 0 where the level has none
 * @param size usable sectors of the whole; 0 if the metadata don't tell: then all that the members have
 * @param slots one for each place
 * @param stack what stands on the subsets; null for a plain set
 */
public record Layout(
        String name,
        String label,
        Level level,
        int chunk,
        long size,
        List<Slot> slots,
        @Nullable Stack stack) {
    public Layout {
        slots = List.copyOf(slots);
    }

    /**
     * A place in the set.
     *
     * @param data where a member there keeps its data
     * @param label what the metadata call the disk there; empty if they don't say
     * @param lost true if the metadata call the disk there gone or failed
     */
    public record Slot(Extent data, String label, boolean lost) {}

    /** Places that differ in nothing. */
    public static List<Slot> alike(int count, Extent data) {
        return Collections.nCopies(count, new Slot(data, "", false));
    }

    /** True if both tell the same of what all members of a set must agree on; not where each keeps its own data. */
    boolean agrees(Layout other) {
        return name.equals(other.name)
                && level == other.level
                && chunk == other.chunk
                && size == other.size
                && slots.size() == other.slots.size()
                && Objects.equals(stack, other.stack);
    }

    /** For people: {@code RAID1 of 2, chunk 128, 204672 sectors}. */
    @Override
    public String toString() {
        return (stack == null ? "" : stack.level() + " over ")
                + level
                + " of "
                + slots.size()
                + (chunk == 0 ? "" : ", chunk " + chunk)
                + (size == 0 ? "" : ", " + size + " sectors");
    }
}
