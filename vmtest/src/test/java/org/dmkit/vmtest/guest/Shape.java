package org.dmkit.vmtest.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How a set spreads its sectors over slots, and what each sector of each slot must hold. All addresses are sectors of 512
 * bytes. Deliberately slow and plain: one sector at a time.
 *
 * @param chunk sectors; 0 for {@link Kind.Linear} and {@link Kind.Mirror}
 */
record Shape(Kind kind, long chunk, List<Slot> slots) {
    static final int SECTOR = 512;

    Shape {
        slots = List.copyOf(slots);
    }

    /** How the slots relate. */
    sealed interface Kind {
        /** One after the other. */
        record Linear() implements Kind {}

        /** Chunks in turn. */
        record Striped() implements Kind {}

        /** All the same. */
        record Mirror() implements Kind {}

        /** Stripes of data chunks and what is computed from them. */
        record Striping(Parity parity) implements Kind {}
    }

    /** What stands in a slot. */
    sealed interface Slot {
        /** Sectors. */
        long length();

        /**
         * Sectors of a disk.
         *
         * @param inSync false: is written, must not be read
         */
        record Piece(String disk, long start, long length, boolean inSync) implements Slot {}

        /** Nobody. */
        record Hole(long length) implements Slot {}

        /** Another set. */
        record Below(Shape shape, long length) implements Slot {}
    }

    /** What a set or a slot holds: 512 bytes of each sector. */
    @FunctionalInterface
    interface Content {
        byte[] at(long sector);
    }

    /** A sector of a disk with what it and its neighbours must hold, by distance from it. */
    record Place(Slot.Piece piece, long sector, Content content) {}

    private record Spot(int slot, long sector) {}

    /** Tells every place that a sector of the set goes to: copies, and parity computed from it. */
    void places(long sector, Content set, Consumer<Place> to) {
        for (Spot spot : spots(sector)) {
            Content slot = at -> held(spot.slot, at, set);
            switch (slots.get(spot.slot)) {
                case Slot.Piece p ->
                    to.accept(new Place(p, p.start + spot.sector, distance -> slot.at(spot.sector + distance)));
                case Slot.Below b -> b.shape.places(spot.sector, slot, to);
                case Slot.Hole h -> {}
            }
        }
    }

    /** The sectors of the set, this one among them, that parity is computed from together with it. */
    SortedSet<Long> together(long sector) {
        var all = new TreeSet<Long>();
        all.add(sector);
        for (Spot spot : spots(sector)) {
            if (kind instanceof Kind.Striping s) {
                for (int i = 0; i < slots.size() - s.parity.chunks; i++) {
                    all.add(address(spot.sector / chunk, i, spot.sector % chunk));
                }
            } else if (slots.get(spot.slot) instanceof Slot.Below b) {
                b.shape.together(spot.sector).forEach(below -> all.add(up(spot.slot, below)));
            }
        }
        return all;
    }

    /** Chunks of the set that lie side by side before the next row begins, subsets counted through. */
    int width() {
        int below = slots.getFirst() instanceof Slot.Below b ? b.shape.width() : 1;
        return switch (kind) {
            case Kind.Linear l -> 1;
            case Kind.Mirror m -> below;
            case Kind.Striped s -> slots.size() * below;
            case Kind.Striping s -> slots.size() - s.parity.chunks;
        };
    }

    /** The smallest chunk of this shape and those below; 0 if there is none. */
    long grain() {
        long least = chunk;
        for (Slot slot : slots) {
            long below = slot instanceof Slot.Below b ? b.shape.grain() : 0;
            least = least == 0 || (below > 0 && below < least) ? below : least;
        }
        return least;
    }

    /** Pieces and holes, subsets' too. */
    int leaves() {
        return slots.stream()
                .mapToInt(s -> s instanceof Slot.Below b ? b.shape.leaves() : 1)
                .sum();
    }

    private List<Spot> spots(long sector) {
        var spots = new ArrayList<Spot>();
        switch (kind) {
            case Kind.Linear l -> {
                long start = 0;
                for (int i = 0; i < slots.size(); i++) {
                    long end = start + slots.get(i).length();
                    if (sector >= start && sector < end) {
                        spots.add(new Spot(i, sector - start));
                    }
                    start = end;
                }
            }
            case Kind.Striped s -> {
                long number = sector / chunk;
                spots.add(new Spot(
                        Math.toIntExact(number % slots.size()), number / slots.size() * chunk + sector % chunk));
            }
            case Kind.Mirror m -> {
                for (int i = 0; i < slots.size(); i++) {
                    spots.add(new Spot(i, sector));
                }
            }
            case Kind.Striping s -> {
                long row = sector / chunk / (slots.size() - s.parity.chunks);
                int index = Math.toIntExact(sector / chunk % (slots.size() - s.parity.chunks));
                int p = s.parity.p(row, slots.size());
                int q = s.parity.q(row, slots.size());
                for (int slot : new int[] {s.parity.data(row, slots.size(), index), p, q}) {
                    if (slot >= 0) {
                        spots.add(new Spot(slot, row * chunk + sector % chunk));
                    }
                }
            }
        }
        return spots;
    }

    /** What sector {@code at} of a slot holds. */
    private byte[] held(int slot, long at, Content set) {
        return switch (kind) {
            case Kind.Mirror m -> set.at(at);
            case Kind.Linear l -> set.at(up(slot, at));
            case Kind.Striped s -> set.at(up(slot, at));
            case Kind.Striping s -> {
                long row = at / chunk;
                int index = s.parity.index(row, slots.size(), slot);
                yield index >= 0
                        ? set.at(address(row, index, at % chunk))
                        : computed(s.parity, slot == s.parity.q(row, slots.size()), row, at % chunk, set);
            }
        };
    }

    private byte[] computed(Parity parity, boolean isQ, long row, long offset, Content set) {
        var sum = new byte[SECTOR];
        for (int i = 0; i < slots.size() - parity.chunks; i++) {
            byte[] data = set.at(address(row, i, offset));
            int power = isQ ? parity.data(row, slots.size(), i) : 0;
            for (int b = 0; b < SECTOR; b++) {
                sum[b] ^= (byte) Parity.times(data[b], power);
            }
        }
        return sum;
    }

    /** The set's sector in data chunk {@code index} of a stripe. */
    private long address(long row, int index, long offset) {
        int data = slots.size() - ((Kind.Striping) kind).parity.chunks;
        return (row * data + index) * chunk + offset;
    }

    /** The set's sector that a slot of a level without parity holds at {@code at}. */
    private long up(int slot, long at) {
        return switch (kind) {
            case Kind.Mirror m -> at;
            case Kind.Linear l ->
                at + slots.subList(0, slot).stream().mapToLong(Slot::length).sum();
            case Kind.Striped s -> (at / chunk * slots.size() + slot) * chunk + at % chunk;
            case Kind.Striping s -> throw new IllegalStateException("parity over sets");
        };
    }
}
