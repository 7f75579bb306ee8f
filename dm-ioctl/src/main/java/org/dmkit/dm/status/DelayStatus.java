package org.dmkit.dm.status;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Status of a {@code delay} ({@code delay_status} in drivers/md/dm-delay.c): the requests that it holds back just now.
 *
 * @param reads requests
 * @param writes requests
 * @param flushes requests; empty from older kernels, where they are among the writes
 */
public record DelayStatus(long reads, long writes, OptionalLong flushes) implements KnownStatus {
    public static Optional<DelayStatus> parse(String text) {
        return StatusWords.read(
                text,
                w -> new DelayStatus(
                        w.number(), w.number(), w.more() ? OptionalLong.of(w.number()) : OptionalLong.empty()));
    }
}
