package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The examples that have a part for a real kernel, compiled here and run there by the image's JVM. */
@Tag("vm")
class ExamplesInGuestTest {
    private static final String SCRIPT = """
            cd /bring/examples
            run() {
                /bring/dmkit/bin/java -cp . "$@" && echo "$1 done"
            }
            run Stripe /dev/sda /dev/sdb
            run LiveSwap /dev/sda /dev/sdb
            run FaultInjection /dev/sda
            run Transaction /dev/sda /dev/sdb
            run ListDevices
            run ScanDisks
            run Concatenate /dev/sda /dev/sdb
            run IoctlSpeed
            """;

    @Test
    void theyDoOnARealKernelWhatTheyDoOnTheSimulatedOne(TestInfo test) throws Exception {
        Bed.mayRun("all");
        Path image = Bed.image();
        Path libraries = Bed.ROOT.resolve("sdk/target/sdk/lib");
        assumeTrue(Files.isDirectory(libraries), "needs the SDK in " + libraries);
        Path directory = Bed.directory(test);
        Path classes = Files.createDirectories(directory.resolve("examples"));
        var javac = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-d",
                classes.toAbsolutePath().toString(),
                "-p",
                libraries.toAbsolutePath().toString(),
                "--add-modules",
                "org.dmkit.formats,org.dmkit.simulation"));
        try (Stream<Path> examples = Files.list(Bed.ROOT.resolve("examples"))) {
            examples.map(e -> e.toAbsolutePath().toString()).forEach(javac::add);
        }
        Command.of(javac.toArray(String[]::new)).output(directory);

        VmResult result = Vm.builder(directory)
                .disks(List.of(
                        GuestDisk.create(directory.resolve("a.img"), "EXAMPLE-A", 131072),
                        GuestDisk.create(directory.resolve("b.img"), "EXAMPLE-B", 131072)))
                .bring(image)
                .bring(classes)
                .timeout(Duration.ofMinutes(10))
                .build()
                .run(SCRIPT);

        assertThat(result.output())
                .contains("Stripe done", "LiveSwap done", "FaultInjection done", "Transaction done", "ListDevices done")
                .contains("ScanDisks done", "Concatenate done", "IoctlSpeed done")
                .contains("read back: x", "gone: []")
                .anyMatch(line -> line.matches("100 switches, \\d+ writes, none failed"))
                .contains("sector 1024 is good", "sector 5120 is good")
                .anyMatch(line -> line.startsWith("pread ") && line.endsWith(": EIO"))
                .anyMatch(
                        line -> line.startsWith("DM_TABLE_LOAD wrong: EINVAL; the kernel says: device-mapper: table: ")
                                && line.endsWith("; all is as before"))
                .contains("1 device: 0 2048 linear 8:0 0")
                .contains("0 131072 linear /dev/sda 0", "131072 131072 linear /dev/sdb 0");
    }
}
