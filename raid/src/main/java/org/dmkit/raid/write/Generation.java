package org.dmkit.raid.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.write.PerDiskWriter.SetChange;

/**
 * The number in each disk's block that rises with each change of a set.
 *
 * @param of read from a block; compared by signed difference, because it may wrap
 * @param in the same block with another
 * @param <M> one disk's block
 */
public record Generation<M>(ToIntFunction<M> of, Stamp<M> in, Count count) {
    /** How it rises. */
    public enum Count {
        /** 32 bits, of blocks that say nothing of other disks: the lowest tell which members are in sync. */
        WITH_MEMBERS,
        /** Of blocks that tell of all members: one by one, and never back to 0. */
        ONE_BY_ONE,
        /** The same in 16 bits that wrap: with larger steps half of them would soon be gone through. */
        WRAPPING_16_BITS
    }

    /** Of blocks that say nothing of other disks. */
    public Generation(ToIntFunction<M> of, Stamp<M> in) {
        this(of, in, Count.WITH_MEMBERS);
    }

    /** Puts a generation into a block. */
    @FunctionalInterface
    public interface Stamp<M> {
        M with(M block, int generation);
    }

    /**
     * The blocks of a changed set in their next generation.
     *
     * @param told what each member is to say, in the old one
     * @return none if there is no news in that
     */
    Map<Component.Member, M> next(SetChange<M> change, Map<Component.Member, M> told) {
        int newest = newest(change);
        // One that is behind would not count as what it is told to be.
        boolean differs = told.entrySet().stream()
                .anyMatch(e -> !change.own(e.getKey().disk()).equals(Optional.of(e.getValue()))
                        || of.applyAsInt(e.getValue()) != newest);
        // A disk that is behind as it is tells by itself that it missed writes; what an absent one says nobody knows.
        boolean lost = change.recordsLoss()
                || change.lost().flatMap(d -> change.own(d).stream()).anyMatch(block -> of.applyAsInt(block) == newest);
        if (!differs && !lost) {
            return Map.of();
        }
        int next = next(newest, change.after().leaves().toList());
        var stamped = new LinkedHashMap<Component.Member, M>();
        told.forEach((member, block) -> stamped.put(member, in.with(block, next)));
        return stamped;
    }

    /** The block of a new set. */
    M first(M block, List<Component> leaves) {
        return in.with(block, next(0, leaves));
    }

    /**
     * The first generation behind this one whose lowest bits tell which members are in sync. A block says nothing of other
     * disks: without this, survivors of different losses would bear the same blocks, and a disk that was away could not be told
     * from one that they went on with.
     */
    private int next(int newest, List<Component> leaves) {
        if (count != Count.WITH_MEMBERS) {
            return count == Count.WRAPPING_16_BITS ? (newest + 1) & 0xffff : newest + 1;
        }
        int bits = Math.min(leaves.size(), 8);
        int inSync = 0;
        for (int slot = 0; slot < leaves.size(); slot++) {
            if (leaves.get(slot) instanceof Component.Member m && m.state() == Component.State.IN_SYNC) {
                inSync |= 1 << slot % bits;
            }
        }
        int window = (1 << bits) - 1;
        return newest + 1 + ((inSync - (newest + 1)) & window);
    }

    private int newest(SetChange<M> change) {
        return change.before()
                .members()
                .flatMap(m -> change.own(m.disk()).stream())
                .map(of::applyAsInt)
                .reduce((a, b) -> newer(b, a) ? b : a)
                .orElse(0);
    }

    private boolean newer(int one, int other) {
        return count == Count.WRAPPING_16_BITS ? (short) (one - other) > 0 : one - other > 0;
    }
}
