package org.dmkit.cli;

/** Tells people what the demonstration does. */
final class DemoTeller {
    private static final int WIDTH = 78;

    private final Console console;
    private int chapters;

    DemoTeller(Console console) {
        this.console = console;
    }

    void title(String text) {
        line(console.style().paint(Tone.STRONG, text));
    }

    /** A heading with its number. */
    void chapter(String text) {
        chapters++;
        line("");
        line(console.style().paint(Tone.STRONG, chapters + ". " + text));
    }

    /** A paragraph, broken into lines. */
    void say(String text) {
        line("");
        var current = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!current.isEmpty() && current.length() + 1 + word.length() > WIDTH) {
                line(current.toString());
                current.setLength(0);
            }
            current.append(current.isEmpty() ? "" : " ").append(word);
        }
        line(current.toString());
    }

    /** A command as people would type it. */
    void prompt(String command) {
        line("");
        line(console.style().paint(Tone.STRONG, "$ dmkit " + command));
    }

    void line(String text) {
        console.out().println(text);
        console.out().flush();
    }
}
