package org.dmkit.blockio;

/**
 * A disk as people name it on a command line: {@code PATH} or {@code PATH,serial=TEXT}. Some formats know their disks by
 * serial, which an image file doesn't have.
 *
 * @param path a device, an image file or a capture
 * @param serial as given; else the path's last part without its last extension
 */
public record DiskSpec(String path, String serial) {
    private static final String SERIAL = ",serial=";

    /** Never fails: what is no serial belongs to the path. */
    public static DiskSpec parse(String text) {
        int at = text.lastIndexOf(SERIAL);
        return at < 0
                ? new DiskSpec(text, defaultSerial(text))
                : new DiskSpec(text.substring(0, at), text.substring(at + SERIAL.length()));
    }

    static String defaultSerial(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
