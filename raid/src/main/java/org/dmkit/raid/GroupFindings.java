package org.dmkit.raid;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;

/** What there is to say of any group, whatever its format. */
final class GroupFindings {
    private GroupFindings() {}

    static List<Finding> of(Group group) {
        var findings = new ArrayList<Finding>();
        for (DiskInfo disk : group.stale()) {
            findings.add(new Finding(
                    "set.member-stale",
                    Finding.Severity.WARNING,
                    disk.name(),
                    -1,
                    "",
                    "metadata of " + group.name() + " that the other members contradict",
                    "",
                    "it is left alone; erase it to use it as a replacement"));
        }
        for (RaidSet top : group.sets()) {
            top.bottomUp().forEach(set -> missing(set, findings));
            if (top.health() == RaidSet.Health.FAILED) {
                findings.add(new Finding(
                        "set.not-startable",
                        Finding.Severity.ERROR,
                        null,
                        -1,
                        top.name(),
                        "too few members in sync",
                        "",
                        "attach the missing disks"));
            }
        }
        return findings;
    }

    private static void missing(RaidSet set, List<Finding> findings) {
        for (int slot = 0; slot < set.components().size(); slot++) {
            if (set.components().get(slot) instanceof Component.Missing m) {
                findings.add(new Finding(
                        "set.member-missing",
                        Finding.Severity.WARNING,
                        null,
                        -1,
                        set.name() + " slot " + slot,
                        "nobody",
                        m.label().isEmpty() ? "a disk" : "disk " + m.label(),
                        set.level().redundant() ? "attach it, or add another disk" : "attach it"));
            }
        }
    }
}
