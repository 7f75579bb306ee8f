package org.dmkit.raid.scan;

import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;

/** Commands that a finding tells to type; several are kept apart by a semicolon. */
final class Remedy {
    private Remedy() {}

    /** For metadata that nobody needs any more. */
    static String wipe(DiskInfo disk, String format) {
        return wipe(disk.name(), format);
    }

    static String wipe(String disk, String format) {
        return "dmkit wipe " + disk + " --format " + format;
    }

    /** For metadata that can't be read: they may be worth something to somebody, and a report needs them. */
    static String damaged(DiskInfo disk, String format) {
        return "first: dmkit capture damaged.tar.gz; if the disk is in no set: " + wipe(disk, format);
    }

    /** For a disk of a group that must not be used as it is. */
    static String shutOut(Group group, DiskInfo disk) {
        String wipe = wipe(disk, group.format().name());
        return group.sets().stream()
                .filter(s -> s.redundant() && s.health() == RaidSet.Health.DEGRADED)
                .filter(s -> s.leaves().anyMatch(Component.Missing.class::isInstance))
                .findFirst()
                .map(s -> "to use it again: dmkit rebuild " + s.name() + " " + disk.name() + "; else: " + wipe)
                .orElse("it is left alone; to use it elsewhere: " + wipe);
    }
}
