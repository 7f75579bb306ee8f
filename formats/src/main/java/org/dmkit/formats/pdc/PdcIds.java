package org.dmkit.formats.pdc;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.UUID;
import org.dmkit.blockio.DiskInfo;

/** Ids of disks that join, which depend on nothing but the disk and what it joins; FreeBSD draws them by lot. */
final class PdcIds {
    private PdcIds() {}

    /**
     * An id that nobody has.
     *
     * @param of volume that the disk is in, or what else tells it from other ids of the same disk
     */
    static long of(DiskInfo disk, long of, Collection<Long> taken) {
        for (int salt = 0; ; salt++) {
            String text = disk.serial() + "|" + disk.name() + "|" + of + "|" + salt;
            long id = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                    .getLeastSignificantBits();
            if (id != 0 && id != -1 && !taken.contains(id)) {
                return id;
            }
        }
    }
}
