// dmkit-java examples/LiveSwap.java
// Moves a device from one disk to another a hundred times while a thread writes to it; no write fails. With two paths of disks,
// whose data it destroys: on these, as root.

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
    String[] lower = real ? disks : new String[] {"/dev/sda", "/dev/sdb"};
    SimulatedMachine machine = SimulatedMachine.withDisks(131072, lower);
    var name = new DmName("moving");
    try (Dm dm = real ? Dm.open() : machine.dm()) {
        dm.make(name, Table.parse("0 2048 linear " + lower[0] + " 0"));
        var stop = new AtomicBoolean();
        try (Disk moving = real
                ? KernelDisk.open(new SysfsDisks().describe(Path.of("/dev/mapper/moving")), true)
                : machine.open(name)) {
            var writer = CompletableFuture.runAsync(() -> write(moving, stop));
            for (int i = 1; i <= 100; i++) {
                dm.swap(name, Table.parse("0 2048 linear " + lower[i % 2] + " 0"));
            }
            stop.set(true);
            writer.join();
        }
        dm.requests().remove(name, Duration.ofSeconds(5));
        IO.println("100 switches, no write failed");
    }
}

void write(Disk disk, AtomicBoolean stop) {
    MemorySegment sector = SectorBuffer.allocate(8);
    try {
        for (long i = 0; !stop.get(); i++) {
            disk.write(i * 8 % 2048, sector);
        }
    } catch (IOException e) {
        throw new UncheckedIOException(e);
    }
}
