package org.dmkit.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.dmkit.cli.dm.Premises;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;

/** A simulated machine with disks sda, sdb, sdc of {@link #SECTORS}, on which {@code dmkit dm} is typed. */
final class DmShell {
    static final long SECTORS = 4096;

    final SimulatedMachine machine = new SimulatedMachine();
    final DeviceMapper mapper = machine.deviceMapper();
    String input = "";
    List<String> kernelSays = List.of();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    DmShell() {
        for (String name : List.of("sda", "sdb", "sdc")) {
            machine.attach(SimulatedDisk.inMemory(name, SECTORS));
        }
    }

    ExitCode dm(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "dm";
        System.arraycopy(words, 0, all, 1, words.length);
        return type(all);
    }

    ExitCode type(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), Style.PLAIN, false);
        var workplaces = new Workplaces() {
            @Override
            public Workplace open(Options options, boolean writable) {
                throw new AssertionError("dm looks at no disk");
            }

            @Override
            public Premises mapping() {
                return new SimulatedPremises(machine, input, kernelSays);
            }
        };
        return new Application(Main.commands(), "test", workplaces).run(words, console);
    }

    List<String> lines() {
        return out.toString().lines().toList();
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
