package org.dmkit.cli.dm;

import java.util.Map;
import org.dmkit.dm.DeviceMapper;

/**
 * What a verb works with.
 *
 * @param listener hears what is said before the answer
 * @param json whether the answer will be JSON
 * @param dryRun tell what would be done, and leave it
 */
record Work(DeviceMapper mapper, Premises premises, Reasons reasons, Listener listener, boolean json, boolean dryRun) {
    Blocks blocks() {
        return premises.blocks();
    }

    /** What tables may stand on now. */
    Lower lower() {
        return new Lower(blocks(), mapper, Map.of());
    }
}
