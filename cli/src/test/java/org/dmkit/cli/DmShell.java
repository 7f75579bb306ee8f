package org.dmkit.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.cli.dm.Holds;
import org.dmkit.cli.dm.Premises;
import org.dmkit.cli.dm.User;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;

/** A simulated machine with disks sda, sdb, sdc of {@link #SECTORS}, on which {@code dmkit dm} is typed. */
final class DmShell {
    static final long SECTORS = 4096;

    final SimulatedMachine machine = new SimulatedMachine();
    final DeviceMapper mapper = machine.deviceMapper();
    String input = "";
    boolean looksAtDisks;
    int readsLines = Integer.MAX_VALUE;
    final Map<DeviceNumber, List<User>> users = new HashMap<>();
    /** What devices say instead of their tables, of targets that the simulation does not have. */
    final Map<DmName, Table> printed = new HashMap<>();

    final Holds holds;
    final List<UdevPolicy> policies = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** What is suspended is noted in a directory that this machine alone has. */
    DmShell() {
        holds = new Holds(directory());
        for (String name : List.of("sda", "sdb", "sdc")) {
            machine.attach(SimulatedDisk.inMemory(name, SECTORS));
        }
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("dmkit");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        var console = new Console(new PrintWriter(new Reader(), true), new PrintWriter(err, true), Style.PLAIN, false);
        var workplaces = new Workplaces() {
            @Override
            public Workplace open(Options options, boolean writable) {
                if (!looksAtDisks) {
                    throw new AssertionError("dm looks at no disk");
                }
                return Workplace.lasting(machine, writable, holds);
            }

            @Override
            public Premises mapping() {
                return new SimulatedPremises(machine, input, Optional.of(holds), users, policies, printed);
            }
        };
        return new Application(Main.commands(), "test", workplaces).run(words, console);
    }

    /** Goes away when it has read enough. */
    private final class Reader extends FilterWriter {
        Reader() {
            super(DmShell.this.out);
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            super.write(text, from, length);
            if (lines().size() >= readsLines) {
                throw new IOException("nobody reads any more");
            }
        }

        @Override
        public void write(String text, int from, int length) throws IOException {
            write(text.toCharArray(), from, length);
        }
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
