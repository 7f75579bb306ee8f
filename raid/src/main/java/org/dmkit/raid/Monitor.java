package org.dmkit.raid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;

/**
 * Keeps running sets whole: marks a member that the kernel has dropped on the survivors at once, puts a spare into its slot,
 * and calls a member in sync when its rebuild is done. One round looks at everything and acts; the caller waits for events
 * between rounds.
 */
public final class Monitor {
    private Monitor() {}

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
    public static List<Event> round(Controller controller) throws IOException {
        var events = new ArrayList<Event>();
        List<Group> before = controller.scan().groups();
        try {
            controller.settle();
        } catch (RefusedException e) {
            events.add(new Event.Problem("", e.findings().getFirst().toString()));
        } catch (IOException e) {
            // The next event, or the next round, tries again.
            events.add(new Event.Problem("", e.toString()));
        }
        events.addAll(difference(before, controller.scan().groups()));
        for (Group group : controller.scan().groups()) {
            if (group.format().writer().isEmpty()) {
                difference(group, controller.observe(group)).stream()
                        .filter(Event.MemberLost.class::isInstance)
                        .map(Event.MemberLost.class::cast)
                        .forEach(e -> events.add(new Event.LossNotRecorded(e.set(), e.member())));
            }
        }
        for (Group group : controller.scan().groups()) {
            takeSpare(controller, group).ifPresent(events::add);
        }
        return events;
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
        return before.stream()
                .flatMap(old -> after.stream()
                        .filter(g -> g.name().equals(old.name()))
                        .flatMap(now -> difference(old, now).stream()))
                .toList();
    }

    private static List<Event> difference(Group before, Group after) {
        var events = new ArrayList<Event>();
        for (RaidSet old : before.sets()) {
            RaidSet now = after.set(old.name()).orElse(old);
            List<Component> was = old.leaves().toList();
            List<Component> is = now.leaves().toList();
            for (int i = 0; i < Math.min(was.size(), is.size()); i++) {
                boolean lostBefore = was.get(i) instanceof Component.Missing m && m.marked();
                if (is.get(i) instanceof Component.Missing m && m.marked() && !lostBefore) {
                    events.add(new Event.MemberLost(old.name(), label(was.get(i))));
                }
                if (was.get(i) instanceof Component.Member a
                        && is.get(i) instanceof Component.Member b
                        && a.state() == Component.State.REBUILDING
                        && b.state() == Component.State.IN_SYNC) {
                    events.add(new Event.MemberInSync(old.name(), b.disk().name()));
                }
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

    private static Optional<Event> takeSpare(Controller controller, Group group) throws IOException {
        Optional<Component.Missing> lost = group.sets().stream()
                .filter(s -> s.redundant() && s.health() == RaidSet.Health.DEGRADED)
                .flatMap(RaidSet::leaves)
                .filter(c -> c instanceof Component.Missing m && m.marked())
                .map(Component.Missing.class::cast)
                .findFirst();
        if (lost.isEmpty() || !controller.runs(group)) {
            return Optional.empty();
        }
        for (DiskInfo spare : controller.spares(group)) {
            try {
                var change =
                        new Change.Replace(new MemberName.OfLabel(lost.get().label()), spare);
                return Optional.of(
                        switch (controller.run(controller.prepare(group, change))) {
                            case Executor.Outcome.Done d ->
                                new Event.SpareTaken(group.name(), lost.get().label(), spare.name());
                            case Executor.Outcome.BackedOut b ->
                                new Event.Problem(group.name(), "spare " + spare.name() + " not taken: " + b.cause());
                            case Executor.Outcome.Incomplete i ->
                                new Event.Problem(group.name(), "spare " + spare.name() + ": " + i.cause());
                        });
            } catch (RefusedException tooSmallOrUnfit) {
                // Another spare may fit.
            }
        }
        return Optional.empty();
    }
}
