package org.dmkit.raid.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.partition.PartitionTable;
import org.dmkit.raid.partition.Partitions;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.table.Profile;

/**
 * A change as two configurations, with all that the planner needs to know of the world.
 *
 * @param parts the groups that change; all of them do, or none
 * @param live what the device-mapper has now
 * @param t0Images what lies on each disk (by name) where T1's metadata go
 * @param t1Images T1's metadata, the same extents, in the order in which the disks are written
 * @param redo where the redo record goes on the disks; empty if no metadata change, or none fits
 * @param journal the record that goes to the machine's journal, where it does not fit on the disks
 * @param earlier records whose T1 is T0 here and was reached without some of their members: finished before anything runs
 * @param lost metadata for disks (by name) that T1 has lost, in case they answer; nothing depends on them
 */
public record Transition(
        List<Part> parts,
        Live live,
        Map<String, List<Image>> t0Images,
        Map<String, List<Image>> t1Images,
        Optional<Redo.Placed> redo,
        Optional<Redo.Placed> journal,
        List<Redo.Placed> earlier,
        Map<String, List<Image>> lost) {
    /** What a transaction may change. */
    public enum Scope {
        /** Metadata and tables, together. */
        ALL,
        /** Metadata only: a mark that must not wait for a table that the kernel might refuse. */
        METADATA
    }

    /**
     * One group.
     *
     * @param delta what becomes of it: the same sets by name, in the same shape, less those that are deleted
     * @param running names of the sets that run in T1
     * @param profile of the tables that have to be made
     * @param scope whether tables follow the metadata in this transaction
     * @param partitions what is mapped on sets that run in T1
     */
    public record Part(Delta delta, Set<String> running, Profile profile, Scope scope, Partitions partitions) {
        public Part {
            running = Set.copyOf(running);
        }

        /** A change that is not about partitions. */
        public Part(Group t0, Group t1, Set<String> running, Profile profile, Scope scope) {
            this(Delta.between(t0, t1), running, profile, scope, Partitions.UNTOUCHED);
        }

        /** As it is. */
        public Group t0() {
            return delta.before();
        }

        /** As it shall be. */
        public Group t1() {
            return delta.after();
        }
    }

    public Transition {
        parts = List.copyOf(parts);
        t0Images = Map.copyOf(t0Images);
        t1Images = Collections.unmodifiableMap(new LinkedHashMap<>(t1Images));
        earlier = List.copyOf(earlier);
        lost = Map.copyOf(lost);
    }

    /** The same change, which maps these as well. */
    public Transition withPartitions(Partitions newPartitions) {
        List<Part> mapping = parts.stream()
                .map(p -> new Part(p.delta(), p.running(), p.profile(), p.scope(), newPartitions))
                .toList();
        return new Transition(mapping, live, t0Images, t1Images, redo, journal, earlier, lost);
    }

    /** Without a journal, after a change that is ended. */
    public Transition(
            List<Part> parts,
            Live live,
            Map<String, List<Image>> t0Images,
            Map<String, List<Image>> t1Images,
            Optional<Redo.Placed> redo,
            Map<String, List<Image>> lost) {
        this(parts, live, t0Images, t1Images, redo, Optional.empty(), List.of(), lost);
    }

    /**
     * All that is saved before the first metadata are written, in this order: a note alone would come true, and with it those that
     * it follows would be forgotten; a journal without its note does no harm.
     */
    List<Redo.Placed> records() {
        return Stream.of(journal, redo).flatMap(Optional::stream).toList();
    }

    /** Sets that only T1 has. */
    public List<RaidSet> made() {
        return parts.stream()
                .flatMap(p -> p.delta().events(Delta.Event.Created.class))
                .map(Delta.Event.Created::set)
                .toList();
    }

    /** The partition table that is mapped with the set of this name. */
    public Optional<PartitionTable> partitionsOf(String set) {
        return parts.stream()
                .flatMap(p -> Optional.ofNullable(p.partitions().tables().get(set)).stream())
                .findFirst();
    }

    /** Sets that run in T1. */
    public List<RaidSet> running() {
        return parts.stream()
                .flatMap(p -> p.t1().sets().stream().filter(s -> p.running().contains(s.name())))
                .toList();
    }
}
