package org.dmkit.raid;

import java.util.HashMap;
import java.util.Map;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;

/** Finds the redo records in what a scan has read. */
final class RedoCopies {
    private RedoCopies() {}

    /** The newest valid record of each disk that has one, by the disk's name. */
    static Map<String, RedoCodec.Copy> find(Machine machine, Scan scan) {
        var copies = new HashMap<String, RedoCodec.Copy>();
        for (Disk disk : machine.disks()) {
            DiskInfo info = disk.info();
            scan.tail(info.name())
                    .flatMap(t -> RedoCodec.find(t.asByteBuffer(), info.sectors() - t.byteSize() / RedoCodec.SECTOR))
                    .ifPresent(c -> copies.put(info.name(), c));
        }
        return copies;
    }
}
