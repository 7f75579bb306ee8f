package org.dmkit.raid.change;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.LivePartitions;

/** How devices that are only read become read-only, with the tables that they have. Pure. */
public final class Sealing {
    private Sealing() {}

    /** A set's device and its partitions, through which it could be written to as well; in the order of the layers. */
    public static List<LiveDevice> writable(LiveDevice set, Live live) {
        var devices = new ArrayList<LiveDevice>(List.of(set));
        devices.addAll(LivePartitions.of(set, live));
        devices.removeIf(d -> d.info().readOnly());
        return devices;
    }

    /**
     * Loads each device's own table read-only, and switches.
     *
     * @param devices the lower before the upper
     */
    public static Plan plan(List<LiveDevice> devices) {
        var steps = new ArrayList<Step>();
        if (!devices.isEmpty()) {
            devices.forEach(d -> steps.add(new Step.Preload(d.name(), d.active(), true)));
            steps.add(new Step.Rehearse());
            devices.reversed().forEach(d -> steps.add(new Step.Suspend(d.name())));
            devices.forEach(d -> steps.add(new Step.Resume(d.name())));
        }
        return new Plan(steps);
    }
}
