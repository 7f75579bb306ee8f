package org.dmkit.raid.data;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.table.Tables;

/**
 * Where the sectors of a set lie on its members, as the targets of {@link Tables} have them. Pure. A member that is not in sync
 * is in no answer, nor is anything below a subset that has lost too many.
 */
final class SetMap {
    private SetMap() {}

    /**
     * A run of sectors of a set that lie together.
     *
     * @param sector of the set, the first
     * @param count at least 1
     * @param ways to get them, the best first; none if too many members are lost
     */
    record Piece(long sector, long count, List<Way> ways) {
        Piece {
            ways = List.copyOf(ways);
        }
    }

    /** The sectors are the sum of all terms, in {@link GaloisField}: one term where they are stored as they are. */
    record Way(List<Term> terms) {
        Way {
            terms = List.copyOf(terms);
        }

        private List<Term> times(int factor) {
            return terms.stream()
                    .map(t -> new Term(t.disk(), t.lba(), GaloisField.multiply(t.factor(), factor)))
                    .toList();
        }
    }

    /**
     * Sectors of a member, from {@code lba} on.
     *
     * @param factor by which each byte is multiplied; 1 leaves it as it is
     */
    record Term(DiskInfo disk, long lba, int factor) {}

    /** In order, without gaps. What lies beyond the members has no way. */
    static List<Piece> pieces(RaidSet set, Extent wanted) {
        var pieces = new ArrayList<Piece>();
        for (long sector = wanted.lba(); sector < wanted.end(); ) {
            Found found = at(set, sector, wanted.end() - sector);
            pieces.add(new Piece(sector, found.count(), found.ways()));
            sector += found.count();
        }
        return pieces;
    }

    /** The first {@code count} sectors of what was asked for. */
    private record Found(long count, List<Way> ways) {}

    private static Found at(RaidSet set, long sector, long most) {
        return switch (set.level()) {
            case LINEAR -> linear(set, sector, most);
            case RAID0 -> striped(set, sector, most);
            case RAID1 -> mirrored(set, sector, most);
            case RAID4,
                    RAID4_PARITY_FIRST,
                    RAID5_LEFT_ASYMMETRIC,
                    RAID5_RIGHT_ASYMMETRIC,
                    RAID5_LEFT_SYMMETRIC,
                    RAID5_RIGHT_SYMMETRIC,
                    RAID6_ZERO_RESTART,
                    RAID6_N_RESTART,
                    RAID6_N_CONTINUE -> parity(set, sector, most);
            case RAID3, RAID1E, RAID5E, RAID5EE -> new Found(most, List.of());
        };
    }

    private static Found component(Component component, long sector, long most) {
        return switch (component) {
            case Component.Missing m -> new Found(most, List.of());
            case Component.Member m -> {
                long there = m.extent().count() - sector;
                boolean stored = there > 0 && m.state() == Component.State.IN_SYNC;
                yield stored
                        ? new Found(
                                Math.min(most, there),
                                List.of(new Way(
                                        List.of(new Term(m.disk(), m.extent().lba() + sector, 1)))))
                        : new Found(most, List.of());
            }
            case Component.Subset s ->
                s.set().health() == RaidSet.Health.FAILED ? new Found(most, List.of()) : at(s.set(), sector, most);
        };
    }

    private static Found linear(RaidSet set, long sector, long most) {
        long start = 0;
        for (Component c : set.components()) {
            long length = length(c);
            if (sector < start + length) {
                return component(c, sector - start, Math.min(most, start + length - sector));
            }
            start += length;
        }
        return new Found(most, List.of());
    }

    private static long length(Component component) {
        return switch (component) {
            case Component.Member m -> m.extent().count();
            case Component.Missing m -> m.extent().count();
            case Component.Subset s -> Tables.length(s.set());
        };
    }

    private static Found striped(RaidSet set, long sector, long most) {
        int slots = set.components().size();
        long chunk = sector / set.chunk();
        long inside = sector % set.chunk();
        return component(
                set.components().get((int) (chunk % slots)),
                chunk / slots * set.chunk() + inside,
                Math.min(most, set.chunk() - inside));
    }

    private static Found mirrored(RaidSet set, long sector, long most) {
        long count = most;
        var ways = new ArrayList<Way>();
        for (Component c : set.components()) {
            Found copy = component(c, sector, count);
            if (!copy.ways().isEmpty()) {
                count = copy.count();
                ways.addAll(copy.ways());
            }
        }
        return new Found(count, ways);
    }

    private static Found parity(RaidSet set, long sector, long most) {
        int slots = set.components().size();
        int data = slots - set.level().tolerance(slots);
        long chunk = sector / set.chunk();
        long inside = sector % set.chunk();
        long below = chunk / data * set.chunk() + inside;
        var row = ParityRow.of(set.level(), slots, chunk / data);
        int slot = row.data((int) (chunk % data));
        long count = Math.min(most, set.chunk() - inside);
        var found = new ArrayList<Found>();
        for (Component c : set.components()) {
            Found there = component(c, below, count);
            found.add(there);
            count = there.ways().isEmpty() ? count : there.count();
        }
        var ways = new ArrayList<Way>(found.get(slot).ways());
        List<ParityRow.Share> shares =
                row.without(slot, other -> !found.get(other).ways().isEmpty());
        if (!shares.isEmpty()) {
            var terms = new ArrayList<Term>();
            for (ParityRow.Share share : shares) {
                terms.addAll(found.get(share.slot()).ways().getFirst().times(share.factor()));
            }
            ways.add(new Way(terms));
        }
        return new Found(count, ways);
    }
}
