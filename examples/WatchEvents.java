// dmkit-java examples/WatchEvents.java --simulate
// Prints the devices that have an event, as when a member fails or a device is renamed. Without --simulate: this machine's, as root,
// until it is interrupted.

import org.dmkit.dm.Dm;
import org.dmkit.dm.DmEvents;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.simulation.SimulatedMachine;

void main(String... args) throws Exception {
    boolean real = args.length == 0;
    try (Dm dm = real ? Dm.open() : SimulatedMachine.withDisks(131072, "/dev/sda").dm();
            DmEvents events = dm.events()) {
        if (!real) {
            dm.make(new DmName("data"), Table.parse("0 131072 linear /dev/sda 0"));
            dm.requests().rename(new DmName("data"), new DmName("home"));
        }
        do {
            events.await(Duration.ofSeconds(1))
                    .forEach(device -> IO.println(device.name() + ": event " + device.eventNumber()));
        } while (real);
    }
}
