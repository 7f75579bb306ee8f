package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/**
 * {@code mirror} with the core log (drivers/md/dm-raid1.c): regions that are not in sync are read from and written to the
 * default leg only. When a leg fails and {@code handle_errors} is given, writes are held until the next table.
 */
final class MirrorTarget implements LiveTarget {
    private final long length;
    private final int region;
    private final List<MemberLeg> legs;
    private final boolean handleErrors;
    private final Runnable event;
    private final BitSet unsynced = new BitSet();
    private MemberLeg primary;
    private boolean legFailure;
    private long copied;

    MirrorTarget(long length, int region, boolean sync, List<MemberLeg> legs, boolean handleErrors, Runnable event) {
        this.length = length;
        this.region = region;
        this.legs = List.copyOf(legs);
        this.handleErrors = handleErrors;
        this.event = event;
        this.primary = legs.getFirst();
        if (sync) {
            unsynced.set(0, regions());
        }
    }

    private int regions() {
        return Math.toIntExact((length + region - 1) / region);
    }

    private int regionOf(long sector) {
        return Math.toIntExact(sector / region);
    }

    @Override
    public void read(Transit transit, long sector, MemorySegment into) throws IOException {
        Pieces.each(region, sector, into, (at, piece) -> readRegion(transit, at, piece));
    }

    private void readRegion(Transit transit, long sector, MemorySegment into) throws IOException {
        if (unsynced.get(regionOf(sector))) {
            primary.device.read(transit, primary.offset + sector, into);
            return;
        }
        for (MemberLeg leg = readable(); leg != null; leg = readable()) {
            try {
                leg.device.read(transit, leg.offset + sector, into);
                return;
            } catch (IOException e) {
                fail(leg, 'R');
            }
        }
        throw new KernelException("pread", "mirror sector " + sector, Errno.EIO);
    }

    private @Nullable MemberLeg readable() {
        return primary.isAlive()
                ? primary
                : legs.stream().filter(MemberLeg::isAlive).findFirst().orElse(null);
    }

    @Override
    public void write(Transit transit, long sector, MemorySegment from) throws IOException {
        Pieces.each(region, sector, from, (at, piece) -> writeRegion(transit, at, piece));
    }

    private void writeRegion(Transit transit, long sector, MemorySegment from) throws IOException {
        if (unsynced.get(regionOf(sector))) {
            if (legFailure && handleErrors) {
                throw Held.by(this);
            }
            primary.device.write(transit, primary.offset + sector, from);
            return;
        }
        int failed = 0;
        for (MemberLeg leg : legs) {
            try {
                leg.device.write(transit, leg.offset + sector, from);
            } catch (IOException e) {
                failed++;
                fail(leg, 'D');
            }
        }
        if (failed > 0) {
            unsynced.set(regionOf(sector));
            afterFailedWrite("pwrite", failed);
        }
    }

    @Override
    public void flush(Transit transit) throws IOException {
        int failed = 0;
        for (MemberLeg leg : legs) {
            try {
                leg.device.flush(transit);
            } catch (IOException e) {
                failed++;
                fail(leg, 'F');
            }
        }
        if (failed > 0) {
            afterFailedWrite("fdatasync", failed);
        }
    }

    private void afterFailedWrite(String call, int failed) throws IOException {
        if (failed == legs.size() || legs.stream().noneMatch(MemberLeg::isAlive)) {
            throw new KernelException(call, "mirror", Errno.EIO);
        }
        if (handleErrors) {
            throw Held.by(this);
        }
    }

    private void fail(MemberLeg leg, char letter) {
        legFailure = true;
        if (!leg.isAlive()) {
            return;
        }
        leg.letter = letter;
        if (!handleErrors) {
            return;
        }
        if (leg == primary && unsynced.isEmpty()) {
            legs.stream().filter(MemberLeg::isAlive).findFirst().ifPresent(l -> primary = l);
        }
        event.run();
    }

    @Override
    public boolean advance(long sectors) {
        if (unsynced.isEmpty() || legFailure) {
            return false;
        }
        copied += sectors;
        try {
            while (copied >= region && !unsynced.isEmpty()) {
                copy(unsynced.nextSetBit(0));
                copied -= region;
            }
        } catch (Held notNow) {
            return true;
        }
        if (unsynced.isEmpty()) {
            copied = 0;
            event.run();
        }
        return !unsynced.isEmpty();
    }

    private void copy(int index) {
        long start = (long) index * region;
        long count = Math.min(region, length - start);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(count * SectorStore.SECTOR, 4096);
            var transit = new Transit();
            try {
                primary.device.read(transit, primary.offset + start, buffer);
            } catch (IOException e) {
                fail(primary, 'R');
                return;
            }
            boolean same = true;
            for (MemberLeg leg : legs) {
                if (leg != primary) {
                    same &= copyTo(leg, start, buffer, transit);
                }
            }
            if (same) {
                unsynced.clear(index);
            }
        }
    }

    private boolean copyTo(MemberLeg leg, long start, MemorySegment content, Transit transit) {
        try {
            leg.device.write(transit, leg.offset + start, content);
            return true;
        } catch (IOException e) {
            fail(leg, 'S');
            return false;
        }
    }

    @Override
    public String status() {
        var s = new StringBuilder().append(legs.size());
        legs.forEach(l -> s.append(' ').append(l.device.number()));
        s.append(' ').append(regions() - unsynced.cardinality()).append('/').append(regions());
        s.append(" 1 ");
        legs.forEach(l -> s.append(l.letter));
        return s.append(" 1 core").toString();
    }
}
