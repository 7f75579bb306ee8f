package org.dmkit.formats.ddf1;

import java.util.List;
import java.util.Optional;
import org.dmkit.formats.ddf1.VirtualDisk.State;

/** The state of a volume that follows from those of its disks, as mdadm reckons it. */
final class DdfVolumeState {
    private static final int MIRRORED = 1;

    private DdfVolumeState() {}

    /**
     * Of a volume.
     *
     * @param records one a BVD; none of one whose disks are all away
     */
    static State of(List<Optional<ConfigRecord>> records, DdfTable<PhysicalDisk> disks) {
        int secondLevel = records.stream()
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow()
                .secondaryLevel();
        return records.stream()
                .map(r -> r.map(record -> of(record, disks)).orElse(State.FAILED))
                .reduce((a, b) -> secondLevel == MIRRORED ? mirrored(a, b) : striped(a, b))
                .orElseThrow();
    }

    private static State of(ConfigRecord record, DdfTable<PhysicalDisk> disks) {
        int working = (int) record.places(false).orElseThrow().stream()
                .filter(p -> PhysicalDisk.isName(p.reference()))
                .filter(p -> DdfTable.find(disks, p.reference())
                        .filter(d -> d.usable() && !d.rebuilding())
                        .isPresent())
                .count();
        int lost = record.count() - working;
        if (lost == 0) {
            return State.OPTIMAL;
        }
        return switch (record.primaryLevel()) {
            case 0x01 -> working > 1 ? State.PARTIALLY_OPTIMAL : working == 1 ? State.DEGRADED : State.FAILED;
            case 0x11 -> 2 * working >= record.count() ? State.DEGRADED : State.FAILED;
            case 0x03, 0x04, 0x05, 0x15, 0x25 -> lost == 1 ? State.DEGRADED : State.FAILED;
            case 0x06 -> lost == 1 ? State.PARTIALLY_OPTIMAL : lost == 2 ? State.DEGRADED : State.FAILED;
            default -> State.FAILED;
        };
    }

    private static State striped(State a, State b) {
        for (State worst : List.of(State.FAILED, State.DEGRADED, State.PARTIALLY_OPTIMAL)) {
            if (a == worst || b == worst) {
                return worst;
            }
        }
        return State.OPTIMAL;
    }

    private static State mirrored(State a, State b) {
        if (a == b) {
            return a;
        }
        return a == State.OPTIMAL || b == State.OPTIMAL ? State.PARTIALLY_OPTIMAL : State.DEGRADED;
    }
}
