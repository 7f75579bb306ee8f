package org.dmkit.cli.dm;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The words that a verb takes. */
final class Syntax {
    private final CommandSpec spec;
    private int next;

    Syntax(CommandSpec spec) {
        this.spec = spec;
    }

    Syntax required(String label, String... description) {
        return positional(Integer.toString(next), "1", label, description);
    }

    Syntax optional(String label, String... description) {
        return positional(Integer.toString(next), "0..1", label, description);
    }

    /** All that follow, at least one. */
    Syntax rest(String label, String... description) {
        return many("1..*", label, description);
    }

    private Syntax many(String arity, String label, String... description) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(next + "..*")
                .arity(arity)
                .required(arity.startsWith("1"))
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    /** All that follow, or none. */
    Syntax any(String label, String... description) {
        return many("0..*", label, description);
    }

    private Syntax positional(String index, String arity, String label, String... description) {
        spec.addPositional(PositionalParamSpec.builder()
                .index(index)
                .arity(arity)
                .required(arity.equals("1"))
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
        next++;
        return this;
    }

    Syntax flag(String name, String description) {
        spec.addOption(OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build());
        return this;
    }

    /** One that may stand without its value, and then has another. */
    Syntax optionWith(String withoutValue, String name, String label, String... description) {
        spec.addOption(OptionSpec.builder(name)
                .type(String.class)
                .arity("0..1")
                .fallbackValue(withoutValue)
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }

    Syntax option(String name, String label, String... description) {
        spec.addOption(OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build());
        return this;
    }
}
