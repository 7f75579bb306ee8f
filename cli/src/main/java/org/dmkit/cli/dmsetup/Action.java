package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.dm.DeviceMapper.DeviceEntry;

/** What a command does; made for one command line. */
@FunctionalInterface
interface Action {
    /**
     * Does it once.
     *
     * @param words the command's; if it is repeated they begin with the device that it is about now
     * @param several whether there are, or may be, several devices
     */
    void run(Work work, List<String> words, boolean several) throws Failure, IOException;

    /** After the last time, or when it has failed. */
    default void end(Work work) {}

    /** What is done with one device. */
    @FunctionalInterface
    interface Each {
        void run(DeviceEntry device) throws Failure, IOException;
    }

    /** Whether no device is named, so that all are meant. */
    static boolean meansAll(Work work, List<String> words) {
        return words.isEmpty() && !work.switches().nameDevice();
    }

    /** With all devices, whether or not it fails with some; says so if there is none. */
    static void all(Work work, Each each) throws Failure, IOException {
        List<DeviceEntry> devices = work.driver().ask("names", m -> m.devices());
        if (devices.isEmpty()) {
            work.log().print("No devices found");
        }
        all(work, devices, each);
    }

    static void all(Work work, List<DeviceEntry> devices, Each each) throws Failure, IOException {
        var failed = new ArrayList<DeviceEntry>();
        for (DeviceEntry device : devices) {
            try {
                each.run(device);
            } catch (Failure e) {
                work.log().error(e);
                failed.add(device);
            }
        }
        if (!failed.isEmpty()) {
            throw new Failure();
        }
    }
}
