package org.dmkit.cli.dmraid;

import java.util.List;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.format.RaidDevice.Type;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/** dmraid's words for sets. */
final class SetWords {
    private SetWords() {}

    static Type type(Level level) {
        return switch (level) {
            case LINEAR -> Type.LINEAR;
            case RAID0 -> Type.STRIPE;
            case RAID1 -> Type.MIRROR;
            case RAID4, RAID4_PARITY_FIRST -> Type.RAID4;
            case RAID5_LEFT_SYMMETRIC -> Type.RAID5_LEFT_SYMMETRIC;
            case RAID5_RIGHT_SYMMETRIC -> Type.RAID5_RIGHT_SYMMETRIC;
            case RAID5_LEFT_ASYMMETRIC -> Type.RAID5_LEFT_ASYMMETRIC;
            case RAID5_RIGHT_ASYMMETRIC -> Type.RAID5_RIGHT_ASYMMETRIC;
            case RAID6_ZERO_RESTART, RAID6_N_RESTART, RAID6_N_CONTINUE -> Type.RAID6;
            case RAID3, RAID1E, RAID5E, RAID5EE -> Type.UNKNOWN;
        };
    }

    /**
     * A set of sets: a mirror of stripes is raid10, stripes over mirrors raid01.
     *
     * @param top of this level
     * @param below of that of its subsets
     */
    static String stacked(Level top, Level below) {
        return top == Level.RAID1 ? "raid" + digit(below, '1') + "0" : "raid0" + digit(below, '0');
    }

    private static char digit(Level level, char plain) {
        return switch (type(level)) {
            case MIRROR -> '1';
            case RAID4 -> '4';
            case RAID5_LEFT_SYMMETRIC, RAID5_RIGHT_SYMMETRIC, RAID5_LEFT_ASYMMETRIC, RAID5_RIGHT_ASYMMETRIC -> '5';
            case RAID6 -> '6';
            case LINEAR, STRIPE, GROUP, SPARE, UNKNOWN -> plain;
        };
    }

    /** As its disks call it; by its level if they call it nothing. */
    static Type type(RaidSet set, List<RaidDisk> disks) {
        return disks.stream()
                .map(d -> d.device().type())
                .filter(t -> t != Type.SPARE && t != Type.GROUP && t != Type.UNKNOWN)
                .findFirst()
                .orElse(type(set.level()));
    }

    /**
     * A set of disks: broken too if each of them says so itself. Of one that is not started whatever its disks are, only their
     * number counts.
     */
    static Status status(RaidSet set, List<RaidDisk> disks, boolean blocked) {
        boolean broken =
                !disks.isEmpty() && disks.stream().allMatch(d -> d.device().status() == Status.BROKEN);
        if (broken) {
            return Status.BROKEN;
        }
        long present =
                disks.stream().filter(d -> d.device().type() != Type.SPARE).count();
        if (blocked && present != set.components().size()) {
            return set.level().redundant() ? Status.INCONSISTENT : Status.BROKEN;
        }
        return status(set);
    }

    static Status status(RaidSet set) {
        return switch (set.health()) {
            case COMPLETE -> Status.OK;
            case FAILED -> Status.BROKEN;
            case DEGRADED -> onlyRebuilding(set.leaves().toList()) ? Status.NOSYNC : Status.INCONSISTENT;
        };
    }

    private static boolean onlyRebuilding(List<Component> leaves) {
        return leaves.stream().noneMatch(Component.Missing.class::isInstance);
    }
}
