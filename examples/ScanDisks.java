// dmkit-java examples/ScanDisks.java corpus/isw/dmraid-create-raid5-4disk
// The arrays on the disks of a capture; without one: of this machine, as root.

import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.KernelDisk;
import org.dmkit.blockio.SysfsDisks;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;

void main(String... capture) throws Exception {
    List<Disk> disks = capture.length == 0 ? own() : Capture.read(Path.of(capture[0])).disks();
    try (BatchReader reader = BatchReader.create();
            Scan scan = Scanner.scan(disks, reader, Formats.all())) {
        for (Group group : scan.groups()) {
            group.sets().forEach(set ->
                    IO.println(set.name() + "  " + set.level() + "  " + set.size() + " sectors  " + set.health()));
        }
        scan.findings().forEach(finding -> IO.println(finding));
    } finally {
        disks.forEach(Disk::close);
    }
}

List<Disk> own() throws Exception {
    var disks = new ArrayList<Disk>();
    for (DiskInfo info : new SysfsDisks().list(false)) {
        disks.add(KernelDisk.open(info, false));
    }
    return disks;
}
