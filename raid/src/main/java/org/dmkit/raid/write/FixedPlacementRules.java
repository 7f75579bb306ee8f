package org.dmkit.raid.write;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;

/**
 * Rules of formats whose volumes keep name and shape, and lie at the same place on every member: a disk that joins must have
 * room behind them, and begins empty.
 *
 * @param tool that makes volumes instead
 * @param sectorSize bytes in a logical sector of a member
 * @param maker true if the format itself has rules for volumes that are made or renamed: then they are allowed here
 * @param reserve sectors behind the last volume that a disk must have if all members have as many
 */
public record FixedPlacementRules(String tool, boolean maker, int sectorSize, long reserve) {
    /** What the rules have against a change; codes begin with the format's name. */
    public List<Finding> check(Delta delta) {
        return Stream.concat(
                        delta.changesSets() ? blocked(delta.before()) : Stream.empty(),
                        delta.events().stream().flatMap(event -> check(delta.before(), event)))
                .toList();
    }

    private static Stream<Finding> blocked(Group group) {
        return group.blocked().values().stream()
                .map(f -> error(group, "blocked", f.toString(), "a group without this", f.remedy()));
    }

    private Stream<Finding> check(Group group, Event event) {
        return switch (event) {
            case Event.Created e ->
                made(error(group, "new-volume", e.set().name(), "a set that exists", "create the volume with " + tool));
            case Event.Reshaped e ->
                Stream.of(error(
                        group,
                        "geometry",
                        e.set().toString(),
                        group.set(e.set().name()).orElseThrow().toString(),
                        "a volume keeps its shape, and members their place"));
            case Event.Renamed e ->
                made(error(
                        group,
                        "renamed",
                        e.label(),
                        group.set(e.set()).orElseThrow().label(),
                        "rename the volume with " + tool));
            case Event.Joined e ->
                Stream.of(refused(
                        group,
                        e.disk(),
                        "not-rebuilt",
                        "in sync",
                        "a disk that is rebuilding",
                        "a new member starts empty"));
            case Event.MemberAdded e -> joins(group, e.disk());
            case Event.SpareAdded e -> joins(group, e.disk());
            case Event.Lost e -> Stream.empty();
            case Event.LossRecorded e -> Stream.empty();
            case Event.RebuildEnded e -> Stream.empty();
            case Event.Deleted e -> Stream.empty();
            case Event.RebuildBegan e -> Stream.empty();
            case Event.ResyncChanged e -> Stream.empty();
            case Event.ShutOut e -> Stream.empty();
            case Event.Released e -> Stream.empty();
        };
    }

    private Stream<Finding> made(Finding refusal) {
        return maker ? Stream.empty() : Stream.of(refusal);
    }

    private Stream<Finding> joins(Group group, DiskInfo disk) {
        return group.disks().contains(disk) ? Stream.empty() : Stream.concat(sectors(group, disk), room(group, disk));
    }

    private Stream<Finding> sectors(Group group, DiskInfo disk) {
        return disk.sectorSize() == sectorSize
                ? Stream.empty()
                : Stream.of(refused(
                        group,
                        disk,
                        "sector-size",
                        disk.sectorSize() + " bytes",
                        sectorSize + " bytes",
                        "members must have sectors of one size"));
    }

    private Stream<Finding> room(Group group, DiskInfo disk) {
        long used = end(group);
        long need = used + Math.min(reserve, smallestReserve(group, used));
        return used == 0 || disk.sectors() >= need
                ? Stream.empty()
                : Stream.of(refused(
                        group,
                        disk,
                        "disk-too-small",
                        disk.sectors() + " sectors",
                        "at least " + need,
                        "take a larger disk"));
    }

    /** First sector behind all volumes. */
    private static long end(Group group) {
        return group.sets().stream()
                .flatMap(RaidSet::leaves)
                .mapToLong(c -> switch (c) {
                    case Component.Member m -> m.extent().end();
                    case Component.Missing m -> m.extent().end();
                    case Component.Subset s -> throw new IllegalArgumentException("not a leaf: " + s);
                })
                .max()
                .orElse(0);
    }

    private long smallestReserve(Group group, long used) {
        return group.disks().stream()
                .filter(d -> !group.spares().contains(d))
                .mapToLong(d -> d.sectors() - used)
                .min()
                .orElse(reserve);
    }

    private static Finding error(Group group, String code, String found, String expected, String remedy) {
        return Finding.error(group.format().name() + "." + code)
                .found(found)
                .expected(expected)
                .remedy(remedy);
    }

    private static Finding refused(
            Group group, DiskInfo disk, String code, String found, String expected, String remedy) {
        return Finding.error(group.format().name() + "." + code)
                .on(disk)
                .found(found)
                .expected(expected)
                .remedy(remedy);
    }
}
