package org.dmkit.raid;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a set has become: in some formats its name follows from its members, so that a change renews it. */
final class Successor {
    private Successor() {}

    /** The set of the same name, or else the one that has one of its members; empty if there is neither. */
    static Optional<RaidSet> of(RaidSet set, Group group, List<Group> after) {
        List<RaidSet> sets = after.stream()
                .filter(g -> g.format().name().equals(group.format().name()))
                .flatMap(g -> g.sets().stream())
                .toList();
        return Stream.concat(
                        sets.stream().filter(s -> s.name().equals(set.name())),
                        sets.stream()
                                .filter(s -> set.members()
                                        .anyMatch(m -> s.member(m.disk()).isPresent())))
                .findFirst();
    }
}
