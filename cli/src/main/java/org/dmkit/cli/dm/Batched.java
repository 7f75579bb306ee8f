package org.dmkit.cli.dm;

import java.io.IOException;

/** A verb that can be one of several which are done all or not at all. */
interface Batched extends Change {
    /** Checks it, and adds it. */
    void into(Batch batch, Words words) throws Misuse, Refusal, IOException;

    /** It alone: a batch of one, for a verb that has no way of its own. */
    @Override
    default Answer run(Words words, Work work) throws Misuse, Refusal, IOException {
        var batch = new Batch(work);
        into(batch, words);
        return Running.run(word(), batch);
    }
}
