package org.example.consumer;

import java.io.IOException;
import java.util.Set;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Sectors;
import org.dmkit.dm.Table;
import org.dmkit.dm.TableException;
import org.dmkit.linux.Errno;
import org.dmkit.linux.TerminalSize;
import org.dmkit.raid.format.Formats;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;

/** Makes a device, gives it another table while it runs, takes it down; of the formats, counts them. */
final class Stripe {
    private Stripe() {}

    public static void main(String[] args) throws IOException, TableException {
        var machine = new SimulatedMachine();
        machine.attach(SimulatedDisk.inMemory("/dev/sda", Sectors.of("64MiB")));
        machine.attach(SimulatedDisk.inMemory("/dev/sdb", Sectors.of("64MiB")));
        try (DeviceMapper dm = machine.deviceMapper()) {
            var name = new DmName("data");
            dm.create(name, DmUuid.NONE);
            dm.load(name, Table.parse("0 131072 striped 2 128 /dev/sda 0 /dev/sdb 0"), false);
            dm.resume(name);
            System.out.println(dm.table(name, TableSlot.ACTIVE).text());
            dm.load(name, Table.parse("0 131072 linear /dev/sdb 0"), false);
            dm.suspend(name, Set.of());
            System.out.println(dm.resume(name).number());
            System.out.println(dm.table(name, TableSlot.ACTIVE).text());
            dm.remove(name);
            System.out.println(dm.devices());
        }
        // Calls the C library: who forgot native access hears of it.
        TerminalSize.columns(1);
        System.out.println(Errno.name(Errno.EBUSY) + ", " + Formats.all().size() + " formats");
    }
}
