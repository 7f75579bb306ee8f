package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A system whose root is on a mirror boots with an initramfs as the distribution makes it, where dmkit stands in for dmraid. */
@Tag("vm")
class BootTest {
    private static final int NO_LAYER = 77;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"initramfs-tools, ''", "dracut, rd.auto=1"})
    void debianBootsFromAMirror(String maker, String parameters, TestInfo test) throws Exception {
        Command.Outcome namespace = Command.of("unshare", "--mount", "true").run(Path.of("/"));
        assumeTrue(namespace.exit() == 0, "can't put a layer over this system: " + namespace.error());
        Scenario bed = Bed.scenario(test, 2);
        Path initrd = initrd(maker, bed);

        VmResult made = bed.run("root");
        Bed.assertFinished(made);
        VmResult booted = Vm.builder(bed.directory().resolve("boot"))
                .disks(bed.disks())
                .timeout(Duration.ofMinutes(20))
                .build()
                .start(
                        initrd,
                        parameters + " ro root=/dev/mapper/"
                                + made.reported("set").orElseThrow());

        Bed.assertFinished(booted);
        assertThat(booted.reported("name")).isEqualTo(made.reported("set"));
        assertThat(booted.reported("members")).hasValue("2");
        assertThat(booted.reported("written")).hasValue("yes");
    }

    private static Path initrd(String maker, Scenario bed) throws IOException, VmException, InterruptedException {
        Path layer = bed.directory().resolve("debian").toAbsolutePath();
        Path script =
                Files.writeString(bed.directory().resolve("mkinitramfs.sh"), Initramfs.resource("mkinitramfs.sh"));
        KernelPackage kernel = KernelPackage.fetch(Cache.ofUser());
        Command.Outcome outcome = Command.of(
                        "unshare",
                        "--mount",
                        "sh",
                        script.toAbsolutePath().toString(),
                        maker,
                        layer.toString(),
                        bed.dmkit().toRealPath().toString(),
                        kernel.modules().toString(),
                        kernel.image()
                                .resolveSibling("config-" + kernel.version())
                                .toString())
                .run(bed.directory());
        assumeTrue(outcome.exit() != NO_LAYER, "can't put a layer over this system: " + outcome.error());
        assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isZero();
        return layer.resolve("initrd");
    }
}
