package org.dmkit.vmtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A guest while it is on: one QEMU process, which never outlives us. */
final class Guest {
    private Guest() {}

    /** Starts QEMU and reads its console until it is off: by itself, by a power cut, or because {@code limit} is over. */
    static Ended run(List<String> command, Path log, Duration limit, Consumer<String> live)
            throws IOException, InterruptedException {
        try (var writer = Files.newBufferedWriter(log)) {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            var atExit = new Thread(() -> kill(process));
            Runtime.getRuntime().addShutdownHook(atExit);
            var late = new AtomicBoolean();
            Thread alarm = Thread.ofVirtual().start(() -> killAfter(limit, process, late));
            try {
                process.getOutputStream().close();
                var console = new Console(writer, live, () -> kill(process));
                console.read(process.getInputStream());
                process.waitFor();
                return new Ended(console, late.get());
            } finally {
                alarm.interrupt();
                kill(process);
                Runtime.getRuntime().removeShutdownHook(atExit);
            }
        }
    }

    /** Not {@link Process#destroyForcibly}: that closes the console, with what is still unread in it. */
    private static void kill(Process process) {
        process.toHandle().destroyForcibly();
    }

    private static void killAfter(Duration limit, Process process, AtomicBoolean late) {
        try {
            Thread.sleep(limit);
            late.set(true);
            kill(process);
        } catch (InterruptedException e) {
            // the guest was faster
        }
    }

    /** What is left of a guest that is off. */
    record Ended(Console console, boolean late) {}
}
