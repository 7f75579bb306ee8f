package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A verb's words, understood. */
record Words(ParseResult parsed) {
    /** A parameter by its place; empty if it was not given. */
    String at(int index) {
        String value = parsed.matchedPositionalValue(index, "");
        return value == null ? "" : value;
    }

    /** The last parameter's words. */
    List<String> rest(int index) {
        return parsed.matchedPositionalValue(index, List.of());
    }

    boolean has(String option) {
        return parsed.hasMatchedOption(option);
    }

    /** An option's value; empty if it was not given. */
    String value(String option) {
        return parsed.matchedOptionValue(option, "");
    }

    /** What is made of a word. */
    @FunctionalInterface
    interface Meaning<T> {
        T read() throws Misuse, Refusal, IOException;
    }

    /** What is done with a word. */
    @FunctionalInterface
    interface Use {
        void run() throws Misuse, Refusal, IOException;
    }

    /** Does something with a parameter: what is wrong with it is told as being of this word. */
    void about(int parameter, Use use) throws Misuse, Refusal, IOException {
        meant(parameter, () -> {
            use.run();
            return this;
        });
    }

    /** Makes something of a parameter: what is wrong with it is told as being of this word. */
    <T> T meant(int parameter, Meaning<T> meaning) throws Misuse, Refusal, IOException {
        try {
            return meaning.read();
        } catch (Misuse e) {
            throw e.of(wordOf(parameter));
        } catch (Refusal e) {
            throw e.of(wordOf(parameter));
        }
    }

    /** Among all words, from 0; the last where it was not given. */
    int wordOf(int parameter) {
        List<String> all = parsed.originalArgs();
        int parameters = 0;
        for (int i = 0; i < all.size(); i++) {
            String word = all.get(i);
            OptionSpec option = parsed.commandSpec().findOption(word);
            if (option != null) {
                i += option.arity().max();
            } else if (!word.startsWith("--") && parameters++ == parameter) {
                return i;
            }
        }
        return all.size() - 1;
    }
}
