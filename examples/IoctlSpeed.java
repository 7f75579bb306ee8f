// dmkit-java examples/IoctlSpeed.java --simulate
// How long DM_VERSION takes. Without --simulate: of this machine's kernel, as root.

import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.Dm;
import org.dmkit.simulation.SimulatedMachine;

void main(String... args) throws Exception {
    int calls = 200_000;
    try (Dm dm = args.length == 0 ? Dm.open() : new SimulatedMachine().dm()) {
        DeviceMapper requests = dm.requests();
        for (int round = 1; round <= 3; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                requests.version();
            }
            IO.println("DM_VERSION: " + (System.nanoTime() - start) / calls + " ns");
        }
    }
}
