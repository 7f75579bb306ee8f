package org.dmkit.raid.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.GroupsByDisk;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.record.NotedLosses.Held;
import org.dmkit.raid.record.NotedLosses.Out;

/** What notes that hold have against the disks that are there. Pure. */
final class Accusations {
    private final GroupsByDisk groups;
    /** The disks that are there, by their place in the listing. */
    private final Map<DiskInfo, Integer> places = new LinkedHashMap<>();

    private final Map<SerialAndSize, List<DiskInfo>> bySerial;
    private final Map<DiskInfo, List<Held>> byWitness;
    /** By disk, then by who accuses it, the first accusation. */
    private final Map<DiskInfo, Map<DiskInfo, Out>> against = new HashMap<>();

    Accusations(GroupsByDisk groups, List<Held> held) {
        this.groups = groups;
        groups.all().stream().flatMap(Group::present).forEach(d -> places.putIfAbsent(d, places.size()));
        bySerial = disks().stream().collect(Collectors.groupingBy(SerialAndSize::of));
        byWitness = new HashMap<>();
        held.forEach(h -> h.witnesses()
                .forEach(w ->
                        byWitness.computeIfAbsent(w, x -> new ArrayList<>()).add(h)));
        held.forEach(this::accuse);
    }

    /** All disks that are there. */
    List<DiskInfo> disks() {
        return List.copyOf(places.keySet());
    }

    /** Who calls this disk lost, in the order of {@link #disks}. */
    List<DiskInfo> accusers(DiskInfo disk) {
        return against.getOrDefault(disk, Map.of()).keySet().stream()
                .filter(places::containsKey)
                .sorted(Comparator.comparing(places::get))
                .toList();
    }

    /** Why the one calls the other lost, which it does. */
    Out by(DiskInfo accuser, DiskInfo disk) {
        return Objects.requireNonNull(against.getOrDefault(disk, Map.of()).get(accuser));
    }

    private void accuse(Held held) {
        List<Group> witnessed = held.witnesses().stream()
                .flatMap(w -> groups.of(w).stream())
                .distinct()
                .toList();
        Stream.concat(
                        witnessed.stream().flatMap(Group::present),
                        held.note().losses().stream().flatMap(l -> bySerial.getOrDefault(l.disk(), List.of()).stream()))
                .distinct()
                .forEach(disk -> loss(held, disk, witnessed)
                        .ifPresent(loss -> held.witnesses()
                                .forEach(w -> against.computeIfAbsent(disk, d -> new LinkedHashMap<>())
                                        .putIfAbsent(w, new Out(disk, loss, w)))));
    }

    /**
     * What a note has against a disk: one that it names, unless that is part of something whole by now that has nothing to do with
     * the group; a stranger only where it claims a place in the group itself.
     */
    private Optional<Note.Loss> loss(Held held, DiskInfo disk, List<Group> witnessed) {
        for (Group group : groups.of(disk)) {
            if (!group.spares().contains(disk) && !held.witnesses().contains(disk)) {
                boolean same = witnessed.contains(group);
                boolean near = same
                        || (witnessed.stream()
                                        .anyMatch(w -> w.format()
                                                .name()
                                                .equals(group.format().name()))
                                && group.sets().stream().noneMatch(s -> s.health() == RaidSet.Health.COMPLETE));
                Optional<Note.Loss> named = near ? held.note().lossOf(disk) : Optional.empty();
                return same && !outvotes(disk, held)
                        ? named.or(() -> held.note().lossOfStranger(disk))
                        : named;
            }
        }
        return Optional.empty();
    }

    /**
     * True if a disk and another know that all witnesses of this note were lost: then it tells of a history that a disk which had been
     * taken out went on with alone, and in which nobody else was seen.
     */
    private boolean outvotes(DiskInfo disk, Held held) {
        return byWitness.getOrDefault(disk, List.of()).stream()
                .anyMatch(h -> h.witnesses().size() > 1
                        && held.witnesses().stream()
                                .allMatch(w -> h.note().lossOf(w).isPresent()));
    }
}
