package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Tests on loop devices that go by themselves. */
@Tag("root")
@Tag("loop")
abstract class LoopTest {
    final LoopDevices loops = new LoopDevices();
    final SysfsDisks sysfs = new SysfsDisks();

    @TempDir
    Path dir;

    @BeforeEach
    void needsLoopDevices() {
        assumeTrue(Files.isWritable(Path.of("/dev/loop-control")), "needs root and the loop driver");
    }

    /** An image of so many sectors, each filled with its number. */
    Path image(String name, int sectors) throws IOException {
        return Files.write(dir.resolve(name), Disks.bytes(Disks.counting(0, sectors)));
    }

    DiskInfo describe(LoopDevices.Attached loop) throws IOException {
        DiskInfo info = sysfs.describe(loop.node());
        assertThat(info.number()).isEqualTo(loop.number());
        return info;
    }
}
