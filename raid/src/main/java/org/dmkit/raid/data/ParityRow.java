package org.dmkit.raid.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.table.Personality;

/**
 * Where one row of a parity set has its data and its parity, and how a lost chunk follows from the others.
 *
 * @param p slot of the parity
 * @param q slot of RAID 6's second one, or -1
 * @param rotated true if the data begin behind the parity and wrap around (symmetric layouts)
 */
record ParityRow(int slots, int p, int q, boolean rotated) {
    /** By md's algorithms, see {@link Personality}. */
    static ParityRow of(Level level, int slots, long row) {
        int turn = (int) (row % slots);
        int last = slots - 1;
        return switch (level) {
            case RAID4 -> new ParityRow(slots, last, -1, false);
            case RAID4_PARITY_FIRST -> new ParityRow(slots, 0, -1, false);
            case RAID5_LEFT_ASYMMETRIC -> new ParityRow(slots, last - turn, -1, false);
            case RAID5_RIGHT_ASYMMETRIC -> new ParityRow(slots, turn, -1, false);
            case RAID5_LEFT_SYMMETRIC -> new ParityRow(slots, last - turn, -1, true);
            case RAID5_RIGHT_SYMMETRIC -> new ParityRow(slots, turn, -1, true);
            case RAID6_ZERO_RESTART -> new ParityRow(slots, turn, (turn + 1) % slots, false);
            case RAID6_N_RESTART -> {
                int p = last - (turn + 1) % slots;
                yield new ParityRow(slots, p, (p + 1) % slots, false);
            }
            case RAID6_N_CONTINUE -> new ParityRow(slots, last - turn, (last - turn + last) % slots, true);
            case LINEAR, RAID0, RAID1 -> throw new IllegalArgumentException(level + " has no parity");
            case RAID3, RAID1E, RAID5E, RAID5EE -> throw new IllegalArgumentException(level + " can't be mapped");
        };
    }

    /** A chunk's part in another: {@code factor} times the chunk of {@code slot}, see {@link GaloisField}. */
    record Share(int slot, int factor) {}

    /** The slot of the row's {@code index}th data chunk. */
    int data(int index) {
        return rotated
                ? (p + 1 + index) % slots
                : IntStream.range(0, slots)
                        .filter(this::isData)
                        .skip(index)
                        .findFirst()
                        .orElseThrow();
    }

    private boolean isData(int slot) {
        return slot != p && slot != q;
    }

    /**
     * What adds up to the data of {@code lost}; none if too much else is lost. In Q a chunk counts 2 to the power of its slot
     * (md's ddf_layout).
     */
    List<Share> without(int lost, IntPredicate readable) {
        int[] others =
                IntStream.range(0, slots).filter(s -> isData(s) && s != lost).toArray();
        int[] alsoLost = IntStream.of(others).filter(readable.negate()).toArray();
        boolean hasP = readable.test(p);
        boolean hasQ = q >= 0 && readable.test(q);
        var shares = new ArrayList<Share>();
        if (alsoLost.length == 0 && hasP) {
            shares.add(new Share(p, 1));
            for (int s : others) {
                shares.add(new Share(s, 1));
            }
        } else if (alsoLost.length == 0 && hasQ) {
            int factor = GaloisField.inverse(GaloisField.power(lost));
            shares.add(new Share(q, factor));
            for (int s : others) {
                shares.add(new Share(s, GaloisField.multiply(factor, GaloisField.power(s))));
            }
        } else if (alsoLost.length == 1 && hasP && hasQ) {
            // With x lost too: lost + x = P', 2^lost lost + 2^x x = Q'; so lost = (Q' + 2^x P') / (2^lost + 2^x).
            int x = GaloisField.power(alsoLost[0]);
            int factor = GaloisField.inverse(GaloisField.power(lost) ^ x);
            shares.add(new Share(q, factor));
            shares.add(new Share(p, GaloisField.multiply(factor, x)));
            for (int s : others) {
                if (s != alsoLost[0]) {
                    shares.add(new Share(s, GaloisField.multiply(factor, GaloisField.power(s) ^ x)));
                }
            }
        }
        return shares;
    }
}
