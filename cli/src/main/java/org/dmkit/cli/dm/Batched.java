package org.dmkit.cli.dm;

import java.io.IOException;

/** A verb that can be one of several which are done all or not at all. */
interface Batched extends Change {
    /** Checks it, and adds it. */
    void into(Batch batch, Words words) throws Misuse, Refusal, IOException;
}
