// dmkit-java examples/Concatenate.java /dev/sda /dev/sdb
// Prints the table that puts disks one behind the other, for dmsetup or dmkit dm. The sizes come from sysfs, which needs no root;
// on a machine without such disks there are simulated ones.

import org.dmkit.blockio.SysfsDisks;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.Sectors;
import org.dmkit.dm.Table;
import org.dmkit.dm.DmTarget;

void main(String... disks) throws Exception {
    var lines = new ArrayList<Table.Line>();
    long start = 0;
    for (String disk : disks) {
        long sectors = Files.exists(Path.of(disk))
                ? new SysfsDisks().describe(Path.of(disk)).sectors()
                : Sectors.of("10GiB");
        lines.add(new Table.Line(start, sectors, new DmTarget.Linear(DeviceRef.ofPath(disk), 0)));
        start += sectors;
    }
    IO.println(new Table(lines).text());
}
