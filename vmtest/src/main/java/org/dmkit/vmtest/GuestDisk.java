package org.dmkit.vmtest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk of the guest.
 *
 * @param image a raw image on the host, written in place: it can be booted with again
 * @param serial what the disk answers when asked for its serial number (VPD page 0x80)
 */
public record GuestDisk(Path image, String serial) {
    /** A new disk of {@code sectors} (of 512 bytes), all zero; an old image at that path is replaced. */
    public static GuestDisk create(Path image, String serial, long sectors) throws IOException {
        Files.createDirectories(image.toAbsolutePath().getParent());
        Files.deleteIfExists(image);
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(sectors * 512);
        }
        return new GuestDisk(image, serial);
    }
}
