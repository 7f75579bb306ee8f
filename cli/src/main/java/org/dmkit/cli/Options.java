package org.dmkit.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.raid.table.Profile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that every command takes, before or after its name.
 *
 * @param disks what to work on instead of the machine's own disks: captures, image files, block devices; empty: its own
 * @param journal keeps the redo record of a change that has no room on the disks
 * @param write changes go into captures and image files; else they stay in memory
 * @param profile chosen tables, if any were chosen
 * @param verbose explain more, with a stack trace where something failed
 */
record Options(
        List<String> disks,
        Optional<Path> journal,
        boolean write,
        boolean json,
        boolean dryRun,
        Optional<Profile> profile,
        boolean verbose) {
    private static final String DISKS = "--disks";
    static final String JOURNAL = "--journal";
    static final String WRITE = "--write";
    private static final String JSON = "--json";
    private static final String DRY_RUN = "--dry-run";
    private static final String PROFILE = "--profile";
    private static final String VERBOSE = "--verbose";

    Options {
        disks = List.copyOf(disks);
    }

    /** @param dryRun whether the help tells of {@code --dry-run}; understood it is everywhere, to be refused clearly */
    static void addTo(CommandSpec spec, boolean dryRun) {
        spec.addOption(OptionSpec.builder(DISKS)
                .paramLabel("PATH")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(
                        "A capture, an image file or a disk to work on instead of this machine's disks; repeatable.",
                        "PATH,serial=TEXT tells its serial, by which some formats know disks; images have none.")
                .build());
        spec.addOption(
                flag("Let changes go into the captures and images of " + DISKS + "; else they stay in memory.", WRITE));
        spec.addOption(OptionSpec.builder(JOURNAL)
                .paramLabel("PATH")
                .type(Path.class)
                .arity("1")
                .description(
                        "A file that keeps a change whole through a power cut where the disks have no room for the record of it:",
                        "on none of the set's disks, and there before the set is started, such as on a USB stick.",
                        "After a power cut give it to every command, the first: recover.")
                .build());
        spec.addOption(flag("Answer in JSON, see doc/json.md.", JSON));
        spec.addOption(OptionSpec.builder(
                        flag("Print what a command that changes something would do, and do nothing.", DRY_RUN))
                .hidden(!dryRun)
                .build());
        spec.addOption(OptionSpec.builder(PROFILE)
                .paramLabel("classic|modern")
                .type(Profile.class)
                .converters(Options::profile)
                .arity("1")
                .description("Tables as dmraid makes them, or the kernel's raid target.")
                .build());
        spec.addOption(flag("Explain more.", "-v", VERBOSE));
        spec.addOption(OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .arity("0")
                .usageHelp(true)
                .description("Print this help.")
                .build());
    }

    private static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /** What was given before the command's name and after it; after it counts where both say something. */
    static Options of(ParseResult before, ParseResult after) {
        var disks = new ArrayList<String>();
        Stream.of(before, after)
                .<List<String>>map(r -> r.matchedOptionValue(DISKS, List.of()))
                .forEach(paths -> disks.addAll(paths));
        Optional<Path> journal = Stream.of(after, before)
                .<Path>flatMap(r -> Optional.<Path>ofNullable(r.matchedOptionValue(JOURNAL, null)).stream())
                .findFirst();
        Optional<Profile> profile = Stream.of(after, before)
                .filter(r -> r.hasMatchedOption(PROFILE))
                .<Profile>map(r -> r.matchedOptionValue(PROFILE, Profile.MODERN))
                .findFirst();
        return new Options(
                disks,
                journal,
                given(before, after, WRITE),
                given(before, after, JSON),
                given(before, after, DRY_RUN),
                profile,
                given(before, after, VERBOSE));
    }

    /** A command of dmkit as it has to be typed to work on the same disks, and on a simulated machine to last. */
    String command(String words, boolean simulated) {
        var typed = new StringBuilder("dmkit");
        disks.forEach(d -> typed.append(' ').append(DISKS).append(' ').append(quoted(d)));
        journal.ifPresent(j -> typed.append(' ').append(JOURNAL).append(' ').append(quoted(j.toString())));
        typed.append(' ').append(words);
        return (simulated ? typed.append(' ').append(WRITE) : typed).toString();
    }

    /** For a shell. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./,=:@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean given(ParseResult before, ParseResult after, String name) {
        return before.hasMatchedOption(name) || after.hasMatchedOption(name);
    }

    private static Profile profile(String word) {
        for (Profile profile : Profile.values()) {
            if (Words.forPrograms(profile).equals(word)) {
                return profile;
            }
        }
        throw new TypeConversionException("there is no table profile " + word);
    }
}
