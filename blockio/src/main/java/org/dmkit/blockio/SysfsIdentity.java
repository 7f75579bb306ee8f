package org.dmkit.blockio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who a disk is: serial and model. */
final class SysfsIdentity {
    /** SPC-4 7.8.15: page 0x80, its code in the second byte, its length in the last two of the first four. */
    private static final int VPD_HEADER = 4;

    private static final int UNIT_SERIAL_NUMBER = 0x80;

    private SysfsIdentity() {}

    /**
     * In the order of trust: what a SCSI disk says on its page 0x80, what other drivers export, what a SCSI disk answers now
     * (old kernels, or one that had not read the page).
     */
    static String serial(Path device, Path node) {
        byte[] page = SysfsFiles.bytes(device.resolve("device/vpd_pg80"));
        String serial = page == null ? null : serialOf(page, page.length);
        for (String name : new String[] {"serial", "device/serial"}) {
            if (serial == null || serial.isEmpty()) {
                serial = SysfsFiles.line(device.resolve(name));
            }
        }
        if ((serial == null || serial.isEmpty()) && isScsi(device)) {
            serial = ScsiInquiry.serial(node);
        }
        return serial == null || serial.isEmpty() ? serialBelow(device) : trimEnd(serial);
    }

    /** A mapped device that passes one disk through, such as all paths of a multipath map, is that disk. */
    private static String serialBelow(Path device) {
        var serials = new TreeSet<String>();
        try (DirectoryStream<Path> lower = Files.newDirectoryStream(device.resolve("slaves"))) {
            lower.forEach(l -> serials.add(serial(l, Path.of("/dev").resolve(l.getFileName()))));
        } catch (IOException | DirectoryIteratorException notMapped) {
            return "";
        }
        return serials.size() == 1 ? serials.first() : "";
    }

    static String model(Path device) {
        String vendor = SysfsFiles.firstLine(device, "device/vendor");
        String model = SysfsFiles.firstLine(device, "device/model", "device/name");
        // The vendor of virtio and NVMe devices is a PCI number.
        boolean named = vendor != null && !vendor.startsWith("0x");
        return model == null ? "" : named ? vendor + " " + model : model;
    }

    /** The serial on a page 0x80 of which so many bytes are there; null if it is none. */
    static @Nullable String serialOf(byte[] page, int present) {
        if (present < VPD_HEADER || (page[1] & 0xff) != UNIT_SERIAL_NUMBER) {
            return null;
        }
        int told = (page[2] & 0xff) << 8 | (page[3] & 0xff);
        int length = Math.min(told, present - VPD_HEADER);
        return trimEnd(new String(page, VPD_HEADER, length, StandardCharsets.ISO_8859_1));
    }

    private static boolean isScsi(Path device) {
        return Files.exists(device.resolve("device/scsi_level"));
    }

    private static String trimEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
            end--;
        }
        return text.substring(0, end);
    }
}
