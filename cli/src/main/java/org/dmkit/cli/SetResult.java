package org.dmkit.cli;

import java.util.List;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.model.Finding;

/** How it went with one set of several that were to be started or stopped. */
sealed interface SetResult {
    String set();

    /** What the command would end with if there were no other set. */
    ExitCode code();

    /** For programs: the fields that follow {@code name}. */
    void write(Json json);

    /**
     * How it went when a change has ended.
     *
     * @param done what the set has come to if all of it was done
     */
    static SetResult of(String set, Executor.Outcome outcome, State done) {
        return switch (outcome) {
            case Executor.Outcome.Done d -> new Good(set, done);
            case Executor.Outcome.BackedOut b -> new Failed(set, ExitCode.BACKED_OUT, ChangeReport.cause(b));
            case Executor.Outcome.Incomplete i -> new Failed(set, ExitCode.INCOMPLETE, ChangeReport.cause(i));
        };
    }

    /** It is as it should be. */
    record Good(String set, State state) implements SetResult {
        @Override
        public ExitCode code() {
            return ExitCode.DONE;
        }

        @Override
        public void write(Json json) {
            json.field("outcome", state.word);
        }
    }

    /** What a set has come to. */
    enum State {
        STARTED("started", "started"),
        STOPPED("stopped", "stopped"),
        SEALED("sealed", "read-only"),
        ALREADY_STARTED("already", "already active"),
        ALREADY_STOPPED("already", "not active"),
        /** With {@code --dry-run}. */
        PLANNED("planned", "would be changed");

        private final String word;
        private final String text;

        State(String word, String text) {
            this.word = word;
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * It may not be done.
     *
     * @param why at least one reason
     */
    record Refused(String set, List<Finding> why) implements SetResult {
        public Refused {
            why = List.copyOf(why);
        }

        @Override
        public ExitCode code() {
            return ExitCode.REFUSED;
        }

        @Override
        public void write(Json json) {
            Narration.writeRefusal(why.getFirst(), json);
        }
    }

    /** It was begun, or not even that. */
    record Failed(String set, ExitCode code, String cause) implements SetResult {
        @Override
        public void write(Json json) {
            json.field("outcome", code.word()).field("cause", cause);
        }
    }
}
