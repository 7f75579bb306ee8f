package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/** raid4, raid5 and raid6: a row is read whole, what is missing is computed, what changed is written. */
final class Parity implements Redundancy {
    private final RaidLevel level;
    private final int members;
    private final int dataMembers;
    private final long chunk;

    Parity(RaidLevel level, int members, int chunk) {
        this.level = level;
        this.members = members;
        this.dataMembers = members - level.parities();
        this.chunk = chunk;
    }

    @Override
    public long memberSectors(long arraySectors) {
        return arraySectors % dataMembers == 0 ? arraySectors / dataMembers : -1;
    }

    /** md drops a member even when it is one too many; the I/O fails then (raid5_error). */
    @Override
    public boolean canLose(RaidMembers all, int slot) {
        return true;
    }

    @Override
    public void read(RaidMembers all, Transit transit, long sector, MemorySegment into) throws IOException {
        Pieces.each(chunk, sector, into, (at, piece) -> {
            int slot = layout(row(at)).data(index(at));
            long below = below(at);
            if (all.isGood(slot, below, piece)) {
                try {
                    all.read(transit, slot, below, piece);
                    return;
                } catch (IOException e) {
                    reconstruct(all, transit, slot, below, piece);
                    all.write(transit, slot, below, piece);
                    return;
                }
            }
            reconstruct(all, transit, slot, below, piece);
        });
    }

    @Override
    public void write(RaidMembers all, Transit transit, long sector, MemorySegment from) throws IOException {
        Pieces.each(chunk, sector, from, (at, piece) -> {
            ParityLayout layout = layout(row(at));
            int slot = layout.data(index(at));
            long below = below(at);
            byte[][] blocks = row(all, transit, layout, below, piece.byteSize(), 0, 1L << slot);
            blocks[slot] = piece.toArray(ValueLayout.JAVA_BYTE);
            computeParities(layout, blocks);
            store(all, transit, slot, below, blocks);
            store(all, transit, layout.p(), below, blocks);
            if (layout.q() >= 0) {
                store(all, transit, layout.q(), below, blocks);
            }
            if (all.all().stream()
                            .filter(m -> !m.isGood(below + piece.byteSize() / SectorStore.SECTOR))
                            .count()
                    > level.parities()) {
                throw new KernelException("pwrite", "raid sector " + at, Errno.EIO);
            }
        });
    }

    private static void store(RaidMembers all, Transit transit, int slot, long sector, byte[][] blocks)
            throws IOException {
        all.write(transit, slot, sector, MemorySegment.ofArray(blocks[slot]));
    }

    @Override
    public void reconstruct(RaidMembers all, Transit transit, int slot, long memberSector, MemorySegment into)
            throws IOException {
        Pieces.each(chunk, memberSector, into, (at, piece) -> {
            byte[][] blocks = row(all, transit, layout(at / chunk), at, piece.byteSize(), 1L << slot, 0);
            piece.copyFrom(MemorySegment.ofArray(blocks[slot]));
        });
    }

    @Override
    public void resync(RaidMembers all, Transit transit, long memberSector, MemorySegment buffer) throws IOException {
        Pieces.each(chunk, memberSector, buffer, (at, piece) -> {
            ParityLayout layout = layout(at / chunk);
            long parities = 1L << layout.p() | (layout.q() < 0 ? 0 : 1L << layout.q());
            byte[][] blocks = row(all, transit, layout, at, piece.byteSize(), parities, parities);
            computeParities(layout, blocks);
            store(all, transit, layout.p(), at, blocks);
            if (layout.q() >= 0) {
                store(all, transit, layout.q(), at, blocks);
            }
        });
    }

    private ParityLayout layout(long row) {
        return ParityLayout.of(level, members, row);
    }

    private long row(long sector) {
        return sector / chunk / dataMembers;
    }

    private int index(long sector) {
        return (int) (sector / chunk % dataMembers);
    }

    private long below(long sector) {
        return row(sector) * chunk + sector % chunk;
    }

    /**
     * The same sectors of all members, by slot.
     *
     * @param skip a bit for each slot not to be read
     * @param unneeded a bit for each slot that the caller sets itself; if there is one, it sets the parities as well
     */
    private byte[][] row(
            RaidMembers all, Transit transit, ParityLayout layout, long sector, long bytes, long skip, long unneeded)
            throws IOException {
        var blocks = new byte[members][(int) bytes];
        var missing = new ArrayList<Integer>();
        var unreadable = new ArrayList<Integer>();
        @Nullable IOException failure = null;
        for (int slot = 0; slot < members; slot++) {
            MemorySegment block = MemorySegment.ofArray(blocks[slot]);
            if ((skip & (1L << slot)) != 0 || !all.isGood(slot, sector, block)) {
                missing.add(slot);
                continue;
            }
            try {
                all.read(transit, slot, sector, block);
            } catch (IOException e) {
                missing.add(slot);
                unreadable.add(slot);
                failure = e;
            }
        }
        if (missing.size() > level.parities() && failure != null) {
            // What can't be computed can't be written back either, and a disk that takes no write is dropped.
            for (int slot : unreadable) {
                all.drop(slot, failure);
            }
        }
        compute(layout, blocks, wanted(layout, missing, unneeded), missing, sector);
        for (int slot : unreadable) {
            all.write(transit, slot, sector, MemorySegment.ofArray(blocks[slot]));
        }
        return blocks;
    }

    /** A caller that brings new data computes the parities afterwards, so only other data that is missing matters. */
    private static List<Integer> wanted(ParityLayout layout, List<Integer> missing, long unneeded) {
        if (unneeded == 0) {
            return missing;
        }
        return missing.stream()
                .filter(s -> (unneeded & (1L << s)) == 0 && s != layout.p() && s != layout.q())
                .toList();
    }

    private void compute(ParityLayout layout, byte[][] blocks, List<Integer> wanted, List<Integer> missing, long sector)
            throws KernelException {
        if (wanted.isEmpty()) {
            return;
        }
        if (missing.size() > level.parities()) {
            throw new KernelException("pread", "raid, too few members for sector " + sector, Errno.EIO);
        }
        List<Integer> data =
                missing.stream().filter(s -> s != layout.p() && s != layout.q()).toList();
        switch (data.size()) {
            case 0 -> {}
            case 1 -> one(layout, blocks, data.getFirst(), missing.contains(layout.p()));
            default -> two(layout, blocks, data.get(0), data.get(1));
        }
        if (missing.contains(layout.p()) || missing.contains(layout.q())) {
            computeParities(layout, blocks);
        }
    }

    private void one(ParityLayout layout, byte[][] blocks, int lost, boolean parityLost) {
        blocks[lost] = new byte[blocks[lost].length];
        byte[] sum = parityLost ? syndrome(layout, blocks) : parity(layout, blocks);
        Galois.add(sum, blocks[parityLost ? layout.q() : layout.p()]);
        if (parityLost) {
            byte[] scaled = new byte[sum.length];
            Galois.addMultiple(scaled, Galois.power(-lost), sum);
            blocks[lost] = scaled;
        } else {
            blocks[lost] = sum;
        }
    }

    private void two(ParityLayout layout, byte[][] blocks, int a, int b) {
        int length = blocks[a].length;
        blocks[a] = new byte[length];
        blocks[b] = new byte[length];
        // a + b = P', g^a a + g^b b = Q'; so a = (Q' + g^b P') / (g^a + g^b).
        byte[] p = parity(layout, blocks);
        Galois.add(p, blocks[layout.p()]);
        byte[] q = syndrome(layout, blocks);
        Galois.add(q, blocks[layout.q()]);
        Galois.addMultiple(q, Galois.power(b), p);
        byte factor = Galois.inverse((byte) (Galois.power(a) ^ Galois.power(b)));
        Galois.addMultiple(blocks[a], factor, q);
        Galois.add(blocks[b], p);
        Galois.add(blocks[b], blocks[a]);
    }

    private void computeParities(ParityLayout layout, byte[][] blocks) {
        blocks[layout.p()] = parity(layout, blocks);
        if (layout.q() >= 0) {
            blocks[layout.q()] = syndrome(layout, blocks);
        }
    }

    private byte[] parity(ParityLayout layout, byte[][] blocks) {
        byte[] sum = new byte[blocks[0].length];
        for (int slot = 0; slot < members; slot++) {
            if (slot != layout.p() && slot != layout.q()) {
                Galois.add(sum, blocks[slot]);
            }
        }
        return sum;
    }

    /** The three layouts here are those of DDF: a block's factor goes by its slot (ddf_layout in raid5.c). */
    private byte[] syndrome(ParityLayout layout, byte[][] blocks) {
        byte[] sum = new byte[blocks[0].length];
        for (int slot = 0; slot < members; slot++) {
            if (slot != layout.p() && slot != layout.q()) {
                Galois.addMultiple(sum, Galois.power(slot), blocks[slot]);
            }
        }
        return sum;
    }
}
