package org.dmkit.cli;

import java.io.IOException;

/** Where commands find the machine that they work on. */
@FunctionalInterface
interface Workplaces {
    /** See {@link Workplace#open}. */
    Workplace open(Options options, boolean writable) throws IOException;
}
