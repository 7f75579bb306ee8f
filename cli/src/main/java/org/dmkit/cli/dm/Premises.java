package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DmTrace;
import org.dmkit.dm.UdevPolicy;
import org.jspecify.annotations.Nullable;

/** What the verbs work on. */
public interface Premises {
    /**
     * The device-mapper, opened; whoever asks closes it.
     *
     * @param trace hears of each of its ioctls; null if nobody does
     */
    DeviceMapper deviceMapper(UdevPolicy udev, @Nullable DmTrace trace) throws IOException;

    /** Block devices. */
    Blocks blocks();

    /** All of standard input. */
    String standardInput() throws IOException;

    /** Makes the device's node, if it is missing. */
    void makeNode(DeviceEntry device) throws IOException;

    /** Before anything is suspended: nothing may have to be read from a device meanwhile. */
    void stayInMemory() throws IOException;

    /** The notes of what is suspended just now; empty where a kill leaves nothing suspended. */
    Optional<Holds> holds();

    /**
     * Does what must not be broken off when somebody ends the process.
     *
     * @param ended called then, on another thread
     */
    void unbroken(Runnable ended, Task task) throws IOException;

    /** See {@link #unbroken}. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    /**
     * Starts a program, which reads what dmkit would read.
     *
     * @param quiet what it prints goes where errors go, because standard output is for an answer
     */
    Program start(List<String> command, boolean quiet) throws IOException;

    /** A program that runs. */
    interface Program {
        /** Its exit status, as a shell has it: of a signal 128 and its number. */
        int await() throws IOException;

        /** Ends it, first with SIGTERM. */
        void end();
    }
}
