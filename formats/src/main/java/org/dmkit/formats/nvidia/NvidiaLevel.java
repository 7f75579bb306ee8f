package org.dmkit.formats.nvidia;

import java.util.Arrays;
import java.util.Optional;
import org.dmkit.raid.model.Level;

/** The levels of the format that are known well enough to be shown. */
enum NvidiaLevel {
    JBOD(0xff, Level.LINEAR),
    RAID0(0x80, Level.RAID0),
    RAID1(0x81, Level.RAID1),
    /** A mirror of two stripes: first the whole one, then its copy. */
    RAID01(0x8180, Level.RAID0),
    RAID5(0x95, Level.RAID5_LEFT_SYMMETRIC),
    /** Without the flag for symmetric: where its parity lies is only FreeBSD's word. */
    RAID5_ASYMMETRIC(0x85, Level.RAID5_LEFT_ASYMMETRIC),
    /** How it spreads its data nobody knows. */
    RAID3(0x83, Level.RAID4);

    private final int code;
    private final Level level;

    NvidiaLevel(int code, Level level) {
        this.code = code;
        this.level = level;
    }

    static Optional<NvidiaLevel> of(int code) {
        return Arrays.stream(values()).filter(l -> l.code == code).findFirst();
    }

    int code() {
        return code;
    }

    /** Of the subsets where there are any. */
    Level level() {
        return level;
    }

    /** Slots of a set whose data are spread over {@code width} disks. */
    int slots(int width) {
        return switch (this) {
            case JBOD, RAID0 -> width;
            case RAID1, RAID01 -> 2 * width;
            case RAID5, RAID5_ASYMMETRIC, RAID3 -> width + 1;
        };
    }

    /** True if its members can be made anew from each other. */
    boolean redundant() {
        return this != JBOD && this != RAID0;
    }

    /** True if it may be mapped. */
    boolean certain() {
        return this != RAID5_ASYMMETRIC && this != RAID3;
    }
}
