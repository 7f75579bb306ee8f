package org.dmkit.cli;

import java.io.IOException;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** One subcommand. Stateless: what a run needs comes with its {@link Invocation}. */
interface Command {
    /** The word on the command line. */
    String word();

    /** One sentence for the list of commands. */
    String summary();

    /** Adds the command's own options and parameters. */
    default void grammar(CommandSpec spec) {}

    /** Whether it takes {@code --dry-run}: it can tell what it would do, and leave it. */
    default boolean canTell() {
        return false;
    }

    /** Whether it answers with any number of JSON documents, one a line; else with one. */
    default boolean manyDocuments() {
        return false;
    }

    /**
     * Runs it.
     *
     * @throws RefusedException if it may not be done
     * @throws IOException if the machine fails; {@link org.dmkit.linux.KernelException} for a system call
     */
    Answer run(Invocation invocation) throws RefusedException, IOException;
}
