package org.dmkit.cli.dmraid;

import java.util.List;
import org.dmkit.raid.Level;
import org.dmkit.raid.spi.RaidDevice;

/**
 * How dmraid reckons the size of a set: the smallest disk times the number of those present, everything rounded down to the
 * stride, also in mirrors. Of a degraded parity set it shows less than the set has.
 */
final class SetSize {
    private SetSize() {}

    static long ofDisks(Level level, int stride, List<RaidDisk> disks) {
        long smallest = disks.stream()
                .mapToLong(d -> d.device().sectors())
                .min()
                .orElse(0);
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
        long parity = sum / members;
        return switch (level) {
            case LINEAR, RAID0, RAID1, RAID3, RAID1E, RAID5E, RAID5EE -> sum;
            case RAID4,
                    RAID4_PARITY_FIRST,
                    RAID5_LEFT_ASYMMETRIC,
                    RAID5_RIGHT_ASYMMETRIC,
                    RAID5_LEFT_SYMMETRIC,
                    RAID5_RIGHT_SYMMETRIC -> sum - parity;
            case RAID6_ZERO_RESTART, RAID6_N_RESTART, RAID6_N_CONTINUE -> sum - 2 * parity;
        };
    }

    static long ofSubsets(Level level, int stride, List<SetNode> subsets) {
        var sizes = subsets.stream().mapToLong(s -> rounded(s.size(), stride));
        return level == Level.RAID1 ? sizes.min().orElse(0) : sizes.sum();
    }

    private static long rounded(long sectors, int stride) {
        return stride > 0 ? sectors - sectors % stride : sectors;
    }
}
