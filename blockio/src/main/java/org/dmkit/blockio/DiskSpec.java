package org.dmkit.blockio;

import java.util.Optional;

/**
 * A disk as people name it on a command line: {@code PATH} or {@code PATH,serial=TEXT}. Some formats know their disks by
 * serial, which an image file doesn't have.
 *
 * @param path a device, an image file or a capture
 * @param given the serial, if one was given
 */
public record DiskSpec(String path, Optional<String> given) {
    private static final String SERIAL = ",serial=";

    /** Never fails: what is no serial belongs to the path. */
    public static DiskSpec parse(String text) {
        int at = text.lastIndexOf(SERIAL);
        return at < 0
                ? new DiskSpec(text, Optional.empty())
                : new DiskSpec(text.substring(0, at), Optional.of(text.substring(at + SERIAL.length())));
    }

    /** As given; else the path's last part without its last extension, which stays the same from run to run. */
    public String serial() {
        return given.orElse(defaultSerial(path));
    }

    /** As given; else the device's own. */
    public String serialOf(DiskInfo device) {
        return given.orElse(device.serial());
    }

    static String defaultSerial(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
