package org.dmkit.cli.dmraid;

import java.util.List;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.model.Level;

/**
 * How dmraid reckons the size of a set: the smallest disk times the number of those present, everything rounded down to the
 * stride, also in mirrors. Of a degraded parity set it shows less than the set has.
 */
final class SetSize {
    private SetSize() {}

    static long ofDisks(Level level, int stride, List<RaidDisk> disks) {
        long smallest =
                disks.stream().mapToLong(d -> d.device().sectors()).min().orElse(0);
        int members = (int) disks.stream()
                .filter(d -> d.device().type() != RaidDevice.Type.SPARE)
                .count();
        if (members == 0) {
            return 0;
        }
        long each = rounded(smallest, stride);
        if (level == Level.RAID1) {
            return each;
        }
        long sum = each * members;
        boolean known = SetWords.type(level) != RaidDevice.Type.UNKNOWN;
        return known && level.parity() ? sum - (level.doubleParity() ? 2 : 1) * each : sum;
    }

    static long ofSubsets(Level level, int stride, List<SetNode> subsets) {
        var sizes = subsets.stream().mapToLong(s -> rounded(s.size(), stride));
        return level == Level.RAID1 ? sizes.min().orElse(0) : sizes.sum();
    }

    private static long rounded(long sectors, int stride) {
        return stride > 0 ? sectors - sectors % stride : sectors;
    }
}
