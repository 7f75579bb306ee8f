package org.dmkit.cli.dm;

import java.io.IOException;

/** {@code apply FILE}: several verbs, or a whole state, all or nothing. */
final class Apply implements Change {
    @Override
    public String word() {
        return "apply";
    }

    @Override
    public String summary() {
        return "Do what stands in a file, or bring about a state, all or nothing.";
    }

    @Override
    public void syntax(Syntax syntax) {
        syntax.required(BatchSource.LABEL, BatchSource.HELP);
    }

    @Override
    public Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        return Running.run(word(), BatchSource.read(words.at(0), work));
    }
}
