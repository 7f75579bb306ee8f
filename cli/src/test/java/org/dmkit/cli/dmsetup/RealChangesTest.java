package org.dmkit.cli.dmsetup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines that change something: the same answers as Debian's dmsetup, and the same requests to the kernel. */
class RealChangesTest {
    @TempDir
    private static Path directory;

    private static RealDmsetup real;

    @BeforeAll
    static void compile() throws Exception {
        real = RealDmsetup.in(directory);
    }

    static Stream<String> lines() throws IOException {
        return RealDmsetupTest.lines("changes.txt");
    }

    /** Stripe over two disks, top over it, and spare. */
    static DeviceMapper machine() throws Exception {
        var machine = new SimulatedMachine();
        for (String name : List.of("sda", "sdb", "sdc")) {
            machine.attach(SimulatedDisk.inMemory(name, 4096));
        }
        DeviceMapper mapper = machine.deviceMapper();
        device(mapper, "stripe", "", "0 2048 striped 2 128 8:0 0 8:16 0");
        device(mapper, "top", "U-1", "0 1024 linear 253:0 8\n1024 8 zero");
        mapper.create(new DmName("spare"), DmUuid.NONE);
        mapper.suspend(new DmName("spare"), Set.of());
        return mapper;
    }

    private static void device(DeviceMapper mapper, String name, String uuid, String table) throws Exception {
        mapper.create(new DmName(name), new DmUuid(uuid));
        mapper.load(new DmName(name), Table.parse(table), false);
        mapper.resume(new DmName(name));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void doesTheSame(String line) throws Exception {
        int input = line.indexOf("<<<");
        List<String> words = RealDmsetupTest.words((input < 0 ? line : line.substring(0, input)).replace("\\n", "\n"));
        DeviceMapper mapper = machine();
        var log = new ArrayList<String>();
        var host = new Host(FakeDeviceMapper.recording(mapper, log));
        host.input = input < 0 ? "" : line.substring(input + 3).strip().replace("\\n", "\n");
        Host.Answer theirs = real.run(FakeDevice.all(mapper), host.blocks, host.input, words);
        Host.Answer ours = host.type(words);
        assertThat(ours.err()).as(line).isEqualTo(RealDmsetupTest.known(theirs.err()));
        assertThat(ours.out()).as(line).isEqualTo(theirs.out());
        assertThat(ours.status()).as(line).isEqualTo(theirs.status());
        assertThat(log.stream().map(RealChangesTest::tidy).toList())
                .as(line)
                .isEqualTo(real.log().stream().map(RealChangesTest::tidy).toList());
    }

    /** Blanks between parameters mean nothing. */
    private static String tidy(String request) {
        return request.replaceAll(" +", " ").replace(" ]", "]");
    }
}
