package org.dmkit.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.dmkit.dm.DeviceMapper.EventPoll;
import org.dmkit.dm.KernelDeviceMapper;
import org.dmkit.raid.control.Monitor;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit monitor}: runs in the foreground and keeps running sets whole, one line an event. */
final class MonitorCommand implements Command {
    private static final String ONCE = "--once";

    /** Ends of rebuilds come as events too; this is for a disk that was plugged in as a spare, which is none. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String word() {
        return "monitor";
    }

    @Override
    public String summary() {
        return "Watch running sets: mark lost members, take spares, finish rebuilds.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.flag(spec, ONCE, "One round, without waiting for an event.");
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public boolean manyDocuments() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws IOException, RefusedException {
        if (Parameters.has(invocation, ONCE)) {
            round(invocation, new Monitor(InstantSource.system()), List.of());
            return new Answer(ExitCode.DONE, null);
        }
        if (invocation.options().dryRun()) {
            invocation.console().complain("--dry-run goes with " + ONCE + " only; nothing was done");
            return new Answer(ExitCode.USAGE, null);
        }
        try (KernelDeviceMapper mapper = KernelDeviceMapper.open();
                EventPoll poll = mapper.eventPoll()) {
            // Opened before the first round, so that what happens during a round is not missed.
            var monitor = new Monitor(InstantSource.system());
            List<Monitor.Event> last = List.of();
            while (!Thread.currentThread().isInterrupted()) {
                last = round(invocation, monitor, last);
                poll.await(PATIENCE);
            }
        }
        return new Answer(ExitCode.DONE, null);
    }

    /** What stays as it was in the last round is not told again. */
    private static List<Monitor.Event> round(Invocation invocation, Monitor monitor, List<Monitor.Event> last)
            throws IOException, RefusedException {
        try (Session session = Session.monitor(invocation)) {
            session.recover(notice -> tell(notice, invocation));
            List<Monitor.Event> events = monitor.round(session.controller());
            events.stream().filter(e -> !last.contains(e)).forEach(e -> tell(new Notice.Noticed(e), invocation));
            return events;
        }
    }

    private static void tell(Notice notice, Invocation invocation) {
        Console console = invocation.console();
        if (invocation.options().json()) {
            Json.line(console.out(), "monitor", json -> Narration.write(notice, json));
        } else {
            console.out()
                    .println(Cell.printable(
                            Narration.of(notice, invocation.options().dryRun())));
        }
        console.out().flush();
    }
}
