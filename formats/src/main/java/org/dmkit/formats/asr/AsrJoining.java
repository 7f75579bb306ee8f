package org.dmkit.formats.asr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Finding;

/** The metadata of disks that join: what a disk bore already keeps what nobody knows of it. */
final class AsrJoining {
    private AsrJoining() {}

    /** Where a disk gets its table. */
    static long tableOf(DiskInfo disk) {
        return disk.sectors() - 1 - AsrReader.TABLE_SECTORS;
    }

    /** Why a disk can't be in an array. */
    static Optional<Finding> tooLarge(DiskInfo disk) {
        return tableOf(disk) >>> 32 == 0
                ? Optional.empty()
                : Optional.of(Finding.error("asr.disk-too-large")
                        .on(disk)
                        .found(disk.sectors() + " sectors")
                        .expected("less than 2 TiB: the place of the table has 32 bits")
                        .remedy("take another disk"));
    }

    /**
     * The reserved block.
     *
     * @param old that the disk bore
     * @param end of its data
     */
    static ReservedBlock reserved(DiskInfo disk, Optional<AsrMetadata> old, int magic, int target, long end) {
        return old.map(AsrMetadata::reserved)
                .map(r -> r.withDriveMagic(magic))
                .map(r -> r.table() < end ? r.withTable(tableOf(disk)) : r)
                .orElseGet(() -> ReservedBlock.of(magic, tableOf(disk), target));
    }

    /** An identity that no line of these has. */
    static int magic(DiskInfo disk, List<ConfigLine> lines) {
        return AsrMagics.of(
                disk.serial() + "|" + disk.name(),
                lines.stream().map(ConfigLine::magic).toList());
    }

    /**
     * A disk that waits for a failure of any mirror, as dmraid's spares.
     *
     * @param known of the group, by name of disk
     */
    static AsrMetadata spare(DiskInfo disk, Map<String, AsrMetadata> known) {
        var lines = new ArrayList<ConfigLine>();
        known.values().forEach(m -> lines.addAll(m.lines()));
        int magic = magic(disk, lines);
        long capacity = tableOf(disk);
        RaidTable table = RaidTable.empty()
                .ofGlobalSpare()
                .withLines(List.of(
                        ConfigLine.of(ConfigLine.LOGICAL, ConfigLine.SPARE, 1, -1, 0, capacity, 0, 0, ""),
                        ConfigLine.of(ConfigLine.PHYSICAL, ConfigLine.SPARE, 0, magic, 0, capacity, 0, 0, "")));
        ReservedBlock reserved =
                reserved(disk, Optional.ofNullable(known.get(disk.name())), magic, AsrNewArray.FIRST_TARGET, 0);
        return AsrMetadata.of(reserved, table).orElseThrow();
    }
}
