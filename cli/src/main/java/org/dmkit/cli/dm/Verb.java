package org.dmkit.cli.dm;

import java.io.IOException;

/** One verb. Stateless. */
interface Verb {
    String word();

    /** One sentence for the list of verbs. */
    String summary();

    /** Adds the verb's own options and parameters. */
    void syntax(Syntax syntax);

    /** Whether it changes anything; then it takes {@code --dry-run}. */
    default boolean changes() {
        return false;
    }

    /** Whether it answers in JSON only. */
    default boolean speaksJson() {
        return false;
    }

    /** Whether it answers again and again, with JSON one document a line; its last answer says nothing more. */
    default boolean manyAnswers() {
        return false;
    }

    Answer run(Words words, Work work) throws Misuse, Refusal, IOException;
}
