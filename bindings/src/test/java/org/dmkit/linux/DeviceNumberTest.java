package org.dmkit.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DeviceNumberTest {
    @Test
    void theKernelsPackedFormIsReadAndWritten() {
        // huge_encode_dev: minor 0x12345, major 0x678.
        assertThat(new DeviceNumber(0x678, 0x12345).pack()).isEqualTo(0x12367845L);
        assertThat(DeviceNumber.unpack(0x12367845L)).isEqualTo(new DeviceNumber(0x678, 0x12345));
        assertThat(new DeviceNumber(253, 0).pack()).isEqualTo(0xfd00);
    }

    @Test
    void theTextOfATableIsReadAndWritten() {
        assertThat(DeviceNumber.parse("8:16")).isEqualTo(new DeviceNumber(8, 16));
        assertThat(new DeviceNumber(8, 16)).hasToString("8:16");
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceNumber.parse("sda"));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeviceNumber(4096, 0));
    }
}
