package org.dmkit.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.dmkit.raid.commit.Executor.Outcome;

/**
 * How a change ended.
 *
 * @param unchanged what to say because there was nothing to do; empty if there was
 */
record ChangeReport(String what, Outcome outcome, String unchanged) implements Report {
    /** With the exit status that tells the same. */
    static Answer answer(String what, Outcome outcome, String unchanged) {
        var report = new ChangeReport(what, outcome, unchanged);
        return new Answer(report.code(), report);
    }

    /** The exit status that tells the same. */
    ExitCode code() {
        return switch (outcome) {
            case Outcome.Done d -> ExitCode.DONE;
            case Outcome.BackedOut b -> ExitCode.BACKED_OUT;
            case Outcome.Incomplete i -> ExitCode.INCOMPLETE;
        };
    }

    /** Why a change did not end as it should; empty if it did. */
    static String cause(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done d -> "";
            case Outcome.BackedOut b -> String.valueOf(b.cause().getMessage());
            case Outcome.Incomplete i -> String.valueOf(i.cause().getMessage());
        };
    }

    @Override
    public void print(PrintWriter out, Style style) {
        switch (outcome) {
            case Outcome.Done d -> {
                out.println(what
                        + ": " + (unchanged.isEmpty() ? "done" : unchanged)
                        + (d.held().isZero() ? "" : "; I/O was held up for " + milliseconds(d.held()) + " ms"));
                d.unanswered().forEach(e -> out.println("  a disk could not be told: " + e.getMessage()));
            }
            case Outcome.BackedOut b ->
                out.println(what + ": " + b.cause().getMessage() + "; taken back, all is as before");
            case Outcome.Incomplete i -> {
                out.println(what + ": " + i.cause().getMessage() + " at: " + i.failed());
                i.problems().forEach(p -> out.println("  on the way back: " + p.getMessage()));
                out.println("run: dmkit recover");
            }
        }
    }

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }

    @Override
    public void write(Json json) {
        json.field("change", what);
        switch (outcome) {
            case Outcome.Done d ->
                json.field("outcome", "done")
                        .field("changed", unchanged.isEmpty())
                        .field("heldNanoseconds", d.held().toNanos());
            case Outcome.BackedOut b ->
                json.field("outcome", "backed-out")
                        .field("changed", false)
                        .field("failed", b.failed().toString())
                        .field("cause", b.cause().getMessage());
            case Outcome.Incomplete i ->
                json.field("outcome", "incomplete")
                        .field("changed", true)
                        .field("failed", i.failed().toString())
                        .field("cause", i.cause().getMessage());
        }
    }
}
