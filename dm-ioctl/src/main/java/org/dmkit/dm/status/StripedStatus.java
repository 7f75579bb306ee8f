package org.dmkit.dm.status;

import java.util.List;
import java.util.Optional;

/**
 * Status of a {@code striped} device ({@code stripe_status} in drivers/md/dm-stripe.c), such as {@code 2 8:0 8:16 1 AD}.
 *
 * @param devices the legs, as the kernel names them
 * @param letters a leg each: {@code A}, or {@code D} once I/O of it has failed
 */
public record StripedStatus(List<String> devices, String letters) implements KnownStatus {
    public StripedStatus {
        devices = List.copyOf(devices);
    }

    public static Optional<StripedStatus> parse(String text) {
        return StatusWords.read(text, w -> {
            List<String> devices = w.counted();
            w.number();
            String letters = w.word();
            if (letters.length() != devices.size()) {
                throw new IllegalArgumentException(letters);
            }
            return new StripedStatus(devices, letters);
        });
    }
}
