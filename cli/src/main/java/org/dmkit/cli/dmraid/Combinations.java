package org.dmkit.cli.dmraid;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.dmkit.cli.program.UsageException;

/** Which options go together. */
final class Combinations {
    private static final Set<Action> ONLY_TALK = EnumSet.of(Action.DEBUG, Action.VERBOSE);

    private Combinations() {}

    /** Checks all options that were given, in dmraid's order; the first that is wrong is complained about. */
    static void check(Set<Action> actions, List<String> operands) throws UsageException {
        for (Option option : Option.values()) {
            if (option.action().filter(actions::contains).isEmpty()) {
                continue;
            }
            boolean missing =
                    !option.needed().isEmpty() && option.needed().stream().noneMatch(actions::contains);
            if (missing) {
                throw UsageException.error("option missing/invalid option combination with -" + letter(option));
            }
            if (!option.allowed().containsAll(actions)) {
                throw UsageException.error("invalid option combination (-h for help)");
            }
            if (!option.takesOperands() && !operands.isEmpty()) {
                throw UsageException.error("no arguments allowed with -" + letter(option) + "\n");
            }
        }
        if (actions.isEmpty()) {
            throw UsageException.error("options missing\n");
        }
        if (ONLY_TALK.containsAll(actions)) {
            throw UsageException.error("more options needed with -d/-v");
        }
    }

    /** dmraid prints a control character for the one option that has no letter. */
    private static String letter(Option option) {
        return option.letter() == 0 ? "-" + option.word() : Character.toString(option.letter());
    }
}
