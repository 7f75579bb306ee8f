package org.dmkit.vmtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Programs and libraries in the ELF format. */
final class Elf {
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

    private Elf() {}

    /** All of them below {@code directory}. */
    static List<Path> in(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            var found = new ArrayList<Path>();
            for (Path file : files) {
                if (startsWithMagic(file)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    private static boolean startsWithMagic(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }
}
