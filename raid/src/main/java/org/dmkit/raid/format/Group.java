package org.dmkit.raid.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;

/**
 * Disks that one metadata describes together, and the sets on them: the unit of a transaction. A spare that no set names
 * yet (isw) is a group of its own without sets. Its disks are of one listing, and two of them are one if they are equal; whether
 * disks of two groups are one, of T0 and of T1, {@link Identity} tells.
 *
 * @param name of the group as dmraid makes it, {@code isw_bcdefghija}
 * @param bearers the disks that are there, each once
 * @param sets the volumes, in the order of the metadata
 * @param known what its format knows of it, for the format only; what single disks hold is there and not in their {@link Bearer},
 *     because only there its type is known
 * @param blocked by name, those of {@code sets} that are shown but must not be started, and why: a reshape under way,
 *     metadata that contradict each other, ...
 */
public record Group(
        String name, List<Bearer> bearers, List<RaidSet> sets, Known<?> known, Map<String, Finding> blocked) {
    public Group {
        bearers = List.copyOf(bearers);
        sets = List.copyOf(sets);
        blocked = Map.copyOf(blocked);
        if (bearers.stream().map(Bearer::disk).distinct().count() < bearers.size()) {
            throw new IllegalArgumentException("a disk twice: " + bearers);
        }
    }

    /** A group all of whose sets may be started. */
    public Group(String name, List<Bearer> bearers, List<RaidSet> sets, Known<?> known) {
        this(name, bearers, sets, known, Map.of());
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

    /** The disks that may be used: members and spares. */
    public List<DiskInfo> disks() {
        return bearers.stream()
                .filter(b -> b.standing() != Standing.STALE)
                .map(Bearer::disk)
                .toList();
    }

    /** Those of them that wait for a failure. */
    public List<DiskInfo> spares() {
        return disks(Standing.SPARE);
    }

    /** The disks that bear metadata of this group but must not be used. */
    public List<DiskInfo> stale() {
        return disks(Standing.STALE);
    }

    private List<DiskInfo> disks(Standing standing) {
        return bearers.stream()
                .filter(b -> b.standing() == standing)
                .map(Bearer::disk)
                .toList();
    }

    /** All disks that are there: those that may be used, and then those that must not. */
    public Stream<DiskInfo> present() {
        return Stream.concat(disks().stream(), stale().stream());
    }

    /** What this disk is to the group; empty if nothing. */
    public Optional<Standing> standing(DiskInfo disk) {
        return bearer(disk).map(Bearer::standing);
    }

    /** True if this disk is a member, and neither waits nor is shut out. */
    public boolean isMember(DiskInfo disk) {
        return standing(disk).filter(Standing.MEMBER::equals).isPresent();
    }

    /** Where this group's metadata lie on a disk; none if it doesn't bear any. */
    public List<Extent> extents(DiskInfo disk) {
        return bearer(disk).map(Bearer::extents).orElseGet(List::of);
    }

    private Optional<Bearer> bearer(DiskInfo disk) {
        return bearers.stream().filter(b -> b.disk().equals(disk)).findFirst();
    }

    /** All pieces of a disk that sets of this group use. */
    public Stream<Extent> used(DiskInfo disk) {
        return sets.stream().flatMap(s -> s.member(disk).stream()).map(Component.Member::extent);
    }

    /** The same group with other sets; who gets into a slot is a member. */
    public Group withSets(List<RaidSet> newSets) {
        Group with = new Group(name, bearers, newSets, known, blocked);
        for (Component.Member member :
                newSets.stream().flatMap(RaidSet::members).toList()) {
            with = with.joined(member.disk());
        }
        return with;
    }

    /** The same group with other disks, or with the same as something else. */
    public Group withBearers(List<Bearer> newBearers) {
        return new Group(name, newBearers, sets, known, blocked);
    }

    /** The same group with this disk as a member. */
    public Group joined(DiskInfo disk) {
        return with(disk, Standing.MEMBER);
    }

    /** The same group for which this disk waits. */
    public Group withSpare(DiskInfo disk) {
        return with(disk, Standing.SPARE);
    }

    /** The same group in which this disk must not be used any more. */
    public Group shutOut(DiskInfo disk) {
        return with(disk, Standing.STALE);
    }

    /** The same group without this disk. */
    public Group released(DiskInfo disk) {
        return withBearers(bearers.stream().filter(b -> !b.disk().equals(disk)).toList());
    }

    private Group with(DiskInfo disk, Standing standing) {
        Optional<Standing> now = standing(disk);
        if (now.isEmpty()) {
            return withBearers(plus(new Bearer(disk, standing, List.of())));
        }
        return now.get() == standing
                ? this
                : withBearers(bearers.stream()
                        .map(b -> b.disk().equals(disk) ? b.as(standing) : b)
                        .toList());
    }

    private List<Bearer> plus(Bearer more) {
        return Stream.concat(bearers.stream(), Stream.of(more)).toList();
    }

    /** The same group; disks that were members in T0 and are in no slot any more count as stale. */
    public Group shuttingOutMembersOf(Group t0) {
        Group out = this;
        for (Bearer bearer : t0.bearers()) {
            DiskInfo disk = bearer.disk();
            if (bearer.standing() == Standing.MEMBER && t0.inSlot(disk) && !inSlot(disk)) {
                out = out.shutOut(disk);
            }
        }
        return out;
    }

    private boolean inSlot(DiskInfo disk) {
        return sets.stream().anyMatch(s -> s.member(disk).isPresent());
    }

    /** The same group, some of whose sets must not be started. */
    public Group withBlocked(Map<String, Finding> newBlocked) {
        return new Group(name, bearers, sets, known, newBlocked);
    }

    /** The same group, which can't be changed. */
    public Group unchangeable() {
        return new Group(name, bearers, sets, known.unchangeable(), blocked);
    }

    /** The same group with one more disk that must not be used. */
    public Group withStale(Reading.Found<?> found, Known<?> newKnown) {
        return new Group(name, plus(Bearer.of(found, Standing.STALE)), sets, newKnown, blocked);
    }

    /** The same group with each set replaced by what {@code change} gives. */
    public Group mapSets(UnaryOperator<RaidSet> change) {
        return withSets(sets.stream().map(change).toList());
    }
}
