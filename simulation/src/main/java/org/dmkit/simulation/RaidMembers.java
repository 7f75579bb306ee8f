package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/** The members of a running {@code raid} target: I/O that drops a member which fails. Guarded by the kernel's lock. */
final class RaidMembers {
    private final List<RaidMember> members;
    private final Runnable dropped;
    private final Tolerance tolerance;

    /** Whether the array goes on without one more member; if not, its error goes up and it stays. */
    interface Tolerance {
        boolean canLose(RaidMembers members, int slot);
    }

    RaidMembers(List<RaidMember> members, Tolerance tolerance, Runnable dropped) {
        this.members = List.copyOf(members);
        this.tolerance = tolerance;
        this.dropped = dropped;
    }

    List<RaidMember> all() {
        return members;
    }

    int count() {
        return members.size();
    }

    RaidMember get(int slot) {
        return members.get(slot);
    }

    boolean isGood(int slot, long sector, MemorySegment segment) {
        return members.get(slot).isGood(sector + segment.byteSize() / SectorStore.SECTOR);
    }

    /** Reads content that is good; see {@link #isGood}. */
    void read(Transit transit, int slot, long sector, MemorySegment into) throws IOException {
        device(slot).read(transit, sector, into);
    }

    /** Writes; a member that is missing, has failed or fails now is passed over, as long as the array can do without it. */
    void write(Transit transit, int slot, long sector, MemorySegment from) throws IOException {
        if (!members.get(slot).isPresent()) {
            return;
        }
        try {
            device(slot).write(transit, sector, from);
        } catch (IOException e) {
            drop(slot, e);
        }
    }

    void flush(Transit transit) throws IOException {
        for (RaidMember member : members) {
            if (member.isPresent()) {
                try {
                    device(member.slot).flush(transit);
                } catch (IOException e) {
                    drop(member.slot, e);
                }
            }
        }
    }

    void drop(int slot, IOException cause) throws IOException {
        RaidMember member = members.get(slot);
        if (member.isInSync() && !tolerance.canLose(this, slot)) {
            throw cause;
        }
        member.fail();
        dropped.run();
    }

    private BlockDevice device(int slot) throws KernelException {
        @Nullable BlockDevice device = members.get(slot).data;
        if (device == null) {
            throw new KernelException("raid", "slot " + slot, Errno.EIO);
        }
        return device;
    }
}
