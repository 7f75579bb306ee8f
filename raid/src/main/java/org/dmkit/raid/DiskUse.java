package org.dmkit.raid;

import java.io.IOException;
import java.util.List;
import org.dmkit.blockio.DiskInfo;

/** Who uses disks: by what the kernel says of them, and as members of sets that run. */
record DiskUse(Machine machine, Scan scan, Live live) {
    static DiskUse read(Machine machine, Scan scan) throws IOException {
        return new DiskUse(machine, scan, Live.read(machine.deviceMapper()));
    }

    boolean isUsed(DiskInfo disk) throws IOException {
        return !machine.disk(disk).isFree()
                || scan.groups().stream()
                        .anyMatch(g -> g.sets().stream()
                                .anyMatch(s -> s.member(disk).isPresent()
                                        && LiveSets.match(g, live).device(s).isPresent()));
    }

    /** Refuses a disk that somebody holds. */
    void mustBeUnused(DiskInfo disk) throws RefusedException, IOException {
        if (isUsed(disk)) {
            throw new RefusedException(List.of(Newcomers.inUse(disk)));
        }
    }
}
