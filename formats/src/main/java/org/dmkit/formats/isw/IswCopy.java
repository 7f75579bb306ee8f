package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;

/** The MPB of one disk. */
record IswCopy(DiskInfo disk, Mpb mpb, List<Extent> extents) {
    Bearer as(Standing standing) {
        return new Bearer(disk, standing, extents);
    }

    List<IswSerial> serials() {
        return IswSerial.of(disk);
    }

    /** True if {@code other} calls this disk a working member. */
    boolean goodIn(Mpb other) {
        return other.disk(serials()).filter(IswDisk::good).isPresent();
    }

    /** True if {@code other} knows this disk as failed. */
    boolean failedIn(Mpb other) {
        return other.disk(failedSerials()).isPresent()
                || other.disk(serials()).filter(d -> !d.good()).isPresent();
    }

    private List<IswSerial> failedSerials() {
        List<IswSerial> failed = new ArrayList<>();
        for (IswSerial serial : serials()) {
            failed.add(serial.failed());
            failed.add(serial.failed().withoutFirst());
        }
        return failed;
    }
}
