package org.dmkit.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.jspecify.annotations.Nullable;

/** Follows a running rebuild or resync to its end with a bar, and has the metadata say that it is over. */
final class Following {
    static final String WAIT = "--wait";
    static final String WAIT_HELP = "Follow the rebuild to its end.";

    private static final Duration TICK = Duration.ofMillis(500);

    /** Of each member, a tick: a simulated rebuild shall be seen, not waited for. */
    private static final long SIMULATED_SECTORS = 32_768;

    private final Session session;
    private final Invocation invocation;
    private final Console console;

    Following(Session session, Invocation invocation) {
        this.session = session;
        this.invocation = invocation;
        this.console = invocation.console();
    }

    /** Waits until no member of the set's group is being rebuilt and no resync goes on; the answer then. */
    Answer toTheEnd(RaidSet set, Answer answer) throws RefusedException {
        var bar = new Bar(set.name());
        try (var interruption = new Interruption(() -> farewell(set, bar))) {
            startIfSimulated(set);
            while (isMoving(group(set))) {
                Optional<Progress> progress = progress(set);
                progress.ifPresent(bar::show);
                pass();
                boolean settled = interruption.unbroken(() -> settle(set, bar));
                if (!settled && progress.isEmpty() && !runs(set)) {
                    return unfinished(answer, set.name() + " does not run: the rebuild begins when it is activated");
                }
            }
            return answer;
        } catch (IOException e) {
            return unfinished(answer, e.getMessage() + "; the next dmkit command finishes what is left");
        }
    }

    /** A rebuild is the kernel's: it needs nobody who waits. */
    private void farewell(RaidSet set, Bar bar) {
        if (session.workplace().isReal()) {
            bar.leave();
            Options options = invocation.options();
            console.complain("interrupted; the rebuild of " + set.name() + " goes on. See it: "
                    + options.command("show " + set.name(), false) + "; follow it: "
                    + options.command("rebuild " + set.name() + " --wait", false)
                    + "; the monitor, or the next command that changes something, marks its end");
        }
    }

    private Answer unfinished(Answer answer, String why) {
        console.complain(why);
        return new Answer(ExitCode.INCOMPLETE, answer.report());
    }

    private boolean settle(RaidSet set, Bar bar) throws IOException, RefusedException {
        List<Group> before = session.controller().scan().groups();
        boolean settled = session.controller().settle();
        if (settled) {
            if (!isMoving(group(set))) {
                bar.end();
            }
            Narration.difference(before, session.controller().scan().groups()).forEach(console::complain);
        }
        return settled;
    }

    /** On a simulated machine nothing runs before this command, so a rebuild has to be started here. */
    private void startIfSimulated(RaidSet set) throws RefusedException, IOException {
        Group group = group(set);
        if (session.workplace().shortLived().isPresent()
                && isMoving(group)
                && !session.controller().runs(group)) {
            List<String> sets = group.sets().stream()
                    .filter(s -> s.health() != RaidSet.Health.FAILED)
                    .map(RaidSet::name)
                    .toList();
            session.controller().run(session.controller().prepareStart(group, new Change.Open(sets, true, false)));
        }
    }

    private Group group(RaidSet set) {
        return session.controller().groupOf(set).orElseThrow();
    }

    static boolean isMoving(Group group) {
        return group.sets().stream()
                .anyMatch(s -> (s.redundant() && s.resync() == RaidSet.Resync.RESYNCING)
                        || s.members().anyMatch(m -> m.state() == Component.State.REBUILDING));
    }

    private Map<String, Running> running(RaidSet set) throws IOException {
        return Kernel.running(
                List.of(group(set)), session.controller().machine().deviceMapper());
    }

    private boolean runs(RaidSet set) throws IOException {
        return !running(set).isEmpty();
    }

    /** Of all that moves in the group: sets of one group are mostly rebuilt together. */
    private Optional<Progress> progress(RaidSet set) throws IOException {
        return running(set).values().stream()
                .flatMap(r -> Optional.ofNullable(r.progress()).stream())
                .reduce((a, b) -> new Progress(a.done() + b.done(), a.total() + b.total()));
    }

    private void pass() throws IOException {
        if (session.workplace().shortLived().isPresent()) {
            session.workplace().shortLived().get().advance(SIMULATED_SECTORS);
            return;
        }
        try {
            Thread.sleep(TICK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What is drawn while it goes on; on a terminal again and again over itself. */
    private final class Bar {
        private final String label;
        private final long started = System.nanoTime();
        private @Nullable Progress first;
        private @Nullable Progress last;

        Bar(String label) {
            this.label = label;
        }

        void show(Progress progress) {
            if (first == null) {
                first = progress;
            }
            last = progress;
            var elapsed = Duration.ofNanos(System.nanoTime() - started);
            long moved = progress.done() - first.done();
            String line = ProgressBar.line(label, progress.done(), progress.total(), moved, elapsed, console.style());
            console.err().print(console.terminal() ? "\r" + line + "\u001b[K" : line + "\n");
            console.err().flush();
        }

        /** Whatever is printed next shall not stand behind it. */
        void leave() {
            console.err().print(console.terminal() && last != null ? "\n" : "");
        }

        void end() {
            if (last != null) {
                show(new Progress(last.total(), last.total()));
                leave();
            }
        }
    }
}
