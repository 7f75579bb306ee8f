package org.dmkit.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.Table;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.table.MappedDevice;
import org.dmkit.raid.table.Profile;
import org.dmkit.raid.table.Tables;

/** What holds of every scan, whatever is on the disks. */
final class Invariants {
    /** Findings that a dozen disks may cause at most. */
    private static final int MOST_FINDINGS = 10_000;

    private Invariants() {}

    /** @throws AssertionError saying what does not hold */
    static void check(Scan scan) {
        must(scan.findings().size() < MOST_FINDINGS, scan.findings().size() + " findings");
        scan.findings().forEach(f -> must(!f.toString().isEmpty(), "a finding without text"));
        var used = new ArrayList<Component.Member>();
        for (Group group : scan.groups()) {
            for (RaidSet set : group.sets()) {
                must(set.size() >= 0, set.name() + " has " + set.size() + " sectors");
                if (!group.blocked().containsKey(set.name())) {
                    check(group, set, used);
                }
            }
        }
    }

    private static void check(Group group, RaidSet set, List<Component.Member> used) {
        for (Component.Member member : set.members().toList()) {
            DiskInfo disk = member.disk();
            Extent data = member.extent();
            must(data.end() <= disk.sectors(), set.name() + " maps " + data + " of " + disk.sectors() + " sectors");
            must(group.disks().contains(disk), set.name() + " maps a disk that is not its group's");
            for (Component.Member other : used) {
                must(
                        !other.disk().equals(disk) || !other.extent().overlaps(data),
                        "two members share sectors of " + disk.name() + ": " + data + " and " + other.extent());
            }
        }
        set.members().forEach(used::add);
        for (Profile profile : Profile.values()) {
            for (MappedDevice device : Tables.of(set, profile, d -> DeviceRef.ofPath(d.name()))) {
                check(device.table());
            }
        }
    }

    /** Lines follow each other without a gap, and each is there for something. */
    private static void check(Table table) {
        long next = 0;
        for (Table.Line line : table.lines()) {
            must(line.start() == next && line.length() > 0, "a table with a gap: " + table);
            next += line.length();
        }
        must(next > 0, "an empty table");
    }

    private static void must(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
