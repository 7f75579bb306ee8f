package org.dmkit.cli;

import java.io.IOException;
import org.dmkit.cli.dm.Premises;

/** Where commands find the machine that they work on. */
@FunctionalInterface
interface Workplaces {
    /** See {@link Workplace#open}. */
    Workplace open(Options options, boolean writable) throws IOException;

    /** For who needs the device-mapper only: no disk is looked at. */
    default Premises mapping() {
        return new DmCommand.Here();
    }
}
