package org.dmkit.formats.hpt37x;

import java.util.Objects;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.write.Drawn;

/**
 * Whose record this is, as long as the kernel copies from one leg of a mirror to the other: sector 9 of a mirror is among its
 * data, so that whoever copies all copies the record too. Therefore both legs bear the same one from the beginning, with this
 * mark: on the disk that it names it is its own, on any other it is a copy, and that disk stands in the other leg. So a copy of
 * the sector, at whatever time, changes nothing.
 *
 * @param leg of the owner, as slots are counted: 0 or 1
 * @param owner what {@link #of} makes of the first disk of that leg
 * @param behind true if the other leg lacks writes; false if both are good and only have to be made equal
 */
record Hpt37xMark(int leg, int owner, boolean behind) {
    /** From what a disk says of itself wherever it is attached. */
    static int of(DiskInfo disk) {
        String told = disk.serial().isBlank() ? Objects.requireNonNullElse(disk.wwn(), "") : disk.serial();
        return (int) Drawn.of(told + "\0" + disk.sectors());
    }

    boolean names(DiskInfo disk) {
        return of(disk) == owner;
    }

    int otherLeg() {
        return 1 - leg;
    }
}
