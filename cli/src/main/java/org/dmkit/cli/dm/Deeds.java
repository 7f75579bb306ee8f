package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a verb does, in order. If one deed fails, those before it are taken back, the last first. */
final class Deeds {
    /** Something that is done. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;

        /** For what needs not be taken back. */
        Action NOTHING = () -> {};
    }

    private record Deed(String text, Action action, Action undo) {}

    private final List<Deed> deeds = new ArrayList<>();

    /** One that leaves nothing to be taken back. */
    Deeds then(String text, Action action) {
        return then(text, action, Action.NOTHING);
    }

    Deeds then(String text, Action action, Action undo) {
        deeds.add(new Deed(text, action, undo));
        return this;
    }

    /**
     * Does all, or with a dry run tells what it is.
     *
     * @throws IOException if the first fails: nothing was changed
     */
    Answer run(String verb, Work work) throws IOException {
        if (work.dryRun()) {
            return planned(deeds.stream().map(Deed::text).toList());
        }
        Deque<Deed> done = new ArrayDeque<>();
        for (Deed deed : deeds) {
            try {
                deed.action().run();
            } catch (IOException e) {
                if (done.isEmpty()) {
                    throw e;
                }
                return takenBack(verb, deed, work.reasons().of(e), done);
            }
            done.push(deed);
        }
        return Answer.of(List.of(), Answer.fields("outcome", "done", "changed", !deeds.isEmpty()));
    }

    private static Answer takenBack(String verb, Deed failed, String cause, Deque<Deed> done) {
        var problems = new ArrayList<String>();
        for (Deed deed : done) {
            try {
                deed.undo().run();
            } catch (IOException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return failed(verb, failed.text(), cause, problems);
    }

    /** A failure after something had been done. */
    static Answer failed(String verb, String deed, String cause, List<String> problems) {
        boolean back = problems.isEmpty();
        var lines = new ArrayList<String>();
        lines.add(verb + ": " + cause + (back ? "; taken back, all is as before" : " at: " + deed));
        problems.forEach(p -> lines.add("  on the way back: " + p));
        Map<String, Object> fields = Answer.fields(
                "outcome", back ? "backed-out" : "incomplete", "changed", !back, "failed", deed, "cause", cause);
        if (!back) {
            fields.put("problems", List.copyOf(problems));
        }
        return new Answer(back ? Answer.Ending.BACKED_OUT : Answer.Ending.INCOMPLETE, lines, fields);
    }

    /** What a dry run answers. */
    static Answer planned(List<String> steps) {
        var lines = new ArrayList<String>();
        for (String step : steps) {
            lines.add(String.format(Locale.ROOT, "%3d  %s", lines.size() + 1, step));
        }
        return Answer.of(lines.isEmpty() ? List.of("nothing to do") : lines, "steps", List.copyOf(steps));
    }
}
