package org.dmkit.raid.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;

/**
 * Disks that one metadata describes together, and the sets on them: the unit of a transaction. A spare that no set names
 * yet (isw) is a group of its own without sets.
 *
 * @param name of the group as dmraid makes it, {@code isw_bcdefghija}
 * @param disks present disks that bear valid metadata of this group and may be used: members and spares
 * @param stale present disks that bear metadata of this group but must not be used: shut out, older, contradicting
 * @param spares those of {@code disks} that wait for a failure
 * @param sets the volumes, in the order of the metadata
 * @param metadataExtents where on each disk (by name) this group's metadata lie; never free for anything else
 * @param known what its format knows of it, for the format only
 * @param blocked by name, those of {@code sets} that are shown but must not be started, and why: a reshape under way,
 *     metadata that contradict each other, ...
 */
public record Group(
        String name,
        List<DiskInfo> disks,
        List<DiskInfo> stale,
        List<DiskInfo> spares,
        List<RaidSet> sets,
        Map<String, List<Extent>> metadataExtents,
        Known<?> known,
        Map<String, Finding> blocked) {
    public Group {
        disks = List.copyOf(disks);
        stale = List.copyOf(stale);
        spares = List.copyOf(spares);
        sets = List.copyOf(sets);
        metadataExtents = Map.copyOf(metadataExtents);
        blocked = Map.copyOf(blocked);
    }

    /** A group all of whose sets may be started. */
    public Group(
            String name,
            List<DiskInfo> disks,
            List<DiskInfo> stale,
            List<DiskInfo> spares,
            List<RaidSet> sets,
            Map<String, List<Extent>> metadataExtents,
            Known<?> known) {
        this(name, disks, stale, spares, sets, metadataExtents, known, Map.of());
    }

    /** The format that decoded it. */
    public Format<?> format() {
        return known.format();
    }

    /** The writer of the group's format; empty if the group can't be changed. */
    public Optional<? extends MetadataWriter<?>> writer() {
        return known.writer();
    }

    /** The set of this name, at the top of a tree. */
    public Optional<RaidSet> set(String setName) {
        return sets.stream().filter(s -> s.name().equals(setName)).findFirst();
    }

    /** The disks that may be used, each once: members and spares, and those that only the sets of a changed group name yet. */
    public Stream<DiskInfo> usable() {
        return Stream.of(
                        disks.stream(),
                        spares.stream(),
                        sets.stream().flatMap(RaidSet::members).map(Component.Member::disk))
                .flatMap(Function.identity())
                .distinct();
    }

    /** All disks that are there: those that may be used, and those that must not. */
    public Stream<DiskInfo> present() {
        return Stream.concat(usable(), stale.stream()).distinct();
    }

    /** All pieces of a disk that sets of this group use. */
    public Stream<Extent> used(DiskInfo disk) {
        return sets.stream().flatMap(s -> s.member(disk).stream()).map(Component.Member::extent);
    }

    /** The same group with other sets. */
    public Group withSets(List<RaidSet> newSets) {
        return new Group(name, disks, stale, spares, newSets, metadataExtents, known, blocked);
    }

    /** The same group with other disks in their three roles. */
    public Group withDisks(List<DiskInfo> newDisks, List<DiskInfo> newStale, List<DiskInfo> newSpares) {
        return new Group(name, newDisks, newStale, newSpares, sets, metadataExtents, known, blocked);
    }

    /** The same group; disks that were members in T0 and are in no slot any more count as stale. */
    public Group shuttingOutMembersOf(Group t0) {
        List<DiskInfo> out = t0.disks().stream()
                .filter(d -> !named(t0.spares(), d))
                .filter(d -> t0.sets().stream().anyMatch(s -> s.member(d).isPresent()))
                .filter(d -> sets.stream().noneMatch(s -> s.member(d).isPresent()))
                .toList();
        return withDisks(
                disks.stream().filter(d -> !named(out, d)).toList(),
                Stream.concat(stale.stream(), out.stream()).toList(),
                spares);
    }

    private static boolean named(List<DiskInfo> disks, DiskInfo disk) {
        return disks.stream().anyMatch(d -> d.name().equals(disk.name()));
    }

    /** The same group, some of whose sets must not be started. */
    public Group withBlocked(Map<String, Finding> newBlocked) {
        return new Group(name, disks, stale, spares, sets, metadataExtents, known, newBlocked);
    }

    /** The same group, which can't be changed. */
    public Group unchangeable() {
        return new Group(name, disks, stale, spares, sets, metadataExtents, known.unchangeable(), blocked);
    }

    /** The same group with one more disk that must not be used. */
    public Group withStale(DiskInfo disk, List<Extent> metadata, Known<?> newKnown) {
        Map<String, List<Extent>> extents = new HashMap<>(metadataExtents);
        extents.put(disk.name(), metadata);
        List<DiskInfo> out = Stream.concat(stale.stream(), Stream.of(disk)).toList();
        return new Group(name, disks, out, spares, sets, extents, newKnown, blocked);
    }

    /** The same group with each set replaced by what {@code change} gives. */
    public Group mapSets(UnaryOperator<RaidSet> change) {
        return withSets(sets.stream().map(change).toList());
    }
}
