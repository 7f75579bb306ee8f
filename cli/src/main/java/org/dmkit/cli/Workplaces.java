package org.dmkit.cli;

import java.io.IOException;
import java.util.Map;
import org.dmkit.cli.dm.Premises;
import org.dmkit.dm.KernelDeviceMapper;

/** Where commands find the machine that they work on. */
@FunctionalInterface
interface Workplaces {
    /** See {@link Workplace#open}. */
    Workplace open(Options options, boolean writable) throws IOException;

    /** For who needs the device-mapper only: no disk is looked at. */
    default Premises mapping() {
        return new DmMachine(Workplace::deviceMapper);
    }

    /** The same, as a command sees it that stands in for dmsetup. */
    default org.dmkit.cli.dmsetup.Premises mapping(Map<String, String> environment, Style style) {
        return new DmsetupMachine(KernelDeviceMapper::open, environment, style);
    }
}
