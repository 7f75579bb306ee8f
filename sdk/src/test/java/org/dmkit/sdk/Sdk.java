package org.dmkit.sdk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directory that was built, and its launcher. */
final class Sdk {
    static final Path ROOT = Path.of(System.getProperty("dmkit.root", "..")).toAbsolutePath();
    static final Path LAUNCHER = ROOT.resolve("sdk/target/sdk/bin/dmkit-java");

    /** How a program ended. */
    record Ending(int status, String output, String errors) {}

    private Sdk() {}

    /** Runs it with the JDK of this test. */
    static Ending run(Path directory, Path launcher, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(launcher.toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path errors = Files.createTempFile("dmkit-sdk", ".err");
        try {
            Process process = builder.redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            return new Ending(status, output, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }
}
