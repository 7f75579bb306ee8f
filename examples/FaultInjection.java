// dmkit-java examples/FaultInjection.java
// A device with one bad MiB in its midst, to test what a program does about it. With the path of a disk, which is only read: on it,
// as root.

import org.dmkit.blockio.Disk;
import org.dmkit.blockio.KernelDisk;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.blockio.SysfsDisks;
import org.dmkit.dm.Dm;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.linux.KernelException;
import org.dmkit.simulation.SimulatedMachine;

void main(String... disk) throws Exception {
    boolean real = disk.length == 1;
    String lower = real ? disk[0] : "/dev/sda";
    SimulatedMachine machine = SimulatedMachine.withDisks(131072, lower);
    var name = new DmName("faulty");
    try (Dm dm = real ? Dm.open() : machine.dm()) {
        dm.make(name, Table.parse("""
                0    2048 linear %s 0
                2048 2048 error
                4096 2048 linear %s 4096
                """.formatted(lower, lower)));
        try (Disk faulty = real
                ? KernelDisk.open(new SysfsDisks().describe(Path.of("/dev/mapper/faulty")), false)
                : machine.open(name)) {
            for (long lba = 1024; lba < 6144; lba += 2048) {
                try {
                    faulty.read(lba, SectorBuffer.allocate(8));
                    IO.println("sector " + lba + " is good");
                } catch (KernelException e) {
                    IO.println(e.getMessage());
                }
            }
        }
        dm.requests().remove(name, Duration.ofSeconds(5));
    }
}
