package org.dmkit.formats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.SimulatedDisk;

/**
 * A moment at which the power may go in a change.
 *
 * @param operation that would have come next
 * @param disks as they are, with what they have not flushed
 * @param ledger of what has been acknowledged by then
 */
record Stop(int operation, List<SimulatedDisk> disks, Ledger ledger) {
    /**
     * Those before each operation of a change, and the one after the last.
     *
     * @param writing true if programs write to the sets before each
     */
    static List<Stop> all(Scenario scenario, boolean writing) throws IOException, RefusedException {
        var ledger = new Ledger();
        var stops = new ArrayList<Stop>();
        try (Rig rig = scenario.rig(ledger)) {
            Transition transition = scenario.change().on(rig);
            var nested = new AtomicBoolean();
            rig.machine.onOperation(o -> {
                if (nested.getAndSet(true)) {
                    return;
                }
                try {
                    stops.add(new Stop(stops.size(), rig.copies(), ledger.copy()));
                    if (writing && !rig.suspended()) {
                        ledger.write(rig);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException("T0 or T1 runs all the time", e);
                } finally {
                    nested.set(false);
                }
            });
            Scenario.done(rig.dmkit().run(transition));
            rig.machine.onOperation(o -> {});
            if (writing) {
                ledger.write(rig);
            }
            stops.add(new Stop(stops.size(), rig.copies(), ledger.copy()));
        }
        return stops;
    }
}
