package org.dmkit.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What bench/run has built, in the tree of that root. What is written in C may be missing. */
record Tools(Path root) {
    Path target() {
        return root.resolve("bench/target");
    }

    /** The functions of {@link Baseline}. */
    Path baseline() {
        return target().resolve("libbaseline.so");
    }

    Program.Meter meter() {
        return new Program.Meter(target().resolve("measure"), List.of());
    }

    Path serials() {
        return target().resolve("serials.so");
    }

    Path slowFiles() {
        return target().resolve("slowfiles");
    }

    Path deviceMapper() {
        return target().resolve("devicemapper.so");
    }

    Path libdm() {
        return target().resolve("libdm");
    }

    boolean hasC() {
        return Files.exists(baseline());
    }

    ImagePrograms image() {
        return new ImagePrograms(root.resolve("cli/target/dmkit"), target());
    }
}
