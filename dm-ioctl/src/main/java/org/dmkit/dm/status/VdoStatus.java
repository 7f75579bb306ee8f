package org.dmkit.dm.status;

import java.util.Optional;

/**
 * Status of a {@code vdo} (Documentation/admin-guide/device-mapper/vdo.rst), such as
 * {@code /dev/vdb normal - online online 1051492 5242880}.
 *
 * @param device below it
 * @param mode {@code normal}, {@code recovering} or {@code read-only}
 * @param recovering whether it is in recovery
 * @param index of deduplication: {@code closed}, {@code closing}, {@code error}, {@code offline}, {@code online}, {@code opening},
 *     {@code unknown}
 * @param compression {@code online} or {@code offline}
 * @param used blocks of 4096 bytes
 * @param total blocks of 4096 bytes
 */
public record VdoStatus(
        String device, String mode, boolean recovering, String index, String compression, long used, long total)
        implements KnownStatus {
    public static Optional<VdoStatus> parse(String text) {
        return StatusWords.read(
                text,
                w -> new VdoStatus(
                        w.word(), w.word(), w.either("recovering", "-"), w.word(), w.word(), w.number(), w.number()));
    }
}
