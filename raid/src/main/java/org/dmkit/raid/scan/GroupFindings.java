package org.dmkit.raid.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;

/** What there is to say of any group, whatever its format. */
final class GroupFindings {
    private GroupFindings() {}

    /** @param told what the formats say, by name of disk: who tells why a disk is stale says enough */
    static List<Finding> of(Group group, Map<String, List<Finding>> told) {
        var findings = new ArrayList<Finding>();
        for (DiskInfo disk : group.stale()) {
            if (told.getOrDefault(disk.name(), List.of()).stream().anyMatch(f -> explains(f, group))) {
                continue;
            }
            findings.add(Finding.warning("set.member-stale")
                    .on(disk)
                    .found("metadata of " + group.name() + " that the other members contradict")
                    .remedy(Remedy.shutOut(group, disk)));
        }
        for (RaidSet top : group.sets()) {
            top.bottomUp().forEach(set -> missing(top, set, findings));
            top.bottomUp()
                    .filter(s -> s.health() == RaidSet.Health.FAILED)
                    .filter(s -> s.equals(top) || !s.rebuildsAsWhole())
                    .forEach(s -> findings.add(tooFew(s)));
        }
        return findings;
    }

    private static boolean explains(Finding finding, Group group) {
        return finding.format().filter(group.format().name()::equals).isPresent()
                && finding.severity() != Finding.Severity.INFO;
    }

    private static Finding tooFew(RaidSet set) {
        int all = set.components().size();
        long good = set.components().stream().filter(GroupFindings::works).count();
        return Finding.error("set.not-startable")
                .field(set.name())
                .found(good + " of " + all + " members in sync")
                .expected("at least " + (all - set.level().tolerance(all)))
                .remedy("attach the missing disks");
    }

    private static boolean works(Component component) {
        return switch (component) {
            case Component.Member m -> m.state() == Component.State.IN_SYNC;
            case Component.Missing m -> false;
            case Component.Subset s -> s.set().health() != RaidSet.Health.FAILED;
        };
    }

    private static void missing(RaidSet top, RaidSet set, List<Finding> findings) {
        for (int slot = 0; slot < set.components().size(); slot++) {
            if (set.components().get(slot) instanceof Component.Missing m) {
                findings.add(Finding.warning("set.member-missing")
                        .field(set.name() + " slot " + slot)
                        .found("nobody")
                        .expected((m.label().isEmpty() ? "a disk" : "disk " + m.label()) + " with data in "
                                + m.extent().count() + " sectors from "
                                + m.extent().lba())
                        .remedy(
                                top.redundant()
                                        ? "attach it; or: dmkit rebuild " + top.name() + " DISK"
                                        : "attach it"));
            }
        }
    }
}
