package org.dmkit.cli.dmraid;

import java.util.List;
import org.dmkit.blockio.DiskInfo;

/** Lines of {@code -b}. */
final class DiskLines {
    private static final Fields<DiskInfo> FIELDS = new Fields<>(List.of(
            new Fields.Field<>("devpath", 1, DiskInfo::path),
            new Fields.Field<>("path", 1, DiskInfo::path),
            new Fields.Field<>("sectors", 3, DiskInfo::sectors),
            new Fields.Field<>("serialnumber", 3, DiskLines::serial),
            new Fields.Field<>("size", 2, DiskInfo::sectors)));

    private DiskLines() {}

    static String of(DiskInfo disk, Request request) {
        if (!request.fields().isEmpty()) {
            return FIELDS.line(disk, request.fields(), request.separator());
        }
        return switch (request.columns()) {
            case 0 -> String.format("%s: %12d total, \"%s\"", disk.path(), disk.sectors(), serial(disk));
            case 1 -> disk.path();
            default -> disk.path() + ":" + disk.sectors() + ":\"" + serial(disk) + "\"";
        };
    }

    /** Without white space, as dmraid keeps it. */
    private static String serial(DiskInfo disk) {
        String serial = disk.serial().replaceAll("\\s", "");
        return serial.isEmpty() ? "N/A" : serial;
    }
}
