package org.dmkit.formats.ddf1;

import org.dmkit.raid.assemble.Block;

/** The 24 bytes that name containers, controllers, disks and volumes. */
final class DdfGuid {
    static final int LENGTH = 24;

    private static final int STABLE = 20;

    private DdfGuid() {}

    /** All ones: a free or deleted entry. */
    static boolean free(Block guid) {
        return ones(guid, 0);
    }

    /** Adaptec writes the last four bytes in one place and leaves them all ones in another. */
    static boolean same(Block a, Block b) {
        return a.equals(b) || (a.slice(0, STABLE).equals(b.slice(0, STABLE)) && (ones(a, STABLE) || ones(b, STABLE)));
    }

    private static boolean ones(Block guid, int from) {
        for (int i = from; i < LENGTH; i++) {
            if (guid.u8(i) != 0xff) {
                return false;
            }
        }
        return true;
    }
}
