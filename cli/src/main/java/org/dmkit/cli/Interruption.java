package org.dmkit.cli;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dmkit.raid.model.RefusedException;

/**
 * What is done when somebody ends the process (Ctrl-C): a last word, and then the end, but not in the middle of a step. The JVM
 * itself ends with status 130 then.
 */
final class Interruption implements AutoCloseable {
    /** For a step that hangs with its disk. */
    private static final long PATIENCE_SECONDS = 10;

    private final Semaphore step = new Semaphore(1, true);
    private final Thread hook;

    Interruption(Runnable last) {
        hook = new Thread(() -> {
            last.run();
            awaitStep();
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void awaitStep() {
        try {
            // Never given back: no other step begins.
            if (!step.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                // It hangs, and is left to.
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what must not be broken off. */
    boolean unbroken(Step what) throws IOException, RefusedException {
        step.acquireUninterruptibly();
        try {
            return what.run();
        } finally {
            step.release();
        }
    }

    /** A step of a change. */
    @FunctionalInterface
    interface Step {
        boolean run() throws IOException, RefusedException;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException tooLate) {
            // The process is ending, and the hook with it.
        }
    }
}
