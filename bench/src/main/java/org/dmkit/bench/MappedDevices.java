package org.dmkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A thousand devices in one process. Without a device-mapper both have a made-up one: dmkit's simulation keeps the kernel's rules and
 * writes what has become of its machine to a file; dmsetup's says yes to everything. So dmkit has more to do.
 */
final class MappedDevices {
    static final String DMKIT = "dmkit dm apply";
    static final String PEER = "dmsetup create --concise";

    private static final int DEVICES = 1000;
    private static final int SECTORS = 8;

    static final String TITLE = DMKIT + " of " + DEVICES + " devices (each has its own made-up kernel)";

    private MappedDevices() {}

    static void measure(Tools tools, int rounds, Measurements into) throws IOException, InterruptedException {
        Path batch = tools.target().resolve("batch");
        Path empty = tools.target().resolve("empty-machine.json");
        Path machine = tools.target().resolve("batch-machine.json");
        Files.write(
                batch,
                IntStream.range(0, DEVICES)
                        .mapToObj(i -> "create d" + i + " '" + table(i) + "'")
                        .toList());
        Files.writeString(
                empty,
                "{ \"devices\": [], \"blocks\": [ { \"number\": \"8:0\", \"name\": \"sda\", \"sectors\": "
                        + DEVICES * SECTORS + ", \"sectorSize\": 512 } ] }\n");
        String concise = IntStream.range(0, DEVICES)
                .mapToObj(i -> "d" + i + ",,,rw," + table(i))
                .collect(Collectors.joining(";"));
        List<Program> programs = List.of(
                new Program(
                        DMKIT,
                        tools.image().dmkit(),
                        "dm",
                        "apply",
                        batch.toString(),
                        "--simulate",
                        machine.toString()),
                new Program(PEER, "dmsetup", "create", "--noudevsync", "--concise", concise)
                        .loading(tools.deviceMapper()));
        for (int round = 0; round <= rounds; round++) {
            Files.copy(empty, machine, StandardCopyOption.REPLACE_EXISTING);
            // The first doesn't count.
            tools.meter().round(programs, round == 0 ? new Measurements() : into);
        }
    }

    private static String table(int index) {
        return "0 " + SECTORS + " linear 8:0 " + index * SECTORS;
    }
}
