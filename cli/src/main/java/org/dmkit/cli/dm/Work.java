package org.dmkit.cli.dm;

import org.dmkit.dm.DeviceMapper;

/**
 * What a verb works with.
 *
 * @param dryRun tell what would be done, and leave it
 */
record Work(DeviceMapper mapper, Premises premises, boolean dryRun) {
    Blocks blocks() {
        return premises.blocks();
    }
}
