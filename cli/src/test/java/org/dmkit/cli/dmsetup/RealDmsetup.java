package org.dmkit.cli.dmsetup;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmkit.linux.DeviceNumber;

/** Debian's dmsetup, over a device-mapper that a preloaded library plays to it. */
final class RealDmsetup {
    private static final Path PROGRAM = Path.of("/usr/sbin/dmsetup");
    private static final String VERSION = "Library version:   " + Look.LIBRARY_VERSION;

    private final Path directory;
    private final Path library;

    private RealDmsetup(Path directory, Path library) {
        this.directory = directory;
        this.library = library;
    }

    /** Compiles the library; without a compiler, or without this version of dmsetup, the test is skipped. */
    static RealDmsetup in(Path directory) throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "needs dmsetup");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "needs gcc");
        Path source = directory.resolve("fake-device-mapper.c");
        try (InputStream in = RealDmsetup.class.getResourceAsStream("fake-device-mapper.c")) {
            Files.copy(in, source);
        }
        Path library = directory.resolve("fake-device-mapper.so");
        Process gcc = new ProcessBuilder(
                        "gcc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl")
                .redirectErrorStream(true)
                .start();
        String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (gcc.waitFor() != 0) {
            throw new AssertionError(said);
        }
        var real = new RealDmsetup(directory, library);
        String version = real.run(List.of(), Map.of(), "", List.of("version")).out();
        assumeTrue(version.startsWith(VERSION), "another version of dmsetup: " + version);
        return real;
    }

    Host.Answer run(List<FakeDevice> devices, Map<DeviceNumber, String> blocks, String input, List<String> words)
            throws IOException, InterruptedException {
        var state = new ArrayList<String>();
        state.add("version\t4\t47\t0");
        FakeDeviceMapper.TYPES.forEach(t ->
                state.add("type\t" + t.type() + "\t" + t.version().toString().replace('.', '\t')));
        blocks.forEach((number, name) -> state.add("block\t" + number.major() + "\t" + number.minor() + "\t" + name));
        devices.forEach(d -> state.addAll(d.state()));
        return run(state, input, words);
    }

    Host.Answer run(List<String> state, String input, List<String> words) throws IOException, InterruptedException {
        Files.write(directory.resolve("state"), state);
        Files.deleteIfExists(directory.resolve("log"));
        var command = new ArrayList<>(List.of("dmsetup"));
        command.addAll(words);
        var builder = new ProcessBuilder(command)
                .redirectError(directory.resolve("err").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(k -> k.startsWith("DM_") || k.startsWith("LC_") || k.equals("LANG"));
        environment.put("LC_ALL", "C");
        environment.put("PATH", "/usr/sbin:/sbin:/usr/bin:/bin");
        environment.put("LD_PRELOAD", library.toString());
        environment.put("FAKE_STATE", directory.resolve("state").toString());
        environment.put("FAKE_LOG", directory.resolve("log").toString());
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException itDoesNotRead) {
            // The answer tells.
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        return new Host.Answer(status, out, Files.readString(directory.resolve("err")));
    }

    /** What the last one has changed. */
    List<String> log() throws IOException {
        Path log = directory.resolve("log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }
}
