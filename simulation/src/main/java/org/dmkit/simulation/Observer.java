package org.dmkit.simulation;

import org.dmkit.linux.KernelException;

/** Sees what a machine or a disk is asked to do, on the thread that asks. */
@FunctionalInterface
public interface Observer {
    /**
     * An operation is about to happen.
     *
     * @throws KernelException to make this one operation fail with that error
     * @throws PowerCut to stop whoever asks
     */
    void about(Operation operation) throws KernelException;

    /**
     * An operation has had its effect.
     *
     * @throws KernelException to make it report that error all the same
     * @throws PowerCut to stop whoever asks
     */
    default void done(Operation operation) throws KernelException {}
}
