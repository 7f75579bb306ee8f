package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dmkit.linux.DeviceNumber;
import org.junit.jupiter.api.Test;

/** Lines as proc(5) describes them. */
class MountsTest {
    @Test
    void theFileSystemCountsAndNotTheMount() {
        assertThat(Mounts.readOnly(List.of(
                        "36 35 253:0 / / ro,noatime master:1 - ext4 /dev/mapper/root ro,errors=continue",
                        "40 36 253:1 / /mnt ro,noatime - ext4 /dev/mapper/data rw",
                        "41 36 8:16 /a /a\\040b rw - ext4 /dev/sdb rw,ro-like")))
                .containsExactly(new DeviceNumber(253, 0));
    }

    @Test
    void linesThatAreCutAreNoMounts() {
        assertThat(Mounts.readOnly(List.of("", "36 35", "36 35 253:0 / / ro - ext4")))
                .isEmpty();
    }
}
