package org.dmkit.raid.control;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Successor;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;

/**
 * Keeps running sets whole: marks a member that the kernel has dropped on the survivors at once, puts a spare into its slot,
 * and calls a member in sync when its rebuild is done. One round looks at everything and acts; the caller waits for events
 * between rounds. What fails is told and then left alone for a while, see {@link Failure}; marks never wait. Not thread-safe.
 */
public final class Monitor {
    private final InstantSource clock;
    private final Map<Undertaking, Failure> failures = new HashMap<>();

    /** @param clock by which what has failed is tried again */
    public Monitor(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What may fail in round after round.
     *
     * @param spare whose taking it is, by what stays when disks change their names; empty for a switch of the group's tables
     */
    private record Undertaking(String group, String spare) {
        static Undertaking taking(Group group, DiskInfo spare) {
            return new Undertaking(
                    group.name(),
                    spare.wwn() != null ? spare.wwn() : spare.serial().isBlank() ? spare.name() : spare.serial());
        }
    }

    /** What a round did. Each is worth a line. */
    public sealed interface Event {
        /** The kernel has dropped a member, and the survivors' metadata say so now. */
        record MemberLost(String set, String member) implements Event {}

        /** The kernel has dropped a member, and nothing on disk can say so: the format can't be written. */
        record LossNotRecorded(String set, String member) implements Event {}

        /** A spare took a lost member's slot and is being rebuilt. */
        record SpareTaken(String group, String lost, String spare) implements Event {}

        /** A member is made good, and the metadata say so now. */
        record MemberInSync(String set, String member) implements Event {}

        /** Something that has to be looked at by a person. */
        record Problem(String group, String text) implements Event {}
    }

    /**
     * One round. Needs a controller with a fresh scan.
     *
     * @return what happened; problems, and losses that nothing records, in every round until they are gone
     */
    public List<Event> round(Controller controller) throws IOException {
        var events = new ArrayList<Event>();
        List<Group> before = controller.scan().groups();
        Set<String> unmarked = new HashSet<>();
        for (Group group : controller.scan().groups()) {
            problem(group, () -> controller.mark(group)).ifPresent(p -> {
                unmarked.add(group.name());
                events.add(p);
            });
        }
        for (Group group : controller.scan().groups()) {
            // A table must not run ahead of what the metadata say of its members.
            if (!unmarked.contains(group.name())) {
                switchTables(controller, group).ifPresent(events::add);
            }
        }
        events.addAll(difference(before, controller.scan().groups()));
        for (Group group : controller.scan().groups()) {
            Group seen = controller.observe(group);
            if (group.writer().isEmpty()) {
                difference(List.of(group), List.of(seen)).stream()
                        .filter(Event.MemberLost.class::isInstance)
                        .map(Event.MemberLost.class::cast)
                        .forEach(e -> events.add(new Event.LossNotRecorded(e.set(), e.member())));
            }
            Controller.stopped(group, seen)
                    .ifPresent(why -> events.add(new Event.Problem(group.name(), why.toString())));
        }
        for (Group group : controller.scan().groups()) {
            events.addAll(takeSpare(controller, group));
        }
        return events;
    }

    @FunctionalInterface
    private interface Turn {
        boolean run() throws IOException, RefusedException;
    }

    private static Optional<Event.Problem> problem(Group group, Turn turn) {
        try {
            turn.run();
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(
                    new Event.Problem(group.name(), e.findings().getFirst().toString()));
        } catch (IOException e) {
            return Optional.of(new Event.Problem(group.name(), e.toString()));
        }
    }

    /** A table that is refused makes events of its own, so that the next round would come at once. */
    private Optional<Event.Problem> switchTables(Controller controller, Group group) {
        var undertaking = new Undertaking(group.name(), "");
        return waiting(undertaking)
                .or(() -> remember(undertaking, problem(group, () -> controller.switchTables(group))));
    }

    /** The problem that this failed with, if it is too early to try again. */
    private Optional<Event.Problem> waiting(Undertaking undertaking) {
        return Optional.ofNullable(failures.get(undertaking))
                .filter(f -> clock.instant().isBefore(f.until()))
                .map(Failure::problem);
    }

    private Optional<Event.Problem> remember(Undertaking undertaking, Optional<Event.Problem> problem) {
        if (problem.isPresent()) {
            failures.merge(
                    undertaking,
                    Failure.first(problem.get(), clock.instant()),
                    (old, now) -> old.again(now.problem(), clock.instant()));
        } else {
            failures.remove(undertaking);
        }
        return problem;
    }

    /** True while a member of a running set is being rebuilt: then the end has to be watched for. */
    public static boolean rebuilding(Controller controller) {
        return controller.scan().groups().stream()
                .flatMap(g -> g.sets().stream())
                .flatMap(RaidSet::members)
                .anyMatch(m -> m.state() == Component.State.REBUILDING);
    }

    /** What the metadata say now and did not say before. */
    public static List<Event> difference(List<Group> before, List<Group> after) {
        var events = new ArrayList<Event>();
        for (Group group : before) {
            List<Group> ofFormat = after.stream()
                    .filter(g -> g.format().name().equals(group.format().name()))
                    .toList();
            for (RaidSet old : group.sets()) {
                Successor.of(old, ofFormat)
                        .map(now -> now.group().withSets(List.of(now.underTheNameOf(old))))
                        .ifPresent(now -> events.addAll(difference(group.withSets(List.of(old)), now)));
            }
        }
        return events;
    }

    private static List<Event> difference(Group before, Group after) {
        var events = new ArrayList<Event>();
        for (Delta.Event event : Delta.between(before, after).events()) {
            switch (event) {
                case Delta.Event.Lost e ->
                    e.slots()
                            .forEach(s -> events.add(
                                    new Event.MemberLost(s.set(), e.disk().name())));
                case Delta.Event.LossRecorded e ->
                    e.slots().forEach(s -> events.add(new Event.MemberLost(s.set(), label(s.in(before)))));
                case Delta.Event.RebuildEnded e ->
                    events.add(new Event.MemberInSync(
                            e.slot().set(), label(e.slot().in(after))));
                default -> {}
            }
        }
        return events;
    }

    private static String label(Component component) {
        return switch (component) {
            case Component.Member m -> m.disk().name();
            case Component.Missing m -> m.label();
            case Component.Subset s -> s.set().name();
        };
    }

    private List<Event> takeSpare(Controller controller, Group group) throws IOException {
        Optional<Component.Missing> lost = group.sets().stream()
                .filter(s -> s.redundant() && s.health() == RaidSet.Health.DEGRADED)
                .flatMap(RaidSet::leaves)
                .filter(c -> c instanceof Component.Missing m && m.marked())
                .map(Component.Missing.class::cast)
                .findFirst();
        var events = new ArrayList<Event>();
        if (lost.isEmpty() || !controller.runs(group)) {
            return events;
        }
        for (DiskInfo spare : controller.spares(group)) {
            var undertaking = Undertaking.taking(group, spare);
            Optional<Event.Problem> waiting = waiting(undertaking);
            if (waiting.isPresent()) {
                events.add(waiting.get());
                continue;
            }
            Optional<Event> taken = take(controller, group, lost.get(), spare);
            remember(undertaking, taken.filter(Event.Problem.class::isInstance).map(Event.Problem.class::cast));
            if (taken.isPresent()) {
                events.add(taken.get());
                // After a failure the next round begins with a recovery, and takes the next spare.
                return events;
            }
        }
        return events;
    }

    /** Empty if this spare does not fit; another may. */
    private static Optional<Event> take(Controller controller, Group group, Component.Missing lost, DiskInfo spare) {
        var change = new Change.Replace(new MemberName.OfLabel(lost.label()), spare);
        try {
            return Optional.of(
                    switch (controller.run(controller.prepare(group, change))) {
                        case Executor.Outcome.Done d -> new Event.SpareTaken(group.name(), lost.label(), spare.name());
                        case Executor.Outcome.BackedOut b -> notTaken(group, spare, b.cause());
                        case Executor.Outcome.Incomplete i -> notTaken(group, spare, i.cause());
                    });
        } catch (RefusedException tooSmallOrUnfit) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(notTaken(group, spare, e));
        }
    }

    private static Event.Problem notTaken(Group group, DiskInfo spare, IOException cause) {
        return new Event.Problem(group.name(), "spare " + spare.name() + " not taken: " + cause);
    }
}
