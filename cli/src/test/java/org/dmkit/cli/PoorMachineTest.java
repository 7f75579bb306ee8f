package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.Capture;
import org.dmkit.raid.live.Machine;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine without a device-mapper, and one without a disk that can be read. */
class PoorMachineTest {
    private static final String NONE = "this kernel has no device-mapper (try: modprobe dm_mod): ENODEV";

    private final SimulatedMachine simulation = new SimulatedMachine();
    private final List<Operation> operations = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    private ExitCode withoutMapper(String words) throws IOException {
        Capture.read(Captures.copy("isw/raid1-2disk", directory)).disks().forEach(simulation::attach);
        simulation.onOperation(operations::add);
        var machine =
                new Machine(new NoDeviceMapper(), simulation.memoryDevices(), simulation.reader(), simulation.disks());
        return type(words, (given, writable) -> Workplace.of(machine, writable, List.of()));
    }

    private ExitCode type(String words, Workplaces workplaces) {
        var console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), Style.PLAIN, false);
        return new Application(Main.commands(), "test", workplaces).run(words.split(" ", -1), console);
    }

    @ParameterizedTest
    @ValueSource(strings = {"activate --all", "activate mirror", "activate mirror --dry-run", "dmraid -ay"})
    void withoutADeviceMapperNothingStartsAndNothingIsWritten(String words) throws IOException {
        assertThat(withoutMapper(words)).isEqualTo(ExitCode.REFUSED);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).endsWith(": " + NONE + "\n");
        assertThat(operations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "show", "deactivate --all", "monitor --once", "fail mirror sdb", "dmraid -s"})
    void withoutADeviceMapperAllElseGoesOn(String words) throws IOException {
        assertThat(withoutMapper(words)).isEqualTo(ExitCode.DONE);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "show", "table", "activate --all", "monitor --once"})
    void whereNoDiskCanBeReadThatIsToldAndAFailure(String words) {
        var problems = List.of("open /dev/sda: EPERM", "open /dev/sdb: EIO");
        var machine = new SimulatedMachine();
        assertThat(type(
                        words,
                        (given, writable) -> Workplace.of(
                                new Machine(
                                        machine.deviceMapper(), machine.memoryDevices(), machine.reader(), List.of()),
                                writable,
                                problems)))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEqualTo("dmkit: no disk can be read: open /dev/sda: EPERM, open /dev/sdb: EIO\n");
    }

    @Test
    void aMachineWithoutDisksHasNothingToTell() {
        var machine = new SimulatedMachine();
        assertThat(type("show", (given, writable) -> Workplace.lasting(machine, writable)))
                .isEqualTo(ExitCode.DONE);
        assertThat(err.toString()).isEmpty();
    }
}
