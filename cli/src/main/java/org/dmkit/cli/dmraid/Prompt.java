package org.dmkit.cli.dmraid;

import java.io.IOException;
import org.dmkit.cli.program.Streams;

/** Asks for yes or no. */
final class Prompt {
    private static final int END = -1;

    private final Streams streams;

    Prompt(Streams streams) {
        this.streams = streams;
    }

    /** Asks again with each line that holds neither {@code y} nor {@code n}; the end of the input is a no. */
    boolean yes(String question) throws IOException {
        int c = '\n';
        do {
            if (c == '\n') {
                streams.out().print(question + " ? [y/n] :");
                streams.out().flush();
            }
            c = Character.toLowerCase(streams.in().read());
        } while (c != END && c != 'y' && c != 'n');
        boolean yes = c == 'y';
        while (c != END && c != '\n') {
            c = streams.in().read();
        }
        return yes;
    }
}
