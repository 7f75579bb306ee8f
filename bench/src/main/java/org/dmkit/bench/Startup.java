package org.dmkit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whole processes on a machine of two disks that are one mirror, against a minimal main on the same runtime. */
final class Startup {
    static final String MINIMAL = "minimal main";
    static final String VERSION = "dmkit --version";
    static final String SCAN = "dmkit scan";
    static final String SHOW = "dmkit show";
    static final String DMRAID_R = "dmkit dmraid -r";
    static final String DMRAID_S = "dmkit dmraid -s";
    static final String DM_LS = "dmkit dm ls";
    static final String DM_INFO = "dmkit dm info";

    /** What has the floor of the minimal main for a measure. */
    static final List<String> COMMANDS = List.of(SCAN, SHOW, DMRAID_R, DMRAID_S, DM_LS, DM_INFO);

    static final String PEER_VERSION = "dmraid --version";
    static final String PEER_R = "dmraid -r";
    static final String PEER_S = "dmraid -s";

    /** Two devices, as {@code dmkit dm export} tells them. */
    private static final String STATE = """
            { "devices": [
                { "name": "a", "lines": [ { "length": 2048, "target": "linear", "parameters": "8:0 0" } ] },
                { "name": "b", "lines": [ { "length": 2048, "target": "linear", "parameters": "8:0 2048" } ] } ],
              "blocks": [ { "number": "8:0", "name": "sda", "sectors": 4096, "sectorSize": 512 } ] }
            """;

    /** {@link #VERSION} as a JDK starts it: no image, no AOT cache, picocli's classes as they are published. */
    static final String PLAIN = "dmkit --version, plain JDK";

    private final Tools tools;
    private final int rounds;
    private final Measurements into;

    Startup(Tools tools, int rounds, Measurements into) {
        this.tools = tools;
        this.rounds = rounds;
        this.into = into;
    }

    void measure(MountNamespace pair) throws IOException, InterruptedException {
        String dmkit = tools.image().dmkit();
        Path minimal = tools.image().make(Minimal.class, List.of(), List.of());
        var all = new ArrayList<>(List.of(
                new Program(MINIMAL, minimal.toString()),
                of(VERSION, dmkit),
                plain(),
                of(SCAN, dmkit),
                of(SHOW, dmkit),
                of(DMRAID_R, dmkit),
                of(DMRAID_S, dmkit),
                new Program(PEER_VERSION, "dmraid", "--version"),
                new Program(PEER_R, "dmraid", "-r").loading(tools.serials()),
                new Program(PEER_S, "dmraid", "-s").loading(tools.serials())));
        for (String line : List.of(DM_LS, DM_INFO)) {
            all.add(of(line, dmkit).with(simulation()));
        }
        tools.meter().within(pair).measure(all, rounds, into);
    }

    private Program plain() throws IOException {
        var path = new ArrayList<String>();
        Path cli = tools.root().resolve("cli/target");
        for (Path directory : List.of(cli, cli.resolve("modules"))) {
            try (Stream<Path> files = Files.list(directory)) {
                files.map(Path::toString)
                        .filter(f -> f.endsWith(".jar") && !f.contains("/picocli-"))
                        .forEach(path::add);
            }
        }
        path.add(tools.target().resolve("published").toString());
        return new Program(
                PLAIN,
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--module-path",
                String.join(":", path),
                "-m",
                "org.dmkit.cli/org.dmkit.cli.Main",
                "--version");
    }

    private static Program of(String line, String dmkit) {
        return new Program(line, dmkit, line.substring("dmkit ".length()).split(" ", -1));
    }

    /** Where the kernel has no device-mapper the simulation answers. */
    private List<String> simulation() throws IOException {
        if (hasDeviceMapper()) {
            return List.of();
        }
        Path state = tools.target().resolve("machine.json");
        Files.writeString(state, STATE);
        return List.of("--simulate", state.toString());
    }

    static boolean hasDeviceMapper() {
        try {
            return Files.readString(Path.of("/proc/misc"), StandardCharsets.US_ASCII)
                    .contains("device-mapper");
        } catch (IOException e) {
            return false;
        }
    }
}
