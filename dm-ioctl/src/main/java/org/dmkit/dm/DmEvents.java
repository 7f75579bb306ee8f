package org.dmkit.dm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.EventPoll;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;

/**
 * Which devices have had an event: a member failed, a rebuild ended, a device was renamed. None is missed between two calls; several
 * of one device may come as one. Not safe for use by several threads.
 */
public final class DmEvents implements AutoCloseable {
    private final DeviceMapper dm;
    private final EventPoll poll;
    private Map<DeviceNumber, Integer> seen = Map.of();

    DmEvents(DeviceMapper dm) throws KernelException {
        this.dm = dm;
        this.poll = dm.eventPoll();
        try {
            changed();
        } catch (KernelException e) {
            poll.close();
            throw e;
        }
    }

    /**
     * Waits for events.
     *
     * @param timeout how long
     * @return devices with an event since this was opened or last asked, or that are new and have had one; empty when the time is
     *     over, or if the event was of a device that is gone
     */
    public List<DeviceEntry> await(Duration timeout) throws IOException {
        return poll.await(timeout) ? changed() : List.of();
    }

    private List<DeviceEntry> changed() throws KernelException {
        var now = new HashMap<DeviceNumber, Integer>();
        var changed = new ArrayList<DeviceEntry>();
        for (DeviceEntry entry : dm.devices()) {
            now.put(entry.number(), entry.eventNumber());
            if (entry.eventNumber() != seen.getOrDefault(entry.number(), 0)) {
                changed.add(entry);
            }
        }
        seen = now;
        return List.copyOf(changed);
    }

    @Override
    public void close() {
        poll.close();
    }
}
