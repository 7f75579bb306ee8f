package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/**
 * raid1, and raid10 with two near copies. Both are the same arithmetic: chunk {@code c} has copies at the positions
 * {@code c * copies ...}, and position {@code p} lies on member {@code p % members} in row {@code p / members}.
 */
final class Copies implements Redundancy {
    private final int members;
    private final int copies;
    private final long chunk;

    private Copies(int members, int copies, long chunk) {
        this.members = members;
        this.copies = copies;
        this.chunk = chunk;
    }

    static Copies raid1(int members) {
        // No chunks: this only says in which pieces a good copy is looked for.
        return new Copies(members, members, 128);
    }

    static Copies raid10(int members, int chunk) {
        return new Copies(members, 2, chunk);
    }

    @Override
    public long memberSectors(long arraySectors) {
        long all = arraySectors * copies;
        return all % members == 0 ? all / members : -1;
    }

    @Override
    public boolean canLose(RaidMembers all, int slot) {
        // In sync elsewhere, each copy of what it holds: for raid10 with an odd count the neighbours on both sides.
        if (copies == members) {
            return all.all().stream().anyMatch(m -> m.slot != slot && m.isInSync());
        }
        if (members % copies == 0) {
            return all.get(slot ^ 1).isInSync();
        }
        return all.get((slot + 1) % members).isInSync()
                && all.get((slot + members - 1) % members).isInSync();
    }

    private long firstPosition(long sector) {
        return sector / chunk * copies;
    }

    private int slotOf(long position) {
        return (int) (position % members);
    }

    private long sectorOf(long position, long within) {
        return position / members * chunk + within;
    }

    @Override
    public void read(RaidMembers all, Transit transit, long sector, MemorySegment into) throws IOException {
        Pieces.each(
                chunk, sector, into, (at, piece) -> readChunk(all, transit, firstPosition(at), at % chunk, -1, piece));
    }

    /** Reads the first good copy, and writes it over copies that could not be read, as md does (fix_read_error). */
    private void readChunk(
            RaidMembers all, Transit transit, long first, long within, int exceptSlot, MemorySegment into)
            throws IOException {
        long unreadable = 0;
        for (int copy = 0; copy < copies; copy++) {
            int slot = slotOf(first + copy);
            long at = sectorOf(first + copy, within);
            if (slot == exceptSlot || !all.isGood(slot, at, into)) {
                continue;
            }
            try {
                all.read(transit, slot, at, into);
            } catch (IOException e) {
                unreadable |= 1L << copy;
                continue;
            }
            for (int bad = 0; bad < copies; bad++) {
                if ((unreadable & (1L << bad)) != 0) {
                    all.write(transit, slotOf(first + bad), sectorOf(first + bad, within), into);
                }
            }
            return;
        }
        throw new KernelException("pread", "raid, no copy of chunk " + first / copies, Errno.EIO);
    }

    @Override
    public void write(RaidMembers all, Transit transit, long sector, MemorySegment from) throws IOException {
        Pieces.each(chunk, sector, from, (at, piece) -> {
            long first = firstPosition(at);
            boolean stored = false;
            for (int copy = 0; copy < copies; copy++) {
                int slot = slotOf(first + copy);
                all.write(transit, slot, sectorOf(first + copy, at % chunk), piece);
                stored |= all.get(slot).isPresent();
            }
            if (!stored) {
                throw new KernelException("pwrite", "raid sector " + at, Errno.EIO);
            }
        });
    }

    @Override
    public void reconstruct(RaidMembers all, Transit transit, int slot, long memberSector, MemorySegment into)
            throws IOException {
        Pieces.each(chunk, memberSector, into, (at, piece) -> {
            long position = at / chunk * members + slot;
            readChunk(all, transit, position / copies * copies, at % chunk, slot, piece);
        });
    }

    @Override
    public void resync(RaidMembers all, Transit transit, long memberSector, MemorySegment buffer) throws IOException {
        Pieces.each(chunk, memberSector, buffer, (at, piece) -> {
            long row = at / chunk;
            for (int slot = 0; slot < members; slot++) {
                long position = row * members + slot;
                if (position % copies == 0) {
                    readChunk(all, transit, position, at % chunk, -1, piece);
                    for (int copy = 0; copy < copies; copy++) {
                        all.write(transit, slotOf(position + copy), sectorOf(position + copy, at % chunk), piece);
                    }
                }
            }
        });
    }
}
