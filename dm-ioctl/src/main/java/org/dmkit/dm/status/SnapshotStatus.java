package org.dmkit.dm.status;

import java.util.Optional;

/**
 * Status of a {@code snapshot} or a {@code snapshot-merge} (Documentation/admin-guide/device-mapper/snapshot.rst), such as
 * {@code 397896/2097152 1560}.
 *
 * @param allocated sectors in use on the device for changes, those of metadata too; a merge makes it less
 * @param total sectors of that device
 * @param metadata sectors of it that hold metadata
 */
public record SnapshotStatus(long allocated, long total, long metadata) implements KnownStatus {
    public static Optional<SnapshotStatus> parse(String text) {
        return StatusWords.read(text, w -> {
            StatusWords.Share share = w.share();
            return new SnapshotStatus(share.of(), share.total(), w.number());
        });
    }

    /** True if no data are left to be merged. */
    public boolean merged() {
        return allocated == metadata;
    }
}
