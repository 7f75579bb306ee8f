package org.dmkit.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.partition.PartitionNames;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code dmkit activate} and {@code dmkit deactivate}: sets by name, or all. */
enum ActivateCommand implements Command {
    ACTIVATE("activate", "Start sets: map them through the device-mapper.") {
        @Override
        public void grammar(CommandSpec spec) {
            super.grammar(spec);
            Parameters.flag(spec, DEGRADED, "Start without members that the metadata call in sync; marks them failed.");
            Parameters.flag(spec, ChangeCommand.FORCE, "Start a degraded RAID 5 or 6 that was not stopped cleanly.");
            Parameters.flag(spec, NO_PARTITIONS, "Leave the partitions on the sets alone.");
            spec.addOption(OptionSpec.builder(SEPARATOR)
                    .paramLabel("CHAR")
                    .type(PartitionNames.class)
                    .converters(ActivateCommand::names)
                    .arity("1")
                    .description("What stands between a set's name and a partition's number; else p after a digit.")
                    .build());
            Parameters.flag(
                    spec, REMOVE_PARTITIONS, "Remove the partition devices that the kernel made of the members.");
        }

        @Override
        Transition prepare(Invocation invocation, Session session, Group group, List<String> sets)
                throws RefusedException, IOException {
            var open = new Change.Open(
                    sets, Parameters.has(invocation, DEGRADED), Parameters.has(invocation, ChangeCommand.FORCE));
            Transition start = session.controller().prepareStart(group, open);
            Transition transition = Parameters.has(invocation, NO_PARTITIONS)
                    ? start
                    : session.controller()
                            .withPartitions(
                                    start,
                                    sets,
                                    invocation.arguments().matchedOptionValue(SEPARATOR, PartitionNames.DEFAULT));
            session.controller()
                    .caveats(group, sets)
                    .forEach(f -> invocation.console().complain(f.toString()));
            Planner.findings(transition).forEach(f -> invocation.console().complain(f.toString()));
            return transition;
        }

        @Override
        Executor.Outcome run(Session session, Transition transition, Group group, List<String> sets) {
            return session.controller().run(transition);
        }

        @Override
        SetResult.State done() {
            return SetResult.State.STARTED;
        }

        @Override
        SetResult.State already() {
            return SetResult.State.ALREADY_STARTED;
        }

        @Override
        void afterwards(Invocation invocation, Session session, Transition transition) throws IOException {
            if (Parameters.has(invocation, REMOVE_PARTITIONS)) {
                List<DiskInfo> members = transition.running().stream()
                        .flatMap(RaidSet::members)
                        .map(Component.Member::disk)
                        .distinct()
                        .toList();
                for (DiskInfo disk : members) {
                    session.workplace().removeKernelPartitions(disk).forEach(invocation.console()::complain);
                }
            }
        }
    },
    DEACTIVATE("deactivate", "Stop sets.") {
        @Override
        Transition prepare(Invocation invocation, Session session, Group group, List<String> sets)
                throws RefusedException, IOException {
            return session.controller().prepareStop(group, Set.copyOf(sets));
        }

        @Override
        Executor.Outcome run(Session session, Transition transition, Group group, List<String> sets)
                throws RefusedException, IOException {
            return session.stop(group, Set.copyOf(sets));
        }

        @Override
        SetResult.State done() {
            return SetResult.State.STOPPED;
        }

        @Override
        SetResult.State already() {
            return SetResult.State.ALREADY_STOPPED;
        }
    };

    private static final String DEGRADED = "--degraded";
    private static final String NO_PARTITIONS = "--no-partitions";
    private static final String SEPARATOR = "--partition-separator";
    private static final String REMOVE_PARTITIONS = "--remove-partitions";

    private final String word;
    private final String summary;

    ActivateCommand(String word, String summary) {
        this.word = word;
        this.summary = summary;
    }

    abstract Transition prepare(Invocation invocation, Session session, Group group, List<String> sets)
            throws RefusedException, IOException;

    /** What a set has come to when it is done. */
    abstract SetResult.State done();

    /** What a set has come to when nothing has to be done. */
    abstract SetResult.State already();

    abstract Executor.Outcome run(Session session, Transition transition, Group group, List<String> sets)
            throws RefusedException, IOException;

    /** What is left to do once the sets are as they shall be. */
    void afterwards(Invocation invocation, Session session, Transition transition) throws IOException {}

    private static PartitionNames names(String text) {
        if (text.length() != 1 || text.isBlank() || text.equals("/")) {
            throw new TypeConversionException("no separator: \"" + text + "\"");
        }
        return new PartitionNames(text);
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public void grammar(CommandSpec spec) {
        Selection.grammar(spec, "All sets.");
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        try (Session session = Session.change(invocation)) {
            if (this == ACTIVATE) {
                session.mustMap();
            }
            var plans = new ArrayList<Plan>();
            var results = new ArrayList<SetResult>();
            for (var entry : chosen(invocation, session.selection()).entrySet()) {
                results.addAll(attempt(invocation, session, entry.getKey(), entry.getValue(), plans));
            }
            var report = new ActivateReport(
                    word, results, plans, invocation.options().dryRun());
            report.complaints().forEach(invocation.console()::complain);
            return new Answer(report.code(), report);
        }
    }

    /** All sets of a group at once; if one of them may not, each by itself. */
    private List<SetResult> attempt(
            Invocation invocation, Session session, String group, List<String> sets, List<Plan> plans) {
        try {
            return perform(invocation, session, group, sets, plans);
        } catch (RefusedException e) {
            return sets.size() == 1
                    ? List.of(new SetResult.Refused(sets.getFirst(), e.findings()))
                    : sets.stream()
                            .flatMap(s -> attempt(invocation, session, group, List.of(s), plans).stream())
                            .toList();
        } catch (IOException e) {
            // One group whose disk does not answer must not keep the others from it.
            return sets.stream()
                    .<SetResult>map(s -> new SetResult.Failed(s, ExitCode.REFUSED, Application.explain(e)))
                    .toList();
        }
    }

    private List<SetResult> perform(
            Invocation invocation, Session session, String groupName, List<String> sets, List<Plan> plans)
            throws RefusedException, IOException {
        Group group = session.group(groupName);
        Set<String> running = session.running(group);
        Transition transition = prepare(invocation, session, group, sets);
        if (invocation.options().dryRun()) {
            plans.add(Planner.plan(transition));
            return results(sets, running, SetResult.State.PLANNED);
        }
        Executor.Outcome outcome = run(session, transition, group, sets);
        return switch (outcome) {
            case Executor.Outcome.Done d -> {
                plans.add(Planner.plan(transition));
                afterwards(invocation, session, transition);
                yield results(sets, running, done());
            }
            case Executor.Outcome.BackedOut b -> failed(sets, b);
            case Executor.Outcome.Incomplete i -> failed(sets, i);
        };
    }

    private List<SetResult> results(List<String> sets, Set<String> running, SetResult.State changed) {
        return sets.stream()
                .<SetResult>map(
                        s -> new SetResult.Good(s, running.contains(s) == (this == ACTIVATE) ? already() : changed))
                .toList();
    }

    private List<SetResult> failed(List<String> sets, Executor.Outcome outcome) {
        return sets.stream().map(s -> SetResult.of(s, outcome, done())).toList();
    }

    private static Map<String, List<String>> chosen(Invocation invocation, Selection selection)
            throws RefusedException {
        return selection.named(invocation).stream()
                .collect(Collectors.groupingBy(
                        c -> c.group().name(),
                        LinkedHashMap::new,
                        Collectors.mapping(c -> c.set().name(), Collectors.toList())));
    }
}
