package org.dmkit.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.status.RaidStatus;
import org.dmkit.dm.status.TargetHealth;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.LiveSets;

/** Asks the device-mapper how sets run. */
final class Kernel {
    private Kernel() {}

    /** By name of set and subset; those that don't run are left out. */
    static Map<String, Running> running(List<Group> groups, DeviceMapper mapper) throws IOException {
        Live live = Live.read(mapper);
        var running = new HashMap<String, Running>();
        for (Group group : groups) {
            for (var entry : LiveSets.match(group, live).bySet().entrySet()) {
                running.put(entry.getKey(), running(entry.getValue(), mapper));
            }
        }
        return running;
    }

    private static Running running(LiveDevice device, DeviceMapper mapper) throws IOException {
        Progress progress = null;
        for (DeviceMapper.TargetStatus status : mapper.status(device.name())) {
            TargetHealth health =
                    TargetHealth.parse(status.type(), status.text()).orElse(null);
            boolean moving = health instanceof RaidStatus r ? !r.idle() : health != null && !health.rebuilt();
            if (health != null && moving) {
                progress = new Progress(health.done(), health.total());
            }
        }
        return new Running(device.info().suspended() ? Running.Mapping.SUSPENDED : Running.Mapping.ACTIVE, progress);
    }
}
