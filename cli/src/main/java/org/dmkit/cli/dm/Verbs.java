package org.dmkit.cli.dm;

import java.util.List;
import java.util.Optional;

/** All verbs. One of them is made alone: what is not used is not loaded. */
final class Verbs {
    /** In the order of the help. */
    static final List<String> WORDS = List.of("ls", "table");

    private Verbs() {}

    static Optional<Verb> named(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "ls" -> new Ls();
                    case "table" -> new PrintTable();
                    default -> null;
                });
    }
}
