package org.dmkit.cli;

import java.util.List;
import org.dmkit.blockio.Extent;
import org.dmkit.simulation.Observer;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;

/**
 * The power supply of the simulated machine. Once told to, it fails when the metadata of one disk have been written and those
 * of a second are about to be.
 */
final class DemoPower implements Observer {
    /** Where metadata lie on each disk; nowhere while the power is to stay. */
    private List<Extent> metadata = List.of();

    private boolean off;
    private String written = "";
    private String spared = "";

    /**
     * The next change of metadata is the last.
     *
     * @param extents where these lie, the same on each disk
     */
    synchronized void failBetweenTwoDisks(List<Extent> extents) {
        metadata = List.copyOf(extents);
    }

    /** The power is back. */
    synchronized void restore() {
        metadata = List.of();
        off = false;
    }

    synchronized boolean isOff() {
        return off;
    }

    /** The disk whose metadata were written; empty before that. */
    synchronized String written() {
        return written;
    }

    /** The disk whose metadata were about to be written. */
    synchronized String spared() {
        return spared;
    }

    @Override
    public synchronized void about(Operation operation) {
        if (!off && operation instanceof Operation.Write w && metadata.stream().anyMatch(w.extent()::overlaps)) {
            if (written.isEmpty() || written.equals(w.disk())) {
                written = w.disk();
            } else {
                spared = w.disk();
                off = true;
            }
        }
        if (off) {
            throw new PowerCut();
        }
    }
}
