package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.dm.Table;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** A table with its targets made. {@code description} names lower devices by number only, as the kernel reports them. */
record LoadedTable(Table description, List<LiveTarget> targets, Set<BlockDevice> devices, boolean readOnly) {
    LoadedTable {
        targets = List.copyOf(targets);
    }

    interface Access {
        void on(LiveTarget target, long sector, MemorySegment piece) throws IOException;
    }

    /** Cuts an access at the lines' borders. */
    void each(String call, String device, long sector, MemorySegment segment, Access access) throws IOException {
        long end = sector + segment.byteSize() / SectorStore.SECTOR;
        if (sector < 0 || end > description.length()) {
            throw new KernelException(call, device + " sector " + sector, Errno.EINVAL);
        }
        for (int i = 0; i < targets.size(); i++) {
            Table.Line line = description.lines().get(i);
            long from = Math.max(sector, line.start());
            long to = Math.min(end, line.start() + line.length());
            if (from < to) {
                MemorySegment piece =
                        segment.asSlice((from - sector) * SectorStore.SECTOR, (to - from) * SectorStore.SECTOR);
                access.on(targets.get(i), from - line.start(), piece);
            }
        }
    }

    List<TargetStatus> status() {
        var status = new ArrayList<TargetStatus>();
        for (int i = 0; i < targets.size(); i++) {
            Table.Line line = description.lines().get(i);
            status.add(new TargetStatus(
                    line.start(),
                    line.length(),
                    line.target().type(),
                    targets.get(i).status()));
        }
        return status;
    }

    /** The same lines with what the targets were made with. */
    List<TargetStatus> parameters() {
        return description.lines().stream()
                .map(l -> new TargetStatus(
                        l.start(), l.length(), l.target().type(), l.target().parameters()))
                .toList();
    }

    LiveTarget targetAt(long sector, String device) throws KernelException {
        for (int i = 0; i < targets.size(); i++) {
            Table.Line line = description.lines().get(i);
            if (sector >= line.start() && sector < line.start() + line.length()) {
                return targets.get(i);
            }
        }
        throw new KernelException("DM_TARGET_MSG", device, Errno.EINVAL);
    }
}
