// dmkit-java examples/PulledDisk.java
// All without root: a mirror in a simulated kernel loses a disk under a write, and goes on.

import org.dmkit.blockio.Disk;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.dm.Dm;
import org.dmkit.dm.DmEvents;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.simulation.SimulatedMachine;

void main() throws Exception {
    SimulatedMachine machine = SimulatedMachine.withDisks(131072, "/dev/sda", "/dev/sdb");
    var name = new DmName("mirror");
    try (Dm dm = machine.dm();
            var noteA = machine.memoryDevices().create(8192, new byte[0]);
            var noteB = machine.memoryDevices().create(8192, new byte[0])) {
        // Where the kernel notes who misses writes; without it all writes would wait from the loss on.
        dm.make(name, Table.parse("0 131072 raid raid1 3 0 region_size 1024 2 %s /dev/sda %s /dev/sdb"
                .formatted(noteA.number(), noteB.number())));
        while (machine.advance(131072)) {}
        IO.println(dm.requests().status(name).getFirst().text());
        try (DmEvents events = dm.events();
                Disk mirror = machine.open(name)) {
            machine.vanish(machine.disks().get(1));
            MemorySegment sectors = SectorBuffer.allocate(8);
            mirror.write(0, sectors);
            mirror.flush();
            events.await(Duration.ofSeconds(5)).forEach(device -> IO.println("an event of " + device.name()));
            mirror.read(0, sectors);
        }
        IO.println(dm.requests().status(name).getFirst().text());
    }
}
