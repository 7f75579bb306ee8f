package org.dmkit.raid.format;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Delta.Slot;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.Missing;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Component.Subset;
import org.dmkit.raid.model.RaidSet;

/** Does to a group what the events of a {@link Delta} say: what they mean, without the tree that they lead to. */
final class Replay {
    private final Identity identity;

    private Replay(Identity identity) {
        this.identity = identity;
    }

    static Group of(Delta delta) {
        var replay = new Replay(new Identity(delta.before(), delta.after()));
        Group group = delta.before();
        for (Event event : delta.events()) {
            group = replay.apply(group, event);
        }
        return group;
    }

    private Group apply(Group group, Event event) {
        return switch (event) {
            case Event.Lost e ->
                leaves(group, e.slots(), c -> new Missing(e.disk().serial(), extent(c), true));
            case Event.LossRecorded e -> leaves(group, e.slots(), Component::lost);
            case Event.RebuildEnded e ->
                leaves(group, List.of(e.slot()), c -> new Member(((Member) c).disk(), extent(c), State.IN_SYNC));
            case Event.Deleted e ->
                group.withSets(group.sets().stream()
                        .filter(s -> !s.name().equals(e.set()))
                        .toList());
            case Event.RebuildBegan e ->
                leaves(group, List.of(e.slot()), c -> new Member(e.disk(), extent(c), State.REBUILDING));
            case Event.Joined e ->
                leaves(group, List.of(e.slot()), c -> new Member(e.disk(), extent(c), State.IN_SYNC));
            case Event.Created e -> group.withSets(plus(group.sets(), e.set()));
            case Event.ResyncChanged e -> set(group, e.set(), s -> s.withResync(e.to()));
            case Event.Reshaped e -> set(group, e.set().name(), s -> e.set());
            case Event.Renamed e -> set(group, e.set(), s -> s.withLabel(e.label()));
            case Event.MemberAdded e -> without(group, e.disk()).joined(e.disk());
            case Event.SpareAdded e -> without(group, e.disk()).withSpare(e.disk());
            case Event.ShutOut e -> without(group, e.disk()).shutOut(e.disk());
            case Event.Released e -> without(group, e.disk());
        };
    }

    private static Group set(Group group, String name, UnaryOperator<RaidSet> change) {
        return group.mapSets(s -> s.name().equals(name) ? change.apply(s) : s);
    }

    private static Group leaves(Group group, List<Slot> slots, UnaryOperator<Component> change) {
        Group out = group;
        for (Slot slot : slots) {
            out = set(out, slot.set(), s -> leaf(s, slot.leaf(), change));
        }
        return out;
    }

    private static RaidSet leaf(RaidSet set, int leaf, UnaryOperator<Component> change) {
        var next = new int[] {0};
        return set.mapLeaves(c -> next[0]++ == leaf ? change.apply(c) : c);
    }

    private static Extent extent(Component leaf) {
        return switch (leaf) {
            case Member m -> m.extent();
            case Missing m -> m.extent();
            case Subset s -> throw new IllegalArgumentException("not a leaf: " + s);
        };
    }

    private Group without(Group group, DiskInfo disk) {
        return group.withBearers(group.bearers().stream()
                .filter(b -> !identity.same(b.disk(), disk))
                .toList());
    }

    private static <T> List<T> plus(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }
}
