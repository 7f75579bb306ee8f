package org.dmkit.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the lists of mutants. A line begins with what it is: {@code =} the source of those that follow, {@code *} what is wrong,
 * {@code -} and {@code +} text and replacement (several lines are one text), {@code !} the test that catches it and ends the
 * mutant, {@code #} a comment.
 */
final class MutantList {
    private final List<Mutant> mutants = new ArrayList<>();
    private String file = "";
    private String name = "";
    private String text = "";
    private String replacement = "";

    private MutantList() {}

    /** All lists of a directory, in the order of their names. */
    static List<Mutant> of(Path directory) throws IOException {
        var list = new MutantList();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                Files.readAllLines(file).forEach(list::line);
            }
        }
        return List.copyOf(list.mutants);
    }

    private void line(String line) {
        if (line.isBlank()) {
            return;
        }
        String rest = line.substring(1).strip();
        switch (line.charAt(0)) {
            case '=' -> file = rest;
            case '*' -> name = rest;
            case '-' -> text += rest + "\n";
            case '+' -> replacement += rest + "\n";
            case '!' -> end(rest);
            case '#' -> {}
            default -> throw new IllegalArgumentException("not a line of a mutant: " + line);
        }
    }

    private void end(String killer) {
        mutants.add(new Mutant(name, file, text, replacement, killer));
        name = "";
        text = "";
        replacement = "";
    }
}
