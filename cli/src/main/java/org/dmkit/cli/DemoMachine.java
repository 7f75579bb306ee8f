package org.dmkit.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DmName;
import org.dmkit.simulation.PowerCut;
import org.dmkit.simulation.SimulatedMachine;

/** A simulated machine with image files as disks, on which commands run one after another and time passes meanwhile. */
final class DemoMachine implements AutoCloseable {
    /** Of each member: some 16 MiB/s, so that a rebuild takes a few seconds. */
    private static final long SECTORS_PER_TICK = 1600;

    private static final Duration TICK = Duration.ofMillis(50);

    private final SimulatedMachine machine = new SimulatedMachine();
    private final List<Disk> images;
    private final DemoPower power = new DemoPower();
    private final Application dmkit;
    private SimulatedMachine.Clock clock;

    DemoMachine(List<Disk> images, List<Command> commands) {
        this.images = images;
        images.forEach(machine::attach);
        machine.onOperation(power);
        dmkit = new Application(commands, "", (given, writable) -> Workplace.lasting(machine, writable));
        clock = machine.startClock(SECTORS_PER_TICK, TICK);
    }

    /** Runs a command; a failure has been told on the console. */
    void run(String command, Console console) throws IOException {
        ExitCode code = dmkit.run(command.split(" ", -1), console);
        console.out().flush();
        if (code != ExitCode.DONE) {
            throw new IOException("dmkit " + command + ": " + code.meaning());
        }
    }

    Disk disk(String name) throws IOException {
        return machine.disks().stream()
                .filter(d -> d.info().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no " + name));
    }

    Disk open(String set) throws IOException {
        return machine.open(new DmName(set));
    }

    Workplace workplace() {
        return Workplace.lasting(machine, false);
    }

    Disk pull(String name) throws IOException {
        Disk disk = disk(name);
        machine.vanish(disk);
        return disk;
    }

    void plugIn(Disk disk) {
        machine.reappear(disk);
    }

    /**
     * Runs a command during which the power fails.
     *
     * @param metadata where they lie on each disk
     */
    DemoPower runIntoPowerCut(String command, List<Extent> metadata, Console console) throws IOException {
        power.failBetweenTwoDisks(metadata);
        try {
            run(command, console);
        } catch (PowerCut e) {
            return power;
        }
        throw new IOException("dmkit " + command + " ended before the power could fail");
    }

    /** The power comes back: what was not flushed is lost, and nothing is mapped. */
    void restart() {
        clock.close();
        machine.powerCut();
        power.restore();
        clock = machine.startClock(SECTORS_PER_TICK, TICK);
    }

    @Override
    public void close() {
        clock.close();
        images.forEach(Disk::close);
    }
}
