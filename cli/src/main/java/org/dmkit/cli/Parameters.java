package org.dmkit.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The parameters that commands share. */
final class Parameters {
    private Parameters() {}

    static void required(CommandSpec spec, int index, String label, String... description) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    static void optional(CommandSpec spec, String label, String description) {
        optional(spec, 0, label, description);
    }

    static void optional(CommandSpec spec, int index, String label, String description) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(Integer.toString(index))
                .arity("0..1")
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    static void many(CommandSpec spec, String label, String description) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    static void flag(CommandSpec spec, String name, String description) {
        spec.addOption(OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build());
    }

    static void option(CommandSpec spec, String name, String label, String description) {
        spec.addOption(OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build());
    }

    /** An option that may be given several times. */
    static void options(CommandSpec spec, String name, String label, String description) {
        spec.addOption(OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build());
    }

    static List<String> values(Invocation invocation, String option) {
        return invocation.arguments().matchedOptionValue(option, List.of());
    }

    /** An option's value, empty if it was not given. */
    static String value(Invocation invocation, String option) {
        return invocation.arguments().matchedOptionValue(option, "");
    }

    static boolean has(Invocation invocation, String flag) {
        return invocation.arguments().hasMatchedOption(flag);
    }

    /** The first parameter, empty if there is none. */
    static String first(Invocation invocation) {
        return at(invocation, 0);
    }

    /** A parameter by its place, empty if there is none. */
    static String at(Invocation invocation, int index) {
        String value = invocation.arguments().matchedPositionalValue(index, "");
        return value == null ? "" : value;
    }

    static List<String> all(Invocation invocation) {
        return invocation.arguments().matchedPositionalValue(0, List.of());
    }
}
