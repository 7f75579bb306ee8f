package org.dmkit.dm.status;

import java.util.Optional;

/**
 * Status of a {@code writecache} (Documentation/admin-guide/device-mapper/writecache.rst).
 *
 * @param error 0, or the number of the error that the cache has met
 * @param blocks of the cache, each of the size that the table tells
 * @param free blocks
 * @param writeback blocks that are being written to the origin
 * @param counts what has been done; empty from kernels that don't count
 */
public record WritecacheStatus(long error, long blocks, long free, long writeback, Optional<Counts> counts)
        implements KnownStatus {
    /**
     * Counted in blocks, flushes in requests.
     *
     * @param reads all
     * @param readHits of these, from the cache
     * @param writes all
     * @param hitsUncommitted of these, to blocks of the cache that were not committed yet
     * @param hitsCommitted of these, to blocks that were
     * @param around of these, past the cache
     * @param allocated of these, to blocks that were free
     * @param blocked of these, waited for a free block
     * @param flushes requests to flush
     * @param discards requests to discard
     */
    public record Counts(
            long reads,
            long readHits,
            long writes,
            long hitsUncommitted,
            long hitsCommitted,
            long around,
            long allocated,
            long blocked,
            long flushes,
            long discards) {
        private static Counts read(StatusWords w) {
            return new Counts(
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number(),
                    w.number());
        }
    }

    public static Optional<WritecacheStatus> parse(String text) {
        return StatusWords.read(
                text,
                w -> new WritecacheStatus(
                        w.signed(),
                        w.number(),
                        w.number(),
                        w.number(),
                        w.more() ? Optional.of(Counts.read(w)) : Optional.empty()));
    }
}
