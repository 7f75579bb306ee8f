package org.dmkit.formats.jmicron;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.zip.CRC32;
import org.dmkit.blockio.DiskInfo;

/** Identities as the vendor draws them: sixteen bits, of which the lowest four are 0. */
final class JmIdentities {
    private JmIdentities() {}

    /** One for this disk, that nobody has. It depends on what the disk says of itself. */
    static long of(DiskInfo disk, long seed, Collection<Long> taken) {
        for (int salt = 0; ; salt++) {
            var crc = new CRC32();
            crc.update((disk.serial() + "/" + disk.name() + "/" + seed + "/" + salt).getBytes(StandardCharsets.UTF_8));
            long id = crc.getValue() & 0xfff0;
            if (id != 0 && !taken.contains(id)) {
                return id;
            }
        }
    }
}
