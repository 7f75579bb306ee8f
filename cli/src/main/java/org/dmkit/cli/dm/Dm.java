package org.dmkit.cli.dm;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.linux.KernelException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** A verb with its words, understood. */
public final class Dm {
    public static final String SUMMARY = "Work on the device-mapper itself: devices, tables, messages.";

    private static final String NAME = "dmkit dm";
    private static final String JSON = "--json";
    private static final String DRY_RUN = "--dry-run";
    private static final String TRACE = "--trace";
    private static final String NO_UDEV = "--no-udev";
    private static final String SIMULATE = "--simulate";

    /** What says something of the whole, and nothing of one verb among several. */
    private static final List<String> OF_ALL = List.of(JSON, DRY_RUN, TRACE, NO_UDEV, SIMULATE);

    private final Verb verb;
    private final Words words;

    private Dm(Verb verb, Words words) {
        this.verb = verb;
        this.words = words;
    }

    /** The help that these words ask for; empty if they ask for none. */
    public static Optional<String> help(List<String> words) throws Misuse {
        if (words.isEmpty() || words.getFirst().equals("-h") || words.getFirst().equals("--help")) {
            return Optional.of(overview());
        }
        Dm dm = of(words);
        return dm.words.parsed().isUsageHelpRequested()
                ? Optional.of(usage(dm.words.parsed().commandSpec()))
                : Optional.empty();
    }

    /**
     * Understands words.
     *
     * @param words a verb, and what it takes
     */
    public static Dm of(List<String> words) throws Misuse {
        Verb verb = Verbs.named(words.getFirst())
                .orElseThrow(() -> new Misuse("there is no verb " + words.getFirst() + " (try '" + NAME + " --help')"));
        var dm = new Dm(verb, new Words(parse(verb, words.subList(1, words.size()))));
        if (dm.words.value(SIMULATE).equals("-")) {
            throw new Misuse(SIMULATE + " takes a file, which is written, and not standard input");
        }
        return dm;
    }

    private static ParseResult parse(Verb verb, List<String> words) throws Misuse {
        var line = new CommandLine(spec(verb));
        // "@FILE" is the verb's own affair.
        line.setExpandAtFiles(false);
        try {
            return line.parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            String message = e.getMessage();
            if (e instanceof UnmatchedArgumentException unmatched
                    && !unmatched.getSuggestions().isEmpty()) {
                message += "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
            }
            throw new Misuse(message + " (try '" + NAME + " " + verb.word() + " --help')");
        }
    }

    private static CommandSpec spec(Verb verb) {
        CommandSpec spec = CommandSpec.create().name(NAME + " " + verb.word());
        spec.usageMessage()
                .description(verb.summary())
                .optionListHeading("%nOptions:%n")
                .parameterListHeading("%nParameters:%n");
        var syntax = new Syntax(spec);
        verb.syntax(syntax);
        syntax.flag(JSON, "Answer in JSON, see doc/json.md.");
        if (verb.changes()) {
            syntax.flag(DRY_RUN, "Check all, print what would be done, and do nothing.");
        }
        syntax.flag(TRACE, "Print each ioctl to standard error, with its flags, errno and microseconds.")
                .flag(NO_UDEV, "Don't wait for udev, tell its rules to do nothing, and make nodes ourselves.")
                .option(SIMULATE, "FILE", "Work on the simulated machine in a file, as 'dmkit dm export' prints it.");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .arity("0")
                .usageHelp(true)
                .description("Print this help.")
                .build());
        return spec;
    }

    private static String overview() {
        CommandSpec spec = CommandSpec.create().name(NAME);
        var verbs = new LinkedHashMap<String, String>();
        Verbs.WORDS.forEach(w -> verbs.put(w, Verbs.named(w).orElseThrow().summary()));
        spec.usageMessage()
                .customSynopsis(NAME + " VERB ...")
                .description(SUMMARY)
                .exitCodeListHeading("%nVerbs:%n")
                .exitCodeList(verbs)
                .footer("%n'" + NAME + " VERB --help' explains one. DEVICE is a name, uuid:UUID or MAJOR:MINOR.");
        return usage(spec);
    }

    private static String usage(CommandSpec spec) {
        var text = new StringWriter();
        new CommandLine(spec).usage(new PrintWriter(text, true), Ansi.OFF);
        return text.toString();
    }

    /** All verbs, in the order of the help. */
    public static List<String> verbs() {
        return Verbs.WORDS;
    }

    /** The verb. */
    public String verb() {
        return verb.word();
    }

    /** Whether it takes {@code --dry-run}. */
    public boolean changes() {
        return verb.changes();
    }

    /** Whether the answer is JSON: {@code --json} was given, or there is no other. */
    public boolean json() {
        return verb.speaksJson() || words.has(JSON);
    }

    /** Whether only what would be done is told. */
    public boolean dryRun() {
        return words.has(DRY_RUN);
    }

    /** The file that has the simulated machine to work on; empty for this machine. */
    public Optional<String> simulated() {
        return words.has(SIMULATE) ? Optional.of(words.value(SIMULATE)) : Optional.empty();
    }

    /** Whether it answers again and again, with JSON one document a line. */
    public boolean manyAnswers() {
        return verb.manyAnswers();
    }

    /** Adds it to others that are done all or not at all. */
    void into(Batch batch) throws Misuse, Refusal, IOException {
        if (!(verb instanceof Batched batched)) {
            throw new Misuse(
                    verb.word() + " can't be one of several: create, swap, wipe, remove, inject and geometry can");
        }
        for (String option : OF_ALL) {
            if (words.has(option)) {
                throw new Misuse(option + " is for the whole file: it belongs behind the verb that reads it");
            }
        }
        batched.into(batch, words);
    }

    /**
     * Does it; but before that what a dmkit that was killed has left suspended is woken.
     *
     * @param json whether the answer is going to be JSON
     * @param dryRun what stands in front of the verb; it may stand behind it as well
     * @throws Misuse if a word turns out to mean nothing
     * @throws Refusal if it can't be right; nothing was done
     * @throws IOException if the kernel refuses it, or something can't be read; nothing was done
     */
    public Answer run(Premises premises, Listener listener, boolean json, boolean dryRun)
            throws Misuse, Refusal, IOException {
        try (Trace trace = words.has(TRACE) ? new Trace(listener) : null;
                DeviceMapper mapper =
                        premises.deviceMapper(words.has(NO_UDEV) ? UdevPolicy.leftOut() : UdevPolicy.WAIT, trace)) {
            var reasons = new Reasons(mapper, premises.blocks());
            boolean trial = dryRun || dryRun();
            try {
                Optional<Holds> holds = trial ? Optional.empty() : premises.holds();
                if (holds.isPresent()) {
                    wake(holds.get(), mapper, listener);
                }
                return verb.run(words, new Work(mapper, premises, reasons, listener, json, trial));
            } catch (KernelException e) {
                throw new IOException(reasons.of(e), e);
            }
        }
    }

    /** That it fails is no reason to do nothing else. */
    private static void wake(Holds holds, DeviceMapper mapper, Listener listener) {
        try {
            for (String device : holds.wake(mapper, false)) {
                listener.notice(device + " was left suspended by a dmkit that was killed, and goes on");
            }
        } catch (IOException e) {
            listener.notice("what a dmkit that was killed has left suspended can't be woken: " + e.getMessage());
        }
    }
}
