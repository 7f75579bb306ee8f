package org.dmkit.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dmkit.cli.program.Streams;

/** What this process has from whoever started it. */
final class ThisProcess {
    private ThisProcess() {}

    /** Whether it is root's; true where that can't be told. */
    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException unknown) {
            return true;
        }
    }

    /** All of standard input. */
    static String standardInput() throws IOException {
        return new String(new FileInputStream(FileDescriptor.in).readAllBytes(), StandardCharsets.UTF_8);
    }

    /** For a program that dmkit stands in for: where it prints, and standard input as answers to its prompts. */
    static Streams streams(Console console) {
        return new Streams(
                console.out(),
                console.err(),
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.ISO_8859_1));
    }
}
