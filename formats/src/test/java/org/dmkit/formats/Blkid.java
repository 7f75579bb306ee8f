package org.dmkit.formats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** util-linux's blkid, which looks at disks from memory as image files. */
public final class Blkid {
    private static final Path PROGRAM = Path.of("/usr/sbin/blkid");

    private Blkid() {}

    /**
     * What it finds on a disk, by its own words: {@code TYPE}, {@code VERSION}, ... Skips the test where there is no blkid.
     *
     * @param directory for the image
     */
    public static Map<String, String> probe(Path directory, CorpusDisks<?> disks, String disk)
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PROGRAM), "needs blkid");
        Path image = directory.resolve(disk);
        disks.image(disk, image);
        Process process = new ProcessBuilder(PROGRAM.toString(), "-p", "-o", "export", image.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Map<String, String> found = new TreeMap<>();
        out.lines().filter(l -> l.contains("=")).forEach(l -> {
            String[] pair = l.split("=", 2);
            found.put(pair[0], pair[1]);
        });
        found.remove("DEVNAME");
        return found;
    }
}
