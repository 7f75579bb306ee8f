package org.dmkit.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.MemoryDisk;

/** Turns the cases of the corpus into the fuzzer's first inputs. */
final class Seeds {
    /** Larger ones slow the fuzzer down more than they teach it. */
    private static final int LARGEST = 192 * 1024;

    private Seeds() {}

    /** {@code CORPUS/FORMAT DIRECTORY}: one file a case. */
    public static void main(String[] args) throws IOException {
        Path into = Files.createDirectories(Path.of(args[1]));
        int written = 0;
        for (Path directory : cases(Path.of(args[0]))) {
            byte[] bytes = of(directory);
            if (bytes.length > 0 && bytes.length <= LARGEST) {
                Files.write(into.resolve(directory.getFileName().toString()), bytes);
                written++;
            }
        }
        System.out.println(written + " seeds");
    }

    /** The directories of cases below one. */
    static List<Path> cases(Path format) throws IOException {
        try (Stream<Path> entries = Files.list(format)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    static byte[] of(Path directory) throws IOException {
        var disks = new ArrayList<MemoryDisk>();
        for (Disk disk : Capture.read(directory).disks()) {
            disks.add((MemoryDisk) disk);
        }
        return DiskBytes.encode(disks);
    }
}
