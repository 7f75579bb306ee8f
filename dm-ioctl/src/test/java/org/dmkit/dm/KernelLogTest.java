package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KernelLogTest {
    @Test
    void theTextOfARecordStandsBehindItsHead() {
        assertThat(KernelLog.text(
                        "3,714,12648463,-;device-mapper: table: 253:0: linear: Invalid; argument\n SUBSYSTEM=x\n"))
                .isEqualTo("device-mapper: table: 253:0: linear: Invalid; argument");
    }

    @Test
    @Tag("root")
    void onlyWhatComesAfterItsOpeningIsRead() throws IOException {
        Path log = Path.of("/dev/kmsg");
        assumeTrue(Files.isReadable(log) && Files.isWritable(log), "may not read and write /dev/kmsg");
        // Without its line's end the kernel keeps a record back, so that another may go on with it.
        Files.writeString(log, "dmkit test: before\n");
        try (KernelLog opened = KernelLog.fromNow()) {
            Files.writeString(log, "dmkit test: after\n");
            assertThat(opened.lines()).contains("dmkit test: after").doesNotContain("dmkit test: before");
            assertThat(opened.lines()).isEmpty();
        }
    }
}
