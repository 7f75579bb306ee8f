package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** {@code striped}: a leg that fails is reported, and its part of the data is gone. */
final class StripedTarget implements LiveTarget {
    private final int chunk;
    private final List<MemberLeg> legs;
    private final Runnable event;

    StripedTarget(int chunk, List<MemberLeg> legs, Runnable event) {
        this.chunk = chunk;
        this.legs = List.copyOf(legs);
        this.event = event;
    }

    @Override
    public void read(Transit transit, long sector, MemorySegment into) throws IOException {
        Pieces.each(chunk, sector, into, (at, piece) -> {
            MemberLeg leg = leg(at);
            try {
                leg.device.read(transit, leg.offset + below(at), piece);
            } catch (IOException e) {
                throw failed(leg, e);
            }
        });
    }

    @Override
    public void write(Transit transit, long sector, MemorySegment from) throws IOException {
        Pieces.each(chunk, sector, from, (at, piece) -> {
            MemberLeg leg = leg(at);
            try {
                leg.device.write(transit, leg.offset + below(at), piece);
            } catch (IOException e) {
                throw failed(leg, e);
            }
        });
    }

    @Override
    public void flush(Transit transit) throws IOException {
        for (MemberLeg leg : legs) {
            try {
                leg.device.flush(transit);
            } catch (IOException e) {
                throw failed(leg, e);
            }
        }
    }

    private IOException failed(MemberLeg leg, IOException cause) {
        leg.letter = 'D';
        event.run();
        return cause;
    }

    private MemberLeg leg(long sector) {
        return legs.get((int) (sector / chunk % legs.size()));
    }

    private long below(long sector) {
        return sector / chunk / legs.size() * chunk + sector % chunk;
    }

    @Override
    public String status() {
        var s = new StringBuilder().append(legs.size());
        legs.forEach(l -> s.append(' ').append(l.device.number()));
        s.append(" 1 ");
        legs.forEach(l -> s.append(l.letter));
        return s.toString();
    }
}
