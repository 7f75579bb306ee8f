package org.dmkit.simulation;

import org.dmkit.linux.KernelException;

/** Sees what a machine or a disk is asked to do before it has any effect, on the thread that asks. */
@FunctionalInterface
public interface Observer {
    /**
     * An operation is about to happen.
     *
     * @throws KernelException to make this one operation fail with that error
     * @throws PowerCut to stop whoever asks
     */
    void about(Operation operation) throws KernelException;
}
