package org.dmkit.cli.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes a command line apart as GNU {@code getopt_long} does, one option at a time: short ones may be run together, an
 * optional argument counts only if it is glued on, long ones may be abbreviated as long as that is clear, operands may stand
 * anywhere, {@code --} ends the options. Complains in the same words.
 *
 * @param <T> what the options are
 */
public final class Getopt<T extends Getopt.Known> {
    /** Whether an option takes one. */
    public enum Argument {
        NONE,
        REQUIRED,
        OPTIONAL
    }

    /** An option that may be given. */
    public interface Known {
        /** 0 if it has only a long form. */
        int letter();

        /** Its long form; empty if it has only a letter. */
        String word();

        Argument argument();
    }

    /** An option that was given, with its argument if it has one. */
    public record Given<T>(T option, Optional<String> argument) {}

    private final String program;
    private final List<T> known;
    private final List<String> words;
    private final List<String> operands = new ArrayList<>();
    private int next;
    /** What is left of a word with several letters. */
    private String cluster = "";

    /**
     * @param program as messages shall call it
     * @param known in the order in which possibilities are listed
     */
    public Getopt(String program, List<T> known, List<String> words) {
        this.program = program;
        this.known = List.copyOf(known);
        this.words = List.copyOf(words);
    }

    /** The next option; empty at the end. */
    public Optional<Given<T>> next() throws UsageException {
        if (!cluster.isEmpty()) {
            return Optional.of(letter());
        }
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.equals("--")) {
                operands.addAll(words.subList(next, words.size()));
                next = words.size();
            } else if (word.startsWith("--")) {
                return Optional.of(named(word.substring(2)));
            } else if (word.startsWith("-") && word.length() > 1) {
                cluster = word.substring(1);
                return Optional.of(letter());
            } else {
                operands.add(word);
            }
        }
        return Optional.empty();
    }

    /** The words so far that belong to no option. */
    public List<String> operands() {
        return List.copyOf(operands);
    }

    /** The words that were not looked at yet. */
    public List<String> rest() {
        return words.subList(next, words.size());
    }

    private Given<T> letter() throws UsageException {
        int letter = cluster.codePointAt(0);
        String behind = cluster.substring(Character.charCount(letter));
        cluster = behind;
        T option = known.stream()
                .filter(o -> o.letter() == letter)
                .findFirst()
                .orElseThrow(() -> complaint("invalid option -- '" + Character.toString(letter) + "'"));
        switch (option.argument()) {
            case NONE -> {
                return new Given<>(option, Optional.empty());
            }
            case OPTIONAL -> {
                cluster = "";
                return new Given<>(option, Optional.of(behind).filter(b -> !b.isEmpty()));
            }
            case REQUIRED -> {
                cluster = "";
                if (!behind.isEmpty()) {
                    return new Given<>(option, Optional.of(behind));
                }
                if (next == words.size()) {
                    throw complaint("option requires an argument -- '" + Character.toString(letter) + "'");
                }
                return new Given<>(option, Optional.of(words.get(next++)));
            }
        }
        throw new IllegalStateException();
    }

    private Given<T> named(String text) throws UsageException {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        Optional<String> glued = equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1));
        T option = find(name, text);
        switch (option.argument()) {
            case NONE -> {
                if (glued.isPresent()) {
                    throw complaint("option '--" + option.word() + "' doesn't allow an argument");
                }
            }
            case OPTIONAL -> {}
            case REQUIRED -> {
                if (glued.isEmpty()) {
                    if (next == words.size()) {
                        throw complaint("option '--" + option.word() + "' requires an argument");
                    }
                    return new Given<>(option, Optional.of(words.get(next++)));
                }
            }
        }
        return new Given<>(option, glued);
    }

    private T find(String name, String text) throws UsageException {
        List<T> begin = new ArrayList<>();
        for (T option : known) {
            if (!option.word().isEmpty() && option.word().equals(name)) {
                return option;
            }
            if (!option.word().isEmpty() && option.word().startsWith(name)) {
                begin.add(option);
            }
        }
        if (begin.isEmpty()) {
            throw complaint("unrecognized option '--" + text + "'");
        }
        if (begin.size() > 1) {
            throw complaint("option '--" + text + "' is ambiguous; possibilities: "
                    + begin.stream().map(o -> "'--" + o.word() + "'").collect(Collectors.joining(" ")));
        }
        return begin.getFirst();
    }

    private UsageException complaint(String message) {
        return new UsageException(program + ": " + message);
    }
}
