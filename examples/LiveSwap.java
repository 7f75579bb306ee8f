// dmkit-java examples/LiveSwap.java
// Moves a device from one disk to another a hundred times while a thread writes to it; none fails. With two paths of disks,
// whose data it destroys: on these, as root.

import org.dmkit.blockio.*;
import org.dmkit.dm.*;
import org.dmkit.simulation.SimulatedMachine;

void main(String... disks) throws Exception {
    boolean real = disks.length == 2;
    String[] lower = real ? disks : new String[] {"/dev/sda", "/dev/sdb"};
    SimulatedMachine machine = SimulatedMachine.withDisks(131072, lower);
    var name = new DmName("moving");
    try (Dm dm = real ? Dm.open() : machine.dm()) {
        dm.make(name, Table.parse("0 2048 linear " + lower[0] + " 0"));
        var stop = new AtomicBoolean();
        try (Disk moving = real
                ? KernelDisk.open(new SysfsDisks().describe(Path.of("/dev/mapper/moving")), true)
                : machine.open(name)) {
            var writer = new FutureTask<>(() -> write(moving, stop));
            Thread.ofPlatform().daemon().start(writer);
            for (int i = 1; i <= 100; i++) {
                dm.swap(name, Table.parse("0 2048 linear " + lower[i % 2] + " 0"));
            }
            stop.set(true);
            IO.println("100 switches, " + writer.get() + " writes, none failed");
        }
        dm.requests().remove(name, Duration.ofSeconds(5));
    }
}

long write(Disk disk, AtomicBoolean stop) throws IOException {
    MemorySegment sectors = SectorBuffer.allocate(8);
    long writes = 0;
    do {
        disk.write(writes++ * 8 % 2048, sectors);
    } while (!stop.get());
    return writes;
}
