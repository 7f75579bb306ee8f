package org.dmkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit create FORMAT NAME --level LEVEL --disk DISK --disk DISK}: metadata first, then the device. */
final class CreateCommand implements Command {
    private static final String LEVEL = "--level";
    private static final String DISK = "--disk";
    private static final String SPARE = "--spare";
    private static final String CHUNK = "--chunk";
    private static final String SIZE = "--size";

    @Override
    public String word() {
        return "create";
    }

    @Override
    public String summary() {
        return "Make a set on blank disks, and start it.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.required(spec, 0, "FORMAT", "The metadata format; see: dmkit formats");
        Parameters.required(
                spec, 1, "NAME", "The set's own name, as the BIOS shows it; via sets are called by their members.");
        Parameters.option(spec, LEVEL, "0|1|5|10", "The RAID level.");
        Parameters.options(spec, DISK, "DISK", "A member, by path, kernel name or serial; once for each, in order.");
        Parameters.options(spec, SPARE, "DISK", "A disk that shall wait for a failure; repeatable.");
        Parameters.option(spec, CHUNK, "SIZE", "How much goes to one disk before the next: 64K.");
        Parameters.option(spec, SIZE, "SIZE", "Of the whole: 500M, 2T. Else all that there is.");
        ChangeCommand.force(spec);
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        Format<?> format = format(Parameters.first(invocation));
        Wish wish = wish(invocation);
        try (Session session = Session.change(invocation)) {
            session.mustMap();
            var create = new Change.Create(wish, disks(session, invocation, DISK), disks(session, invocation, SPARE));
            Group ground = session.controller().ground(format, create, new SecureRandom().nextLong(), Instant.now());
            Transition transition = session.controller().prepare(ground, create, ChangeCommand.consent(invocation));
            if (invocation.options().dryRun()) {
                return Answer.done(new PlanReport(Planner.plan(transition)));
            }
            RaidSet set = transition.made().getFirst();
            Executor.Outcome outcome = session.controller().run(transition);
            Answer answer = ChangeReport.answer(word(), outcome, "");
            return new Answer(answer.code(), new Created(new ChangeReport(word(), outcome, ""), set));
        }
    }

    static Format<?> format(String name) throws RefusedException {
        return Formats.all().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> RefusedException.because(
                        "cli.format", "no format " + name, "one that dmkit formats lists", "see: dmkit formats"));
    }

    private static Wish wish(Invocation invocation) throws RefusedException {
        String level = Parameters.value(invocation, LEVEL);
        Wish.Kind kind = Wish.Kind.of(level)
                .orElseThrow(() -> RefusedException.because(
                        "cli.level",
                        level.isEmpty() ? "no level" : "level " + level,
                        "0, 1, 5 or 10",
                        "name one: " + LEVEL));
        OptionalLong chunk = Amount.sectors(CHUNK, Parameters.value(invocation, CHUNK));
        return new Wish(
                Parameters.at(invocation, 1),
                kind,
                chunk.isPresent()
                        ? OptionalInt.of((int) Math.min(Integer.MAX_VALUE, chunk.getAsLong()))
                        : OptionalInt.empty(),
                Amount.sectors(SIZE, Parameters.value(invocation, SIZE)));
    }

    private static List<DiskInfo> disks(Session session, Invocation invocation, String option)
            throws RefusedException, IOException {
        var disks = new ArrayList<DiskInfo>();
        for (String text : Parameters.values(invocation, option)) {
            disks.add(session.selection().disk(text));
        }
        return disks;
    }

    private record Created(ChangeReport report, RaidSet set) implements Report {
        @Override
        public void print(PrintWriter out, Style style) {
            if (report.outcome() instanceof Executor.Outcome.Done) {
                boolean nameless = set.label().isEmpty();
                out.println("create: " + set.name() + " is there"
                        + (nameless ? ", called by its members: the format has no other names" : ""));
            } else {
                report.print(out, style);
            }
        }

        @Override
        public void write(Json json) {
            report.write(json);
            json.field("set", set.name());
        }
    }
}
