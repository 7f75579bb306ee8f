package org.dmkit.dm.status;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Status of a {@code thin-pool} (Documentation/admin-guide/device-mapper/thin-provisioning.rst; what it may say,
 * {@code pool_status} in drivers/md/dm-thin.c).
 *
 * @param transaction a number that volume managers set
 * @param usedMetadata blocks of 4096 bytes
 * @param totalMetadata blocks of 4096 bytes
 * @param usedData blocks of the pool's size
 * @param totalData blocks of the pool's size
 * @param heldRoot the block of the metadata root that is held for readers in user space
 * @param mode {@code rw}, {@code ro}, or {@code out_of_data_space}
 * @param discard {@code discard_passdown}, {@code no_discard_passdown} or {@code ignore_discard}
 * @param errorIfNoSpace without space left I/O fails at once, rather than to wait for more
 * @param needsCheck the metadata have to be checked and repaired by another program before the pool is of use again
 * @param metadataLowWater free metadata blocks below which there is an event; empty from kernels that don't tell it
 */
public record ThinPoolStatus(
        long transaction,
        long usedMetadata,
        long totalMetadata,
        long usedData,
        long totalData,
        OptionalLong heldRoot,
        String mode,
        String discard,
        boolean errorIfNoSpace,
        boolean needsCheck,
        OptionalLong metadataLowWater)
        implements KnownStatus {
    public static Optional<ThinPoolStatus> parse(String text) {
        return StatusWords.read(text, w -> {
            long transaction = w.number();
            StatusWords.Share metadata = w.share();
            StatusWords.Share data = w.share();
            return new ThinPoolStatus(
                    transaction,
                    metadata.of(),
                    metadata.total(),
                    data.of(),
                    data.total(),
                    w.numberOrDash(),
                    w.word(),
                    w.word(),
                    w.either("error_if_no_space", "queue_if_no_space"),
                    w.either("needs_check", "-"),
                    w.more() ? OptionalLong.of(w.number()) : OptionalLong.empty());
        });
    }
}
