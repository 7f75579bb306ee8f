package org.dmkit.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.Change;
import org.dmkit.raid.Component;
import org.dmkit.raid.Executor;
import org.dmkit.raid.Group;
import org.dmkit.raid.PartitionNames;
import org.dmkit.raid.Plan;
import org.dmkit.raid.Planner;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.RefusedException;
import org.dmkit.raid.Transition;
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
            Planner.findings(transition).forEach(f -> invocation.console().complain(f.toString()));
            return transition;
        }

        @Override
        Executor.Outcome run(Session session, Transition transition, Group group, List<String> sets) {
            return session.controller().run(transition);
        }

        @Override
        void afterwards(Invocation invocation, Session session, Transition transition) throws IOException {
            if (Parameters.has(invocation, REMOVE_PARTITIONS)) {
                List<DiskInfo> members = transition.t1().sets().stream()
                        .filter(s -> transition.running().contains(s.name()))
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
    };

    private static final String ALL = "--all";
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
        Parameters.many(spec, "SET", "Sets, by name or the beginning of it.");
        Parameters.flag(spec, ALL, "All sets.");
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        try (Session session = Session.change(invocation)) {
            Map<String, List<String>> byGroup = chosen(invocation, session.selection());
            boolean all = Parameters.has(invocation, ALL);
            var plans = new ArrayList<Plan>();
            Answer last = new Answer(ExitCode.DONE, null);
            for (var entry : byGroup.entrySet()) {
                Group group = session.group(entry.getKey());
                Transition transition;
                try {
                    transition = prepare(invocation, session, group, entry.getValue());
                } catch (RefusedException e) {
                    if (!all) {
                        throw e;
                    }
                    // One group that waits for a member must not keep the others from starting.
                    invocation.console().complain(Narration.of(e));
                    last = new Answer(ExitCode.REFUSED, null);
                    continue;
                }
                plans.add(Planner.plan(transition));
                if (!invocation.options().dryRun()) {
                    Answer answer = ChangeReport.answer(
                            word + " " + String.join(", ", entry.getValue()),
                            run(session, transition, group, entry.getValue()));
                    if (answer.code() != ExitCode.DONE) {
                        return answer;
                    }
                    afterwards(invocation, session, transition);
                    last = last.code() == ExitCode.DONE ? answer : last;
                }
            }
            return invocation.options().dryRun() ? Answer.done(new PlanReport(plans)) : last;
        }
    }

    private static Map<String, List<String>> chosen(Invocation invocation, Selection selection)
            throws RefusedException {
        List<Selection.Chosen> sets = new ArrayList<>();
        if (Parameters.has(invocation, ALL)) {
            // All that can: one that has lost too much must not keep the others from starting.
            selection.all().stream()
                    .filter(c -> c.set().health() != RaidSet.Health.FAILED)
                    .filter(c -> !c.group().blocked().containsKey(c.set().name()))
                    .forEach(sets::add);
        } else if (Parameters.all(invocation).isEmpty()) {
            throw RefusedException.because(
                    "cli.no-set", "no set named", "names of sets, or " + ALL, "name some, or take all: " + ALL);
        }
        for (String name : Parameters.all(invocation)) {
            sets.add(selection.set(name));
        }
        var byGroup = new LinkedHashMap<String, List<String>>();
        for (Selection.Chosen c : sets) {
            byGroup.computeIfAbsent(c.group().name(), k -> new ArrayList<>())
                    .add(c.set().name());
        }
        return byGroup;
    }
}
