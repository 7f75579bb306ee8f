package org.dmkit.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RaidSet;

/**
 * A short word for what a group is, so that a copy of it can be known to be out of date: another as soon as a set, a slot, a disk or a
 * disk's name is another. A start or a stop changes nothing of that.
 */
final class Revision {
    private Revision() {}

    static String of(Group group) {
        var sum = new CRC32C();
        List<RaidSet> sets = group.sets().stream()
                .map(s -> s.withResync(RaidSet.Resync.CLEAN))
                .toList();
        String text = group.name() + sets + group.disks() + group.spares() + group.stale();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }
}
