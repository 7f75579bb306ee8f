package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/**
 * A running {@code raid} target. A member that fails is dropped and noted in the superblocks of the others before the write
 * ends; without metadata devices it can't be noted, so writes never end (md waits for MD_SB_CHANGE_PENDING).
 */
final class RaidTarget implements LiveTarget {
    private static final int STEP_SECTORS = 1024;

    private final RaidShape shape;
    private final Redundancy redundancy;
    private final RaidMembers members;
    private final Runnable event;
    private long events;
    private long resynced;
    private boolean unrecorded;
    private boolean frozen;
    private boolean resyncStopped;

    /**
     * @param resynced sectors of each member that agree; at least {@code shape.memberSectors()} if there is nothing to do
     * @param events of the newest superblock
     */
    RaidTarget(
            RaidShape shape,
            Redundancy redundancy,
            List<RaidMember> slots,
            long resynced,
            long events,
            Runnable event) {
        this.shape = shape;
        this.redundancy = redundancy;
        this.resynced = resynced;
        this.events = events;
        this.event = event;
        this.members = new RaidMembers(slots, redundancy, () -> {
            unrecorded = true;
            event.run();
        });
    }

    @Override
    public void read(Transit transit, long sector, MemorySegment into) throws IOException {
        redundancy.read(members, transit, sector, into);
    }

    @Override
    public void write(Transit transit, long sector, MemorySegment from) throws IOException {
        record(transit);
        redundancy.write(members, transit, sector, from);
        record(transit);
    }

    @Override
    public void flush(Transit transit) throws IOException {
        record(transit);
        members.flush(transit);
        record(transit);
    }

    /** Before a write ends, the superblocks say which members don't have it. */
    private void record(Transit transit) throws IOException {
        // A metadata device that fails drops its member, which has to be recorded in turn.
        while (unrecorded) {
            if (!hasMetadata()) {
                throw Held.forever();
            }
            writeSuperblocks(transit);
        }
    }

    private boolean hasMetadata() {
        return members.all().stream().anyMatch(m -> m.metadata != null);
    }

    @Override
    public void resumed() {
        if (hasMetadata()) {
            unrecorded = true;
            recordLater();
        }
    }

    /** Where nobody waits for it: what can't be written now is written before the next write ends. */
    private void recordLater() {
        try {
            if (hasMetadata()) {
                writeSuperblocks(new Transit());
            }
        } catch (IOException | Held notNow) {
            unrecorded = true;
        }
    }

    private void writeSuperblocks(Transit transit) throws IOException {
        unrecorded = false;
        events++;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(RaidSuperblock.BYTES, 4096);
            for (RaidMember member : members.all()) {
                if (member.isPresent() && member.metadata != null) {
                    superblock(member).write(sector, shape.arraySectors(), shape.memberSectors());
                    try {
                        member.metadata.write(transit, 0, sector);
                    } catch (IOException e) {
                        members.drop(member.slot, e);
                    } catch (Held held) {
                        unrecorded = true;
                        throw held;
                    }
                }
            }
        }
    }

    private RaidSuperblock superblock(RaidMember member) {
        long failed = 0;
        for (RaidMember m : members.all()) {
            failed |= m.isPresent() ? 0 : 1L << m.slot;
        }
        return new RaidSuperblock(
                members.count(),
                member.slot,
                events,
                failed,
                member.isInSync() ? RaidSuperblock.ALL : member.recovered(),
                isResynced() ? RaidSuperblock.ALL : resynced,
                shape.level().number(),
                shape.level().layout(),
                shape.chunk());
    }

    private boolean isResynced() {
        return resynced >= shape.memberSectors();
    }

    private List<RaidMember> recovering() {
        return members.all().stream().filter(RaidMember::isRecovering).toList();
    }

    @Override
    public boolean advance(long sectors) {
        if (frozen) {
            return false;
        }
        try {
            if (!recovering().isEmpty()) {
                recover(sectors);
            } else if (!isResynced() && !resyncStopped) {
                resync(sectors);
            }
        } catch (Held notNow) {
            return true;
        }
        return !recovering().isEmpty() || (!isResynced() && !resyncStopped);
    }

    private void recover(long sectors) {
        long left = sectors;
        while (left > 0 && !recovering().isEmpty()) {
            long from = position();
            long count = Math.min(Math.min(left, STEP_SECTORS), shape.memberSectors() - from);
            List<RaidMember> next =
                    recovering().stream().filter(m -> m.recovered() == from).toList();
            next.forEach(m -> recover(m, from, count));
            left -= count;
        }
        recordLater();
    }

    private void recover(RaidMember member, long from, long count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(count * SectorStore.SECTOR, 4096);
            var transit = new Transit();
            redundancy.reconstruct(members, transit, member.slot, from, buffer);
            members.write(transit, member.slot, from, buffer);
        } catch (IOException e) {
            member.giveUp();
            event.run();
            return;
        }
        if (!member.isPresent()) {
            return;
        }
        member.recoveredTo(from + count);
        if (from + count >= shape.memberSectors()) {
            member.finishRecovery();
            event.run();
        }
    }

    private void resync(long sectors) {
        long left = sectors;
        while (left > 0 && !isResynced()) {
            long count = Math.min(Math.min(left, STEP_SECTORS), shape.memberSectors() - resynced);
            try (Arena arena = Arena.ofConfined()) {
                redundancy.resync(members, new Transit(), resynced, arena.allocate(count * SectorStore.SECTOR, 4096));
            } catch (IOException e) {
                resyncStopped = true;
                event.run();
                return;
            }
            resynced += count;
            left -= count;
            if (isResynced()) {
                event.run();
            }
        }
        recordLater();
    }

    private long position() {
        return recovering().stream().mapToLong(RaidMember::recovered).min().orElse(shape.memberSectors());
    }

    private boolean isResyncing() {
        return !isResynced() && recovering().isEmpty() && !resyncStopped;
    }

    @Override
    public String status() {
        long done = isResyncing() ? resynced : position();
        var s = new StringBuilder(shape.level().word())
                .append(' ')
                .append(members.count())
                .append(' ');
        members.all().forEach(m -> s.append(m.letter(isResyncing())));
        s.append(' ').append(shape.shown(done)).append('/').append(shape.shown(shape.memberSectors()));
        return s.append(' ').append(action()).append(" 0 0 -").toString();
    }

    private String action() {
        if (frozen) {
            return "frozen";
        }
        if (!recovering().isEmpty()) {
            return "recover";
        }
        return isResyncing() ? "resync" : "idle";
    }

    /** {@code check} and {@code repair} are not simulated: EINVAL. */
    @Override
    public void message(String device, String text) throws KernelException {
        switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "frozen" -> frozen = true;
            case "idle" -> frozen = false;
            case "resync", "recover" -> {
                frozen = false;
                if (!action().equals("idle")) {
                    throw new KernelException("DM_TARGET_MSG", device, Errno.EBUSY);
                }
            }
            default -> throw new KernelException("DM_TARGET_MSG", device, Errno.EINVAL);
        }
    }
}
