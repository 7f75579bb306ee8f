package org.dmkit.dm.status;

import java.util.Optional;

/**
 * The status of a target, read. Words that a newer kernel appends are passed over; of what an older kernel doesn't tell yet the field is
 * empty.
 */
public sealed interface KnownStatus
        permits TargetHealth,
                CacheStatus,
                CloneStatus,
                DelayStatus,
                EraStatus,
                FailedStatus,
                IntegrityStatus,
                MultipathStatus,
                SnapshotStatus,
                StripedStatus,
                ThinPoolStatus,
                ThinStatus,
                VdoStatus,
                VerityStatus,
                WritecacheStatus {
    /**
     * Reads what a target says of itself. Never throws.
     *
     * @param type the kernel's name of the target type
     * @param text the target's own, as DM_TABLE_STATUS gives it
     * @return empty for a type that has nothing to say or isn't known, and for a text that isn't understood
     */
    static Optional<KnownStatus> parse(String type, String text) {
        Optional<? extends KnownStatus> known = FailedStatus.parse(type, text);
        if (known.isEmpty()) {
            known = switch (type) {
                case "raid" -> RaidStatus.parse(text);
                case "mirror" -> MirrorStatus.parse(text);
                case "striped" -> StripedStatus.parse(text);
                case "snapshot", "snapshot-merge" -> SnapshotStatus.parse(text);
                case "thin" -> ThinStatus.parse(text);
                case "thin-pool" -> ThinPoolStatus.parse(text);
                case "cache" -> CacheStatus.parse(text);
                case "writecache" -> WritecacheStatus.parse(text);
                case "clone" -> CloneStatus.parse(text);
                case "era" -> EraStatus.parse(text);
                case "verity" -> VerityStatus.parse(text);
                case "integrity" -> IntegrityStatus.parse(text);
                case "multipath" -> MultipathStatus.parse(text);
                case "vdo" -> VdoStatus.parse(text);
                case "delay" -> DelayStatus.parse(text);
                default -> Optional.<KnownStatus>empty();
            };
        }
        return known.map(k -> k);
    }
}
