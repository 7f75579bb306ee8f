package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.TestInfo;

/** What the scenario tests stand on. */
final class Bed {
    static final Path ROOT = Path.of(System.getProperty("dmkit.root", ".."));

    private Bed() {}

    /** Fresh disks in a directory of the test's own below target/vm, where its consoles stay. Skips without QEMU or dmkit's image. */
    static Scenario scenario(TestInfo test, int disks) throws IOException {
        return Scenario.withNewDisks(directory(test), image(), disks, line -> {});
    }

    /** dmkit's image. Skips without it or QEMU. */
    static Path image() {
        GuestPrograms.assumePresent();
        Path dmkit = ROOT.resolve("cli/target/dmkit");
        assumeTrue(Files.isExecutable(dmkit.resolve("bin/dmkit")), "needs dmkit's image in " + dmkit);
        return dmkit;
    }

    /** The test's own, below target/vm. */
    static Path directory(TestInfo test) {
        String name = test.getTestClass().orElseThrow().getSimpleName() + "-" + test.getDisplayName();
        return Path.of("target/vm", name.replaceAll("[^A-Za-z0-9]+", "-"));
    }

    /** The whole matrix was asked for, not a sample. */
    static boolean everything() {
        return Boolean.getBoolean("dmkit.vm.all");
    }

    /** Skips what only the whole matrix has. */
    static void mayRun(String when) {
        assumeTrue(when.equals("quick") || everything(), "runs with --all only: others like it stand for it");
    }

    /** Chooses the sample. */
    static long seed() {
        return Long.getLong("dmkit.vm.seed", 1);
    }

    /** {@code row} is a format, a level and what is done: {@code check} counts those that are begun and not passed as failed. */
    static void begun(String row) {
        System.out.println("VM " + row + ": begun");
    }

    /** With what is told of it: the milliseconds that I/O was held up, say. */
    static void passed(String row, String told) {
        System.out.println("VM " + row + ": passed, " + told);
    }

    /** How long the kernel has held I/O of a device up, at most. */
    static String held(VmResult result) {
        return result.reported("held_ms").orElse("?") + " ms";
    }

    /** The script came to its end without an objection of its own. */
    static void assertFinished(VmResult result) {
        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(result.reported("finished")).as(result.text()).hasValue("yes");
    }

    static long number(VmResult result, String key) {
        return Long.parseLong(
                result.reported(key).orElseThrow(() -> new AssertionError(key + " not in\n" + result.text())));
    }

    /** Every record that the program was told is safe is in the file, and none before it is missing. */
    static void assertNothingLost(VmResult result) {
        assertThat(number(result, "records")).as(result.text()).isGreaterThanOrEqualTo(number(result, "acked"));
    }

    /** The last record that a guest's program was told is safe, before the power failed. */
    static long lastAcknowledged(VmResult cut) {
        return cut.output().stream()
                .filter(line -> line.matches("ACK \\d+"))
                .mapToLong(line -> Long.parseLong(line.substring(4)))
                .max()
                .orElseThrow();
    }
}
