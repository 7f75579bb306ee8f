package org.dmkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The files of a directory, seen through slowfiles.c: each read takes so much longer. */
final class SlowFiles implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path seen;
    private final Process server;

    private SlowFiles(Path seen, Process server) {
        this.seen = seen;
        this.server = server;
    }

    static boolean possible(Path program) {
        return Files.isExecutable(program) && Files.isWritable(Path.of("/dev/fuse"));
    }

    static SlowFiles over(Path program, Path directory, Duration latency) throws IOException, InterruptedException {
        Path seen = Files.createTempDirectory("dmkit-bench-slow");
        long before = device(seen);
        long microseconds = TimeUnit.NANOSECONDS.toMicros(latency.toNanos());
        Process server = new ProcessBuilder(
                        program.toString(), directory.toString(), Long.toString(microseconds), seen.toString())
                .inheritIO()
                .start();
        var slow = new SlowFiles(seen, server);
        for (long end = System.nanoTime() + PATIENCE.toNanos(); device(seen) == before; Thread.sleep(10)) {
            if (!server.isAlive() || System.nanoTime() > end) {
                slow.close();
                throw new IOException("no FUSE file system at " + seen);
            }
        }
        return slow;
    }

    Path seen() {
        return seen;
    }

    /** It goes as soon as nobody has a file of it open. */
    @Override
    public void close() throws IOException {
        server.destroy();
        try {
            if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the FUSE file system at " + seen + " stays");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.delete(seen);
    }

    private static long device(Path directory) throws IOException {
        return (long) Files.getAttribute(directory, "unix:dev");
    }
}
