package org.dmkit.dm.status;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Status of a {@code thin} device (Documentation/admin-guide/device-mapper/thin-provisioning.rst).
 *
 * @param mapped sectors that have a place in the pool
 * @param highest the last such sector, empty if there is none
 */
public record ThinStatus(long mapped, OptionalLong highest) implements KnownStatus {
    public static Optional<ThinStatus> parse(String text) {
        return StatusWords.read(text, w -> new ThinStatus(w.number(), w.numberOrDash()));
    }
}
