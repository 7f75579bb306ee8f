package org.dmkit.simulation;

/**
 * The power is gone: thrown by an {@link SimulatedMachine#onOperation observer} to stop what runs before the operation has
 * any effect, and by all I/O that was waiting when {@link SimulatedMachine#powerCut()} was called.
 */
public final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PowerCut() {
        super("power cut");
    }
}
