package org.dmkit.raid.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Finds;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.GroupsByDisk;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.jspecify.annotations.Nullable;

/**
 * Assembles what the formats found, and settles whose a disk is that bears valid metadata of several formats: one of them is
 * a leftover. It is believed where exactly one of the formats has all disks of all its sets. Where several have, and on the very
 * same disks, nothing on them tells which is the newer: then it is the one that dmraid takes, the first, so that a machine keeps the
 * set it runs on. Else nobody gets it, because a wrong guess writes over data.
 */
final class Claims {
    private final List<Finds<?>> found;

    Claims(List<Finds<?>> found) {
        this.found = found;
    }

    /** The groups; what there is to say of them is added to {@code findings}. */
    List<Group> settle(List<Finding> findings) {
        Map<DiskInfo, List<Format<?>>> contested = contested();
        Map<Format<?>, Assembly> assemblies = assemble(found);
        var byFormat = new HashMap<Format<?>, GroupsByDisk>();
        assemblies.forEach((format, assembly) -> byFormat.put(format, new GroupsByDisk(assembly.groups())));
        var lost = new LinkedHashMap<Format<?>, Set<DiskInfo>>();
        contested.forEach((disk, claimants) -> {
            List<Format<?>> whole = claimants.stream()
                    .filter(f -> complete(groupOf(byFormat.get(f), disk)))
                    .toList();
            boolean settles = whole.size() == 1 || (whole.size() > 1 && sameDisks(whole, byFormat, disk));
            String names = claimants.stream().map(Format::name).collect(Collectors.joining(", "));
            findings.add(
                    settles
                            ? several(disk, Finding.Severity.WARNING, names, taken(whole), wipe(disk, claimants, whole))
                            : several(
                                    disk,
                                    Finding.Severity.ERROR,
                                    names,
                                    "one; the disk is not used",
                                    "wipe the leftover: " + wipe(disk, claimants, List.of())));
            for (Format<?> loser : claimants) {
                if (!settles || !loser.equals(whole.getFirst())) {
                    lost.computeIfAbsent(loser, f -> new HashSet<>()).add(disk);
                }
            }
        });
        found.stream()
                .filter(f -> lost.containsKey(f.format()))
                .map(f -> f.without(d -> lost.getOrDefault(f.format(), Set.of()).contains(d)))
                .forEach(f -> assemblies.put(f.format(), f.assemble()));
        var groups = new ArrayList<Group>();
        assemblies.forEach((format, assembly) -> {
            assembly.findings().forEach(f -> findings.add(f.from(format.name())));
            groups.addAll(assembly.groups());
        });
        return groups;
    }

    private static Map<Format<?>, Assembly> assemble(List<Finds<?>> found) {
        var assemblies = new LinkedHashMap<Format<?>, Assembly>();
        found.forEach(f -> assemblies.put(f.format(), f.assemble()));
        return assemblies;
    }

    /** The disks that more than one format claims, each with those formats. */
    private Map<DiskInfo, List<Format<?>>> contested() {
        var claims = new LinkedHashMap<DiskInfo, List<Format<?>>>();
        found.forEach(f -> f.disks()
                .forEach(d -> claims.computeIfAbsent(d, n -> new ArrayList<>()).add(f.format())));
        claims.values().removeIf(formats -> formats.size() < 2);
        return claims;
    }

    private static String taken(List<Format<?>> whole) {
        String first = "one; taken as " + whole.getFirst().name();
        return whole.size() == 1
                ? first + ", whose sets have all their disks"
                : first + ", as dmraid does: nothing tells which is the newer";
    }

    private static boolean complete(Optional<Group> group) {
        return group.filter(g -> !g.sets().isEmpty())
                .filter(g -> g.sets().stream().allMatch(s -> s.health() == RaidSet.Health.COMPLETE))
                .isPresent();
    }

    /** True if all these formats see the same disks in the group of this one. */
    private static boolean sameDisks(List<Format<?>> formats, Map<Format<?>, GroupsByDisk> byFormat, DiskInfo disk) {
        return formats.stream()
                        .map(f -> groupOf(byFormat.get(f), disk)
                                .map(g -> Set.copyOf(g.disks()))
                                .orElse(Set.of()))
                        .distinct()
                        .count()
                == 1;
    }

    private static Optional<Group> groupOf(@Nullable GroupsByDisk groups, DiskInfo disk) {
        return groups == null
                ? Optional.empty()
                : groups.of(disk).stream().filter(g -> g.disks().contains(disk)).findFirst();
    }

    /** The formats that the disk is not taken as. */
    private static String wipe(DiskInfo disk, List<Format<?>> claimants, List<Format<?>> whole) {
        return claimants.stream()
                .filter(f -> whole.isEmpty() || !f.equals(whole.getFirst()))
                .map(f -> Remedy.wipe(disk, f.name()))
                .collect(Collectors.joining("; or: "));
    }

    private static Finding several(
            DiskInfo disk, Finding.Severity severity, String names, String expected, String remedy) {
        return Finding.of(severity, "disk.several-formats")
                .on(disk)
                .found("valid metadata of " + names)
                .expected(expected)
                .remedy(remedy);
    }
}
