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
    /** An idle machine needs a few seconds. */
    private static final Duration FIRMWARE = Duration.ofMinutes(5);

    private static final int ATTEMPTS = 3;

    private Guest() {}

    /**
     * Starts QEMU and reads its console until it is off: by itself, by a power cut, or because {@code limit} is over. Software
     * emulation can hang on the way from firmware to kernel: such a guest, which has not touched its disks yet, is started anew.
     */
    static Ended run(List<String> command, Path log, Duration limit, Consumer<String> live)
            throws IOException, InterruptedException {
        return run(command, log, limit, FIRMWARE, live);
    }

    static Ended run(List<String> command, Path log, Duration limit, Duration firmware, Consumer<String> live)
            throws IOException, InterruptedException {
        Duration first = limit.compareTo(firmware) < 0 ? limit : firmware;
        for (int attempt = 1; ; attempt++) {
            Ended ended = once(command, log, first, limit.minus(first), live);
            if (!ended.late() || ended.console().leftFirmware() || attempt == ATTEMPTS) {
                return ended;
            }
            live.accept("the guest did not leave its firmware; starting it anew");
        }
    }

    private static Ended once(List<String> command, Path log, Duration first, Duration rest, Consumer<String> live)
            throws IOException, InterruptedException {
        try (var writer = Files.newBufferedWriter(log)) {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            var atExit = new Thread(() -> kill(process));
            Runtime.getRuntime().addShutdownHook(atExit);
            var late = new AtomicBoolean();
            var console = new Console(writer, live, () -> kill(process));
            Thread alarm = Thread.ofVirtual().start(() -> watch(console, first, rest, process, late));
            try {
                process.getOutputStream().close();
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

    private static void watch(Console console, Duration first, Duration rest, Process process, AtomicBoolean late) {
        try {
            Thread.sleep(first);
            if (console.leftFirmware()) {
                Thread.sleep(rest);
            }
            late.set(true);
            kill(process);
        } catch (InterruptedException e) {
            // the guest was faster
        }
    }

    /** What is left of a guest that is off. */
    record Ended(Console console, boolean late) {}
}
