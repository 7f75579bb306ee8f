package org.dmkit.raid.format;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Delta.Slot;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.Missing;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Component.Subset;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/** Finds the events of a {@link Delta}. */
final class Comparison {
    /** A set that is in both trees. */
    private record Both(RaidSet before, RaidSet after) {
        String name() {
            return after.name();
        }

        boolean reshaped() {
            return !shape(before).equals(shape(after));
        }

        /** The set without what other events tell. */
        private static RaidSet shape(RaidSet set) {
            RaidSet bare = set.mapLeaves(Both::place).withResync(Resync.CLEAN);
            return new RaidSet(
                    bare.name(), "", bare.level(), bare.chunk(), bare.size(), bare.components(), bare.resync());
        }

        private static Component place(Component component) {
            return switch (component) {
                case Member m -> new Missing("", m.extent(), true);
                case Missing m -> new Missing("", m.extent(), true);
                case Subset s -> s;
            };
        }

        Stream<Pair> pairs() {
            List<Component> from = before.leaves().toList();
            List<Component> to = after.leaves().toList();
            return IntStream.range(0, to.size()).mapToObj(i -> new Pair(new Slot(name(), i), from.get(i), to.get(i)));
        }
    }

    /** What stands in a slot, before and after. */
    private record Pair(Slot slot, Component before, Component after) {}

    private final Group before;
    private final Group after;
    private final Identity identity;

    private Comparison(Group before, Group after) {
        this.before = before;
        this.after = after;
        this.identity = new Identity(before, after);
    }

    static List<Event> events(Group before, Group after) {
        return new Comparison(before, after).events();
    }

    private List<Event> events() {
        List<Both> both = after.sets().stream()
                .flatMap(to -> before.set(to.name()).map(from -> new Both(from, to)).stream())
                .toList();
        List<Both> kept = both.stream().filter(b -> !b.reshaped()).toList();
        List<Pair> pairs = kept.stream().flatMap(Both::pairs).toList();
        return Stream.<Stream<? extends Event>>of(
                        losses(pairs),
                        recorded(pairs),
                        pairs.stream().filter(this::ended).map(p -> new Event.RebuildEnded(p.slot())),
                        only(before, after).map(set -> new Event.Deleted(set.name())),
                        pairs.stream().flatMap(this::begun),
                        only(after, before).map(Event.Created::new),
                        kept.stream()
                                .filter(b -> b.before().resync() != b.after().resync())
                                .map(b -> new Event.ResyncChanged(
                                        b.name(), b.before().resync(), b.after().resync())),
                        both.stream().filter(Both::reshaped).map(b -> new Event.Reshaped(b.after())),
                        kept.stream()
                                .filter(b ->
                                        !b.before().label().equals(b.after().label()))
                                .map(b -> new Event.Renamed(b.name(), b.after().label())),
                        standings())
                .<Event>flatMap(Function.identity())
                .toList();
    }

    private Stream<Event> losses(List<Pair> pairs) {
        List<Pair> lost = pairs.stream()
                .filter(p -> p.before() instanceof Member && p.after() instanceof Missing)
                .toList();
        return identity.distinct(lost.stream().map(p -> ((Member) p.before()).disk())).stream()
                .map(disk -> new Event.Lost(
                        disk,
                        lost.stream()
                                .filter(p -> on(p.before(), disk))
                                .map(Pair::slot)
                                .toList()));
    }

    private static Stream<Event> recorded(List<Pair> pairs) {
        List<Slot> slots = pairs.stream()
                .filter(p -> p.before() instanceof Missing from
                        && p.after() instanceof Missing to
                        && !from.marked()
                        && to.marked())
                .map(Pair::slot)
                .toList();
        return slots.isEmpty() ? Stream.empty() : Stream.of(new Event.LossRecorded(slots));
    }

    private boolean ended(Pair pair) {
        return pair.after() instanceof Member m
                && m.state() == State.IN_SYNC
                && on(pair.before(), m.disk())
                && !in(pair.before(), State.IN_SYNC);
    }

    private Stream<Event> begun(Pair pair) {
        if (!(pair.after() instanceof Member m)) {
            return Stream.empty();
        }
        boolean stays = on(pair.before(), m.disk());
        return switch (m.state()) {
            case REBUILDING ->
                stays && in(pair.before(), State.REBUILDING)
                        ? Stream.empty()
                        : Stream.of(new Event.RebuildBegan(pair.slot(), m.disk()));
            case IN_SYNC -> stays ? Stream.empty() : Stream.of(new Event.Joined(pair.slot(), m.disk()));
        };
    }

    private boolean on(Component component, DiskInfo disk) {
        return component instanceof Member m && identity.same(m.disk(), disk);
    }

    private static boolean in(Component component, State state) {
        return component instanceof Member m && m.state() == state;
    }

    /** The sets of a group that another doesn't have. */
    private static Stream<RaidSet> only(Group group, Group other) {
        return group.sets().stream().filter(set -> other.set(set.name()).isEmpty());
    }

    private Stream<Event> standings() {
        return identity.distinct(Stream.concat(after.present(), before.present())).stream()
                .flatMap(disk -> standing(disk, standing(disk, before), standing(disk, after)));
    }

    private static Stream<Event> standing(DiskInfo disk, Optional<Standing> from, Optional<Standing> to) {
        if (from.equals(to)) {
            return Stream.empty();
        }
        if (to.isEmpty()) {
            return Stream.of(new Event.Released(disk));
        }
        return Stream.of(
                switch (to.get()) {
                    case MEMBER -> new Event.MemberAdded(disk);
                    case SPARE -> new Event.SpareAdded(disk);
                    case STALE -> new Event.ShutOut(disk);
                });
    }

    private Optional<Standing> standing(DiskInfo disk, Group group) {
        return group.bearers().stream()
                .filter(b -> identity.same(b.disk(), disk))
                .map(Bearer::standing)
                .findFirst();
    }
}
