package org.dmkit.cli.dm;

import java.util.List;
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
}
