package org.dmkit.raid.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Identity;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;

/** What a set has become, and in which group: in some formats its name follows from its members, so that a change renews it. */
public record Successor(Group group, RaidSet set) {
    /**
     * The set of the same name, or else the one that has one of its members, whatever the kernel calls that now; empty if there is
     * neither.
     */
    public static Optional<Successor> of(RaidSet set, List<Group> after) {
        List<DiskInfo> members = set.members().map(Component.Member::disk).toList();
        var identity = new Identity(
                members, after.stream().flatMap(Group::present).distinct().toList());
        return Stream.<Predicate<RaidSet>>of(
                        s -> s.name().equals(set.name()),
                        s -> s.members().anyMatch(m -> identity.in(members.stream(), m.disk())))
                .flatMap(same -> after.stream()
                        .flatMap(g -> g.sets().stream().filter(same).map(s -> new Successor(g, s))))
                .findFirst();
    }

    /** The set, called as it was: a name that follows from members is no difference. */
    public RaidSet underTheNameOf(RaidSet old) {
        return underTheNameOf(old, set);
    }

    private static RaidSet underTheNameOf(RaidSet old, RaidSet now) {
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
