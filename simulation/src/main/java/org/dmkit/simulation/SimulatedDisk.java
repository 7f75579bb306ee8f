package org.dmkit.simulation;

/** Placeholder for the first build. */
public final class SimulatedDisk {
    private SimulatedDisk() {}
}
