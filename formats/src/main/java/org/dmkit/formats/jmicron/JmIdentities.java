package org.dmkit.formats.jmicron;

import java.util.Collection;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.write.Drawn;

/** Identities as the vendor draws them: sixteen bits, of which the lowest four are 0. */
final class JmIdentities {
    private JmIdentities() {}

    /** One for this disk, that nobody has. It depends on what the disk says of itself. */
    static long of(DiskInfo disk, long seed, Collection<Long> taken) {
        for (int salt = 0; ; salt++) {
            long id = Drawn.of(disk.serial() + "/" + disk.name() + "/" + seed + "/" + salt) & 0xfff0;
            if (id != 0 && !taken.contains(id)) {
                return id;
            }
        }
    }
}
