// dmkit-java examples/ReadSet.java corpus/dos/gpt-on-stripe
// The end of the first sector of every set of a capture, where a partition table has its signature 55aa; read from the members,
// without the device-mapper.

import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.raid.data.SetDisk;
import org.dmkit.raid.data.SetReader;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.dmkit.simulation.SimulatedMachine;

void main(String... args) throws Exception {
    var simulated = new SimulatedMachine();
    Capture.read(Path.of(args[0])).disks().forEach(simulated::attach);
    var machine = new Machine(
            simulated.deviceMapper(), simulated.memoryDevices(), simulated.reader(), simulated.disks());
    try (Scan scan = Scanner.scan(machine, Formats.all());
            var reader = new SetReader(machine)) {
        MemorySegment sector = SectorBuffer.allocate(1);
        for (Group group : scan.groups()) {
            for (RaidSet set : group.sets()) {
                new SetDisk(set, reader).read(0, sector);
                byte[] bytes = sector.toArray(ValueLayout.JAVA_BYTE);
                IO.println(set.name() + ": " + HexFormat.of().formatHex(bytes, 496, 512));
            }
        }
    }
}
