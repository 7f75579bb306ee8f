package org.dmkit.formats.sil;

import java.util.Arrays;
import java.util.Optional;
import org.dmkit.raid.model.Level;

/** The kinds of sets that are known. A spare is none of them. */
enum SilType {
    RAID0(0, Level.RAID0),
    RAID1(1, Level.RAID1),
    /** A mirror of two stripes. */
    RAID10(2, Level.RAID0),
    /** FreeBSD's; dmraid does not know it. */
    CONCATENATION(4, Level.LINEAR),
    RAID5(0x10, Level.RAID5_LEFT_SYMMETRIC),
    JBOD(0xff, Level.LINEAR);

    static final int SPARE = 3;

    private final int code;
    private final Level level;

    SilType(int code, Level level) {
        this.code = code;
        this.level = level;
    }

    static Optional<SilType> of(int code) {
        return Arrays.stream(values()).filter(t -> t.code == code).findFirst();
    }

    int code() {
        return code;
    }

    /** Of the subsets where there are any. */
    Level level() {
        return level;
    }

    boolean linear() {
        return level == Level.LINEAR;
    }

    /** True if its members can be made anew from each other. */
    boolean redundant() {
        return this == RAID1 || this == RAID10 || this == RAID5;
    }
}
