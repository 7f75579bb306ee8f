package org.dmkit.cli.dmraid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.scan.Scan;

/** Which disks dmraid would list: of several formats on one disk it takes the first by name, for each format asked for. */
final class Discovery {
    private final Scan scan;
    private final Request request;
    private final Log log;

    Discovery(Scan scan, Request request, Log log) {
        this.scan = scan;
        this.request = request;
        this.log = log;
    }

    /** The disks that the operands name, of these; all of them if there are no operands. */
    static List<DiskInfo> named(List<Disk> disks, List<String> operands) {
        return disks.stream()
                .map(Disk::info)
                .filter(d -> operands.isEmpty() || operands.stream().anyMatch(o -> names(o, d)))
                .toList();
    }

    /** dmraid's callers write {@code /dev//dev/sda} too, and {@code sda}. */
    private static boolean names(String operand, DiskInfo disk) {
        Path last = Path.of(operand).getFileName();
        return operand.equals(disk.name())
                || (last != null && last.equals(Path.of(disk.path()).getFileName()));
    }

    List<RaidDisk> raidDisks(List<DiskInfo> disks, List<Format<?>> formats) {
        var found = new ArrayList<RaidDisk>();
        for (DiskInfo disk : disks) {
            List<RaidDisk> bearing = bearing(disk, formats);
            if (request.formats().isEmpty()) {
                first(bearing, found);
            }
            for (String wanted : request.formats()) {
                first(
                        bearing.stream()
                                .filter(d -> d.format().name().startsWith(wanted))
                                .toList(),
                        found);
            }
        }
        return found;
    }

    private void first(List<RaidDisk> bearing, List<RaidDisk> found) {
        if (!bearing.isEmpty()) {
            RaidDisk first = bearing.getFirst();
            found.add(first);
            for (RaidDisk other : bearing.subList(1, bearing.size())) {
                log.print(first.path() + ": \"" + other.format().name() + "\" and \""
                        + first.format().name() + "\" formats discovered (using "
                        + first.format().name() + ")!");
            }
        }
    }

    private List<RaidDisk> bearing(DiskInfo disk, List<Format<?>> formats) {
        var bearing = new ArrayList<RaidDisk>();
        for (Format<?> format : formats) {
            log.notice(String.format("%s: %-7s discovering", disk.path(), format.name()));
            scan.found().stream()
                    .filter(f -> f.format().equals(format))
                    .flatMap(f -> RaidDisk.of(f, disk).stream())
                    .findFirst()
                    .ifPresent(d -> {
                        log.notice(disk.path() + ": " + format.name() + " metadata discovered");
                        bearing.add(d);
                    });
        }
        return bearing;
    }
}
