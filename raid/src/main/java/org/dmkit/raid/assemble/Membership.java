package org.dmkit.raid.assemble;

import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;

/**
 * What the metadata of one disk say of a set it is in. A disk that is in several sets has one for each. {@link SetAssembly}
 * puts them together.
 *
 * @param identity equal on all members of a set and on nobody else; never the name, which different sets may share
 * @param <M> the format's metadata
 * @param resync what this disk says of the set's redundancy; the worst that a member says holds
 */
public record Membership<M>(Reading.Found<M> found, String identity, Layout layout, Role role, RaidSet.Resync resync) {
    /** What the disk is to the set. */
    public sealed interface Role {}

    /**
     * It stands in a slot.
     *
     * @param data where it keeps its data
     */
    public record InSlot(int slot, Extent data, Component.State state) implements Role {}

    /** It waits for a failure in this set. */
    public record Spare() implements Role {}

    /**
     * It must not be used: failed, older than the others, ...
     *
     * @param slot the one it had; -1 if nobody knows
     * @param why with the disk's name
     */
    public record ShutOut(int slot, Finding why) implements Role {}
}
