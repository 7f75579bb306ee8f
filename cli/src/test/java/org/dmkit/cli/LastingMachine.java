package org.dmkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedMachine;

/** A simulated machine that lives on from one command to the next. */
final class LastingMachine {
    private final SimulatedMachine machine = new SimulatedMachine();
    private final DemoPower power = new DemoPower();
    /** Where Intel's metadata begin on each disk. */
    private final Extent anchor;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console =
            new Console(new PrintWriter(out, true), new PrintWriter(err, true), Style.PLAIN, false);

    LastingMachine(Path capture) throws IOException {
        List<Disk> disks = Capture.read(capture).disks();
        disks.forEach(machine::attach);
        anchor = new Extent(disks.getFirst().info().sectors() - 2, 1);
        machine.onOperation(power);
    }

    SimulatedMachine machine() {
        return machine;
    }

    ExitCode type(String words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new Application(Main.commands(), "test", (given, writable) -> Workplace.lasting(machine, writable))
                .run(words.split(" ", -1), console);
    }

    /** Types a command that writes to two disks, and the power fails between them; then it comes back. */
    void interrupt(String words) {
        power.failBetweenTwoDisks(List.of(anchor));
        try {
            type(words);
        } catch (PowerCut expected) {
            machine.powerCut();
            power.restore();
            return;
        }
        throw new AssertionError(words + " ended before the power could fail: " + err);
    }

    void pull(String disk) {
        machine.vanish(machine.disks().stream()
                .filter(d -> d.info().name().equals(disk))
                .findFirst()
                .orElseThrow());
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
