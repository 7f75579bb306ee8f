package org.dmkit.vmtest;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Things that cost time to make, kept under a name that changes with their content. Several processes may use one cache: what
 * appears under its final name is whole.
 */
record Cache(Path directory) {
    /** {@code $XDG_CACHE_HOME/dmkit-vm}, or {@code ~/.cache/dmkit-vm}. */
    static Cache ofUser() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return new Cache(base.resolve("dmkit-vm"));
    }

    /** The path of {@code name}, made by {@code maker} at the path it is given if it isn't there yet. */
    Path get(String name, Maker maker) throws IOException, VmException, InterruptedException {
        Path kept = directory.resolve(name);
        if (Files.exists(kept)) {
            return kept;
        }
        Files.createDirectories(directory);
        Path workshop = Files.createTempDirectory(directory, "making-");
        try {
            Path made = workshop.resolve(name);
            maker.make(made);
            moveUnlessThere(made, kept);
            return kept;
        } finally {
            deleteTree(workshop);
        }
    }

    static void deleteTree(Path root) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(root)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    /** Of two who make the same at once the second keeps what is there; Java has no name of its own for ENOTEMPTY in an atomic move. */
    private static void moveUnlessThere(Path made, Path kept) throws IOException {
        try {
            Files.move(made, kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.exists(kept)) {
                throw e;
            }
        }
    }

    /** Makes one thing at a path that doesn't exist yet. */
    @FunctionalInterface
    interface Maker {
        void make(Path path) throws IOException, VmException, InterruptedException;
    }
}
