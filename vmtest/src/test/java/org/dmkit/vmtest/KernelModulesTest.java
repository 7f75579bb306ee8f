package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelModulesTest {
    @TempDir
    Path directory;

    private Path index;

    @BeforeEach
    void writeAnIndex() throws Exception {
        index = directory.resolve("modules.dep");
        Files.writeString(index, """
                kernel/drivers/md/dm-raid.ko: kernel/drivers/md/raid456.ko kernel/drivers/md/dm-mod.ko
                kernel/drivers/md/raid456.ko: kernel/lib/raid6/raid6_pq.ko
                kernel/drivers/md/dm-mod.ko:
                kernel/lib/raid6/raid6_pq.ko:
                kernel/fs/ext4/ext4.ko.xz:
                """);
    }

    @Test
    void theClosureHasEverythingThatIsNeeded() throws Exception {
        assertThat(KernelModules.read(index).closure(List.of("dm_raid")))
                .containsExactly(
                        "kernel/drivers/md/dm-mod.ko",
                        "kernel/drivers/md/dm-raid.ko",
                        "kernel/drivers/md/raid456.ko",
                        "kernel/lib/raid6/raid6_pq.ko");
    }

    @Test
    void compressedModulesAndBuiltInOnesAreNoSurprise() throws Exception {
        assertThat(KernelModules.read(index).closure(List.of("ext4", "built-in")))
                .containsExactly("kernel/fs/ext4/ext4.ko.xz");
    }
}
