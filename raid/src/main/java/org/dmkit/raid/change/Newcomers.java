package org.dmkit.raid.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.GroupsByDisk;
import org.dmkit.raid.format.Identity;
import org.dmkit.raid.model.Finding;

/**
 * The rules for disks that join a group, whatever the format: nobody may use them, and what is on them must be of no value.
 *
 * @param groups all that are known
 * @param signatures what each disk (by name) bears
 * @param formats names of metadata formats
 * @param inUse names of disks that somebody holds
 */
public record Newcomers(
        GroupsByDisk groups, Map<String, List<String>> signatures, Set<String> formats, Set<String> inUse) {
    /** The disks that a group gets. */
    public static List<DiskInfo> of(Delta delta) {
        var identity = new Identity(delta.before(), delta.after());
        return delta.after().disks().stream()
                .filter(d -> !identity.in(delta.before().disks().stream(), d))
                .toList();
    }

    /** What there is against them. */
    public List<Finding> check(Delta delta, Consent consent) {
        var findings = new ArrayList<Finding>();
        for (DiskInfo disk : of(delta)) {
            if (inUse.contains(disk.name())) {
                findings.add(inUse(disk));
            } else if (!waits(delta.before(), disk)) {
                findings.addAll(bears(delta.before().format().name(), disk, consent));
            }
        }
        return findings;
    }

    public static Finding inUse(DiskInfo disk) {
        return refusal(
                "disk.in-use",
                disk,
                "in use: mounted, or held by another device",
                "a disk that nobody uses",
                "umount it, and stop what stands on it");
    }

    /** A spare of the same format, or a disk that the group has shut out: all it holds is ours already. */
    private boolean waits(Group group, DiskInfo disk) {
        return group.stale().contains(disk)
                || groups.of(disk).stream()
                        .filter(g -> g.format().name().equals(group.format().name()))
                        .anyMatch(g -> g.spares().contains(disk));
    }

    private List<Finding> bears(String format, DiskInfo disk, Consent consent) {
        List<String> bears = signatures.getOrDefault(disk.name(), List.of());
        List<String> foreign = bears.stream()
                .filter(s -> formats.contains(s) && !s.equals(format))
                .toList();
        if (!foreign.isEmpty()) {
            // They lie elsewhere than ours and would stay: then two formats claim the disk, and none gets it.
            return List.of(refusal(
                    "disk.other-format",
                    disk,
                    "metadata of " + String.join(", ", foreign),
                    "a disk without them",
                    "dmkit wipe " + disk.name()));
        }
        if (bears.isEmpty() || consent == Consent.OVERWRITE) {
            return List.of();
        }
        return List.of(refusal(
                "disk.not-blank",
                disk,
                String.join(", ", bears),
                "a blank disk",
                bears.contains(format) ? "dmkit wipe " + disk.name() : "take it nevertheless: --force"));
    }

    private static Finding refusal(String code, DiskInfo disk, String found, String expected, String remedy) {
        return Finding.error(code).on(disk).found(found).expected(expected).remedy(remedy);
    }
}
