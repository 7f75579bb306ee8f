// dmkit-java examples/ListDevices.java --simulate
// The mapped devices with tables and what their targets say. Without --simulate: this machine's, as root.

import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.Dm;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.simulation.SimulatedMachine;

void main(String... args) throws Exception {
    try (Dm dm = args.length == 0 ? Dm.open() : simulated()) {
        for (DeviceEntry device : dm.requests().devices()) {
            IO.println(device.name() + " (" + device.number() + ")");
            dm.requests().table(device.name(), TableSlot.ACTIVE).lines().forEach(line -> IO.println("  " + line));
            dm.requests().status(device.name()).forEach(target -> IO.println("  " + target));
            dm.whoHolds(device.name()).forEach(upper -> IO.println("  held by " + upper));
        }
    }
}

Dm simulated() throws Exception {
    Dm dm = SimulatedMachine.withDisks(131072, "/dev/sda", "/dev/sdb").dm();
    dm.make(new DmName("data"), Table.parse("0 131072 striped 2 128 /dev/sda 0 /dev/sdb 0"));
    dm.make(new DmName("part1"), Table.parse("0 4096 linear /dev/mapper/data 2048"));
    return dm;
}
