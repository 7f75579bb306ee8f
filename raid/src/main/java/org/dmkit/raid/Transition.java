package org.dmkit.raid;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.raid.spi.Image;

/**
 * A change as two trees, with all that the planner needs to know of the world.
 *
 * @param t0 as it is
 * @param t1 as it shall be: the same sets by name, in the same shape, less those that are deleted
 * @param running names of the sets that run in T1
 * @param live what the device-mapper has now
 * @param profile of the tables that have to be made
 * @param t0Images what lies on each disk (by name) where T1's metadata go
 * @param t1Images T1's metadata, the same extents, in the order in which the disks are written
 * @param scope whether tables follow the metadata in this transaction
 * @param redo where the redo record goes; empty if no metadata change
 * @param partitions what is mapped on sets that run in T1
 * @param lost metadata for disks (by name) that T1 has lost, in case they answer; nothing depends on them
 */
public record Transition(
        Group t0,
        Group t1,
        Set<String> running,
        Live live,
        Profile profile,
        Map<String, List<Image>> t0Images,
        Map<String, List<Image>> t1Images,
        Scope scope,
        Optional<Redo.Placed> redo,
        Partitions partitions,
        Map<String, List<Image>> lost) {
    /** What a transaction may change. */
    public enum Scope {
        /** Metadata and tables, together. */
        ALL,
        /** Metadata only: a mark that must not wait for a table that the kernel might refuse. */
        METADATA
    }

    public Transition {
        running = Set.copyOf(running);
        t0Images = Map.copyOf(t0Images);
        t1Images = Collections.unmodifiableMap(new LinkedHashMap<>(t1Images));
        lost = Map.copyOf(lost);
    }

    /** A change that is about neither partitions nor lost disks. */
    public Transition(
            Group t0,
            Group t1,
            Set<String> running,
            Live live,
            Profile profile,
            Map<String, List<Image>> t0Images,
            Map<String, List<Image>> t1Images,
            Scope scope,
            Optional<Redo.Placed> redo) {
        this(t0, t1, running, live, profile, t0Images, t1Images, scope, redo, Partitions.UNTOUCHED, Map.of());
    }

    /** The same change, which maps these as well. */
    Transition withPartitions(Partitions newPartitions) {
        return new Transition(t0, t1, running, live, profile, t0Images, t1Images, scope, redo, newPartitions, lost);
    }
}
