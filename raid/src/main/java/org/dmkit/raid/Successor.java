package org.dmkit.raid;

import java.util.ArrayList;
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

    /** What a set has become, called as it was: a name that follows from members is no difference. */
    static RaidSet underTheNameOf(RaidSet old, RaidSet now) {
        var components = new ArrayList<Component>();
        for (int i = 0; i < now.components().size(); i++) {
            components.add(
                    i < old.components().size()
                                    && old.components().get(i) instanceof Component.Subset was
                                    && now.components().get(i) instanceof Component.Subset is
                            ? new Component.Subset(underTheNameOf(was.set(), is.set()))
                            : now.components().get(i));
        }
        return new RaidSet(old.name(), now.label(), now.level(), now.chunk(), now.size(), components, now.resync());
    }
}
