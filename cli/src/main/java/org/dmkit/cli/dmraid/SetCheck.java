package org.dmkit.cli.dmraid;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;

/** What dmraid does with sets that lack disks: it complains about each disk that is there, and forgets what can't run. */
final class SetCheck {
    private final Log log;

    SetCheck(Log log) {
        this.log = log;
    }

    /** Those that stay. Groups always do. */
    List<SetNode> kept(List<SetNode> nodes) {
        var kept = new ArrayList<SetNode>();
        for (SetNode node : nodes) {
            node.all().forEach(this::count);
            boolean spares = node.type().equals(RaidDevice.Type.SPARE.word());
            if (node.isGroup() || (node.status() != Status.BROKEN && !spares)) {
                kept.add(node);
            } else if (node.source() != null && node.source().set().level() == Level.RAID1 && node.devices() > 0) {
                log.error("keeping degraded mirror set \"" + node.name() + "\"");
                kept.add(node);
            } else {
                log.error("removing inconsistent RAID set \"" + node.name() + "\"");
            }
        }
        return kept;
    }

    private void count(SetNode node) {
        if (node.source() == null || !node.subsets().isEmpty()) {
            return;
        }
        String format = node.source().group().format().name();
        node.disks().forEach(d -> log.debug("checking " + format + " device \"" + d.path() + "\""));
        log.debug(
                "set status of set \"" + node.name() + "\" to " + node.status().number());
        List<Component> slots = node.source().set().components();
        if (node.devices() == slots.size()) {
            return;
        }
        for (RaidDisk disk : node.disks()) {
            if (disk.device().type() != RaidDevice.Type.SPARE) {
                log.error(String.format(
                        "%s: wrong %s of devices in RAID set \"%s\" [%d/%d] on %s",
                        format,
                        format.equals("isw") ? "number" : "#",
                        node.name(),
                        node.devices(),
                        slots.size(),
                        disk.path()));
            }
        }
    }
}
