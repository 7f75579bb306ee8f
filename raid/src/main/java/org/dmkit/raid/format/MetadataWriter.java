package org.dmkit.raid.format;

import java.util.List;
import java.util.Optional;
import org.dmkit.raid.model.Finding;

/** The half of a format that changes metadata. Stateless and pure. */
public interface MetadataWriter<M> {
    /** What it can do. */
    Abilities abilities();

    /** How new sets are made; empty if they can't be. */
    default Optional<Placement<M>> placement() {
        return Optional.empty();
    }

    /**
     * The format's own rules, after the generic ones; any finding of severity ERROR refuses the change.
     *
     * @param known of T0
     */
    List<Finding> check(Delta delta, Known<M> known);

    /**
     * The metadata of T1: complete images for each disk whose metadata change, others left out. A disk that is shut out (a
     * member before, stale after) is written in a stage of its own with {@link Update.Duty#BEST_EFFORT}, or not at all; one
     * that T1 no longer lists gets images that erase its metadata.
     *
     * @param known of T0
     */
    Update encode(Delta delta, Known<M> known);

    /**
     * Whether the order of the writes alone keeps this change whole, where no redo record fits: every prefix of them, in any order
     * within a stage and torn between two sectors, reads as T0, as T1, or as a set that is refused.
     */
    default boolean isOrdered(Delta delta) {
        return abilities().crash() == Crash.ORDERED;
    }
}
