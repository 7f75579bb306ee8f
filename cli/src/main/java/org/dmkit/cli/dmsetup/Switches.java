package org.dmkit.cli.dmsetup;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dmkit.cli.program.Getopt;
import org.dmkit.cli.program.UsageException;

/**
 * The options of a command line.
 *
 * @param counts how often each was given
 * @param texts the last argument of each that has one
 * @param mangling how names are spelled
 * @param operands all words that are no options
 */
record Switches(Map<Option, Integer> counts, Map<Option, String> texts, Mangling mangling, List<String> operands) {
    /**
     * Takes a command line apart; what can't be right is told in the order of the words.
     *
     * @param program as messages of getopt call it
     */
    static Switches parse(String program, List<String> words, Mangling mangling) throws Failure {
        var counts = new EnumMap<Option, Integer>(Option.class);
        var texts = new EnumMap<Option, String>(Option.class);
        var getopt = new Getopt<>(program, List.of(Option.values()), words);
        Mangling chosen = mangling;
        try {
            for (var given = getopt.next(); given.isPresent(); given = getopt.next()) {
                Option option = given.get().option().meaning();
                String text = given.get().argument().orElse("");
                counts.merge(option, 1, Integer::sum);
                texts.put(option, text);
                check(option, text);
                if (option == Option.MANGLE_NAME) {
                    chosen = Mangling.of(text).orElseThrow(() -> new Failure("Unknown name mangling mode."));
                }
            }
        } catch (UsageException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
        var switches = new Switches(counts, texts, chosen, getopt.operands());
        switches.checkTogether();
        return switches;
    }

    private static void check(Option option, String text) throws Failure {
        switch (option) {
            case COUNT -> {
                if (Numbers.leading(text) < 0) {
                    throw new Failure("Count must be zero or greater.");
                }
            }
            case INTERVAL -> {
                if (Numbers.leading(text) <= 0) {
                    throw new Failure("Interval must be a positive integer.");
                }
            }
            case MODE -> {
                if (Numbers.octal(text).isEmpty()) {
                    throw new Failure("Invalid argument for --mode: " + text + ". ");
                }
            }
            case READ_AHEAD -> {
                int sectors = Numbers.leading(text);
                if (!isWord(text, "auto") && !isWord(text, "none") && sectors < -1) {
                    throw new Failure("Negative read ahead value (" + sectors + ") is not understood.");
                }
            }
            default -> {}
        }
    }

    private static boolean isWord(String text, String word) {
        return text.toLowerCase(Locale.ROOT).equals(word);
    }

    private void checkTogether() throws Failure {
        if (has(Option.MAJOR) != has(Option.MINOR)) {
            throw new Failure("Please specify both major number and minor number.");
        }
        if (has(Option.TABLE) && has(Option.NO_TABLE)) {
            throw new Failure("--table and --notable are incompatible.");
        }
        if (has(Option.ADD_NODE_ON_RESUME) && has(Option.ADD_NODE_ON_CREATE)) {
            throw new Failure("--addnodeonresume and --addnodeoncreate are incompatible.");
        }
    }

    boolean has(Option option) {
        return counts.containsKey(option);
    }

    int count(Option option) {
        return counts.getOrDefault(option, 0);
    }

    /** Its argument; empty if it was not given. */
    Optional<String> text(Option option) {
        return Optional.ofNullable(texts.get(option));
    }

    /**
     * The words of {@code -o}, whole: beginnings of them will do.
     *
     * @param known the first of those that begin so is meant
     * @param complaint what is said if none does
     */
    List<String> abbreviated(List<String> known, String complaint) throws Failure {
        String options = texts.getOrDefault(Option.OPTIONS, "");
        var words = new ArrayList<String>();
        for (int at = 0; at < options.length(); ) {
            int comma = options.indexOf(',', at);
            int end = comma < 0 ? options.length() : comma;
            String begin = options.substring(at, end);
            String rest = options.substring(at);
            words.add(known.stream()
                    .filter(w -> w.startsWith(begin))
                    .findFirst()
                    .orElseThrow(() -> new Failure(complaint + ": " + rest + ".")));
            at = end + 1;
        }
        return words;
    }

    /** Its argument as a number; 0 if it was not given or is none. */
    int number(Option option) {
        return Numbers.leading(texts.getOrDefault(option, ""));
    }

    /** Its argument as a number; empty if it was not given. */
    OptionalInt optionalNumber(Option option) {
        return has(option) ? OptionalInt.of(number(option)) : OptionalInt.empty();
    }

    /** The same with one more option. */
    Switches with(Option option) {
        var more = new EnumMap<Option, Integer>(Option.class);
        more.putAll(counts);
        more.merge(option, 1, Integer::sum);
        return new Switches(more, texts, mangling, operands);
    }

    /** Whether a device is named by an option, so that no word names one. */
    boolean nameDevice() {
        return has(Option.UUID) || has(Option.MAJOR);
    }
}
