package org.dmkit.cli.dm;

/** A verb that changes something. */
interface Change extends Verb {
    @Override
    default boolean changes() {
        return true;
    }
}
