package org.dmkit.cli;

import org.dmkit.simulation.Observer;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;

/**
 * The power supply of the simulated machine. Once told to, it fails when the metadata of one disk have been written and those
 * of a second are about to be.
 */
final class DemoPower implements Observer {
    /** The sector of a disk that is written last when its metadata change. */
    private final long anchor;

    private boolean failing;
    private boolean off;
    private String written = "";
    private String spared = "";

    DemoPower(long anchor) {
        this.anchor = anchor;
    }

    /** The next change of metadata is the last. */
    synchronized void failBetweenTwoDisks() {
        failing = true;
    }

    /** The power is back. */
    synchronized void restore() {
        failing = false;
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
        if (failing && !off && operation instanceof Operation.Write w && holdsAnchor(w)) {
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

    private boolean holdsAnchor(Operation.Write write) {
        return write.extent().lba() <= anchor && anchor < write.extent().end();
    }
}
