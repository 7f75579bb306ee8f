package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper.DeviceEntry;

/** {@code remove_all}: all that nobody has open; with force the others let go of what they stand on. */
final class RemoveAll implements Action {
    @Override
    public void run(Work work, List<String> words, boolean several) throws Failure, IOException {
        removeClosed(work);
        if (!work.has(Option.FORCE)) {
            return;
        }
        List<DeviceEntry> left = devices(work);
        if (left.isEmpty()) {
            return;
        }
        for (DeviceEntry device : left) {
            try {
                Wipe.wipe(work, device.name());
            } catch (Failure e) {
                work.log().error(e);
            }
        }
        removeClosed(work);
        left = devices(work);
        if (!left.isEmpty()) {
            work.log().error("Unable to remove " + left.size() + " device(s).");
        }
    }

    private static List<DeviceEntry> devices(Work work) throws Failure {
        return work.driver().ask("names", m -> m.devices());
    }

    /** That nodes are in order counts as success too. */
    private static void removeClosed(Work work) throws Failure, IOException {
        try {
            work.driver().ask("remove_all", m -> {
                m.removeAll(work.has(Option.DEFERRED));
                return Optional.empty();
            });
        } catch (Failure e) {
            work.log().error(e);
        }
        Nodes.all(work);
    }
}
