package org.dmkit.formats.via;

import java.util.Collection;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.write.Drawn;

/**
 * The identity of a disk, opaque to all programs that are known. It depends on what the disk tells of itself and on nothing
 * else: so no two disks have the same, one after the other, in the same place of the same set.
 */
final class ViaIdentities {
    private ViaIdentities() {}

    /** True if the disk tells enough of itself. */
    static boolean has(DiskInfo disk) {
        return !disk.serial().isBlank() || disk.wwn() != null;
    }

    /**
     * Never 0, which is nobody.
     *
     * @param taken by others
     */
    static int of(DiskInfo disk, Collection<Integer> taken) {
        return of(text(disk), taken);
    }

    /** For a set that is made: the same disk has another in each. */
    static int of(DiskInfo disk, long seed, Collection<Integer> taken) {
        return of(text(disk) + "\0" + seed, taken);
    }

    private static int of(String text, Collection<Integer> taken) {
        return (int) Drawn.of(text, id -> id != 0 && !taken.contains((int) id));
    }

    private static String text(DiskInfo disk) {
        return disk.wwn() + "\0" + disk.serial() + "\0" + disk.model() + "\0" + disk.sectors();
    }
}
