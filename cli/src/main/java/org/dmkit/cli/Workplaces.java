package org.dmkit.cli;

import java.io.IOException;
import java.util.List;

/** Where commands find the machine that they work on. */
@FunctionalInterface
interface Workplaces {
    /** See {@link Workplace#open}. */
    Workplace open(List<String> given, boolean writable) throws IOException;
}
