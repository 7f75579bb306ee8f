package org.dmkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Keeps the options of a command that has a grammar of its own, so that nobody else takes them for his. */
final class Fence {
    private static final Set<String> FENCED = Set.of(DmCommand.WORD, DmraidCommand.WORD, DmsetupCommand.WORD);

    /** Options in front of the word whose value is a word of its own. */
    private static final Set<String> WITH_VALUE = Set.of("--disks", "--journal", "--profile");

    private Fence() {}

    static String[] around(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (WITH_VALUE.contains(args[i])) {
                i++;
            } else if (!args[i].startsWith("-")) {
                if (!FENCED.contains(args[i])) {
                    return args;
                }
                var words = new ArrayList<>(List.of(args));
                words.add(i + 1, "--");
                return words.toArray(String[]::new);
            }
        }
        return args;
    }
}
