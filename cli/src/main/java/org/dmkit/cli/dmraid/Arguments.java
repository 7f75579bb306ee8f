package org.dmkit.cli.dmraid;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dmkit.cli.program.Getopt;
import org.dmkit.cli.program.UsageException;
import org.dmkit.raid.partition.PartitionNames;
import org.jspecify.annotations.Nullable;

/** Reads a command line, option by option in the order given, because some of them change how later ones are read. */
final class Arguments {
    private final Getopt<Option> getopt;
    private final boolean none;
    private final Set<Action> actions = EnumSet.noneOf(Action.class);
    private final List<String> fields = new ArrayList<>();
    private final List<String> formats = new ArrayList<>();
    private char separator = ',';
    private PartitionNames partitionNames = PartitionNames.DEFAULT;
    private int columns;
    private int setLevels;
    private int debug;
    private int verbose;
    private Request.Target target = Request.Target.NONE;

    private Arguments(String program, List<String> words) {
        this.getopt = new Getopt<>(program, List.of(Option.values()), words);
        this.none = words.isEmpty();
    }

    /**
     * Understands a command line.
     *
     * @param program as messages of getopt shall call it
     */
    static Request parse(String program, List<String> words) throws UsageException {
        return new Arguments(program, words).parse();
    }

    private Request parse() throws UsageException {
        if (none) {
            throw UsageException.error("no arguments/options given (-h for help)\n");
        }
        while (true) {
            Optional<Getopt.Given<Option>> option = getopt.next();
            if (option.isEmpty()) {
                break;
            }
            take(option.get().option(), option.get().argument().orElse(null));
            if (actions.contains(Action.HELP)) {
                return request(getopt.operands());
            }
            if (actions.contains(Action.CREATE)) {
                String name = option.get().argument().orElse("");
                target = new Request.Target("", "", Optional.of(Creation.parse(name, getopt.rest())));
                return request(List.of());
            }
        }
        if (actions.contains(Action.DEACTIVATE)) {
            // Partitions stand on the sets that are to be stopped.
            actions.remove(Action.NO_PARTITIONS);
        }
        Combinations.check(actions, getopt.operands());
        for (String format : formats) {
            if (!Handlers.anyBeginsWith(format)) {
                throw UsageException.error("invalid format for -f at (see -l)");
            }
        }
        if (actions.contains(Action.ERASE)) {
            actions.add(Action.DUMP);
        }
        return request(getopt.operands());
    }

    private Request request(List<String> operands) {
        return new Request(
                actions,
                columns,
                fields,
                formats,
                String.join(String.valueOf(separator), formats),
                separator,
                partitionNames,
                setLevels,
                debug,
                verbose,
                operands,
                target);
    }

    private void take(Option option, @Nullable String argument) throws UsageException {
        option.action().ifPresent(actions::add);
        switch (option) {
            case SWITCH -> word('a', argument, "yes", Action.ACTIVATE, "no", Action.DEACTIVATE);
            case SETS -> {
                setLevels++;
                word('s', argument, "active", Action.ACTIVE, "inactive", Action.INACTIVE);
            }
            case COLUMNS -> {
                columns++;
                fields.addAll(list(argument));
            }
            case FORMATS -> formats.addAll(list(argument));
            case DELIMITER -> separator = separator(argument);
            case PARTITION_CHARACTER -> partitionNames = partitionNames(argument);
            case DEBUGGING -> debug++;
            case EXPLAINING -> verbose++;
            case CREATING -> created(argument);
            case REBUILDING, SPARING ->
                target = new Request.Target(argument == null ? "" : argument, target.media(), target.order());
            case DRIVE -> target = new Request.Target(target.set(), argument == null ? "" : argument, target.order());
            default -> {}
        }
    }

    /** A word, or the beginning of one; the first of two that begin alike counts. */
    private void word(
            char letter, @Nullable String argument, String first, Action ifFirst, String second, Action ifSecond)
            throws UsageException {
        if (argument == null) {
            return;
        }
        String word = argument.toLowerCase(Locale.ROOT);
        if (first.startsWith(word)) {
            actions.add(ifFirst);
        } else if (second.startsWith(word)) {
            actions.add(ifSecond);
        } else {
            throw UsageException.error("invalid option argument for -" + letter);
        }
    }

    /** Elements without blanks; empty ones don't count. */
    private List<String> list(@Nullable String argument) {
        var elements = new ArrayList<String>();
        if (argument != null) {
            String text = argument.replaceAll("\\s", "");
            int from = 0;
            while (from <= text.length()) {
                int to = text.indexOf(separator, from);
                String element = text.substring(from, to < 0 ? text.length() : to);
                if (!element.isEmpty()) {
                    elements.add(element);
                }
                from = (to < 0 ? text.length() : to) + 1;
            }
        }
        return elements;
    }

    private static char separator(@Nullable String argument) throws UsageException {
        if (argument == null || argument.length() != 1) {
            throw UsageException.error("invalid separator \"" + argument + "\"");
        }
        return argument.charAt(0);
    }

    /** More than one character will do, but none that a name can't have. */
    private static PartitionNames partitionNames(@Nullable String argument) throws UsageException {
        try {
            return new PartitionNames(argument);
        } catch (IllegalArgumentException e) {
            throw UsageException.error("invalid partition separator \"" + argument + "\"");
        }
    }

    private static void created(@Nullable String name) throws UsageException {
        if (name == null || name.isEmpty()) {
            throw UsageException.error("arguments missing");
        }
        if (name.startsWith("-")) {
            throw UsageException.error("the raid set name is missing");
        }
    }
}
