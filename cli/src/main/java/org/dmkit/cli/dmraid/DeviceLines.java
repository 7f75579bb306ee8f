package org.dmkit.cli.dmraid;

import java.util.List;

/** Lines of {@code -r}. */
final class DeviceLines {
    private static final Fields<RaidDisk> FIELDS = new Fields<>(List.of(
            new Fields.Field<>("dataoffset", 2, d -> d.device().offset()),
            new Fields.Field<>("devpath", 2, RaidDisk::path),
            new Fields.Field<>("format", 1, d -> d.format().name()),
            new Fields.Field<>("offset", 1, d -> d.device().offset()),
            new Fields.Field<>("path", 1, RaidDisk::path),
            new Fields.Field<>("raidname", 1, d -> d.device().set()),
            new Fields.Field<>("type", 1, d -> d.device().type().word()),
            new Fields.Field<>("sectors", 2, d -> d.device().sectors()),
            new Fields.Field<>("size", 2, d -> d.device().sectors()),
            new Fields.Field<>("status", 2, d -> d.device().status().word())));

    private DeviceLines() {}

    static String of(RaidDisk disk, Request request) {
        if (!request.fields().isEmpty()) {
            return FIELDS.line(disk, request.fields(), request.separator());
        }
        return switch (request.columns()) {
            case 0 ->
                String.format(
                        "%s: %s, \"%s\", %s, %s, %s sectors, data@ %d",
                        disk.path(),
                        disk.format().name(),
                        disk.device().set(),
                        disk.device().type().word(),
                        disk.device().status().word(),
                        Long.toUnsignedString(disk.device().sectors()),
                        disk.device().offset());
            case 1 -> disk.path();
            default ->
                String.format(
                        "%s:%s:%s:%s:%s:%s:%d",
                        disk.path(),
                        disk.format().name(),
                        disk.device().set(),
                        disk.device().type().word(),
                        disk.device().status().word(),
                        Long.toUnsignedString(disk.device().sectors()),
                        disk.device().offset());
        };
    }
}
