// dmkit-java examples/Stripe.java
// Builds a stripe, writes to it and reads back, takes it down. With two paths of disks, whose data it destroys: on these, as root.

import org.dmkit.blockio.Disk;
import org.dmkit.blockio.KernelDisk;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.blockio.SysfsDisks;
import org.dmkit.dm.Dm;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.simulation.SimulatedMachine;

void main(String... disks) throws Exception {
    boolean real = disks.length == 2;
    String[] legs = real ? disks : new String[] {"/dev/sda", "/dev/sdb"};
    SimulatedMachine machine = SimulatedMachine.withDisks(131072, legs);
    var name = new DmName("stripe");
    try (Dm dm = real ? Dm.open() : machine.dm()) {
        dm.make(name, Table.parse("0 8192 striped 2 128 " + legs[0] + " 0 " + legs[1] + " 0"));
        try (Disk stripe = real
                ? KernelDisk.open(new SysfsDisks().describe(Path.of("/dev/mapper/stripe")), true)
                : machine.open(name)) {
            MemorySegment sectors = SectorBuffer.allocate(256);
            sectors.fill((byte) 'x');
            stripe.write(0, sectors);
            stripe.flush();
            sectors.fill((byte) 0);
            stripe.read(0, sectors);
            IO.println("read back: " + (char) sectors.get(ValueLayout.JAVA_BYTE, sectors.byteSize() - 1));
        }
        dm.requests().remove(name, Duration.ofSeconds(5));
        IO.println("gone: " + dm.requests().devices());
    }
}
