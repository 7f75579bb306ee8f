package org.dmkit.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.raid.commit.Recovery;
import org.dmkit.raid.model.Finding;

/**
 * A change that was interrupted and that recovery has not brought to an end yet, as a record on the disks tells.
 *
 * @param group that it was about; empty if the record can't be read
 * @param command to type; empty if this dmkit can do nothing about it
 */
record Interrupted(String group, Ending ending, String message, String command) {
    /** What recovery makes of it. */
    enum Ending {
        COMPLETE,
        TAKE_BACK,
        LEAVE_ALONE
    }

    /** All on the machine of a session, which is only looked at. */
    static List<Interrupted> all(Session session, Invocation invocation) {
        Recovery.Assessment found = session.controller().pending();
        String command = invocation
                .options()
                .command("recover", session.workplace().shortLived().isPresent());
        return Stream.concat(
                        found.decisions().stream().map(d -> of(d, command)),
                        found.findings().stream().map(Interrupted::of))
                .toList();
    }

    private static Interrupted of(Recovery.Decision decision, String command) {
        String group = decision.redo().group();
        String start = group + ": a change was interrupted";
        return switch (decision) {
            case Recovery.Decision.Forward d ->
                new Interrupted(group, Ending.COMPLETE, start + "; complete it: " + command, command);
            case Recovery.Decision.Back d ->
                new Interrupted(group, Ending.TAKE_BACK, start + "; take it back: " + command, command);
            case Recovery.Decision.Void d ->
                new Interrupted(
                        group,
                        Ending.LEAVE_ALONE,
                        start + ", and " + d.disk() + " has been written by something else since; leave it so: "
                                + command,
                        command);
        };
    }

    private static Interrupted of(Finding leftAlone) {
        return new Interrupted("", Ending.LEAVE_ALONE, leftAlone.toString(), "");
    }

    /** A report, and below it what was interrupted. */
    record Below(Report report, List<Interrupted> interrupted) implements Report {
        Below {
            interrupted = List.copyOf(interrupted);
        }

        @Override
        public void print(PrintWriter out, Style style) {
            report.print(out, style);
            interrupted.forEach(i -> out.println(style.paint(Tone.WARNING, Cell.printable(i.message()))));
        }

        @Override
        public void write(Json json) {
            report.write(json);
            json.objects(
                    "interrupted",
                    interrupted,
                    i -> json.field("group", i.group())
                            .field("ending", Words.forPrograms(i.ending()))
                            .field("message", i.message())
                            .field("command", i.command()));
        }
    }
}
