package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeTest {
    @Test
    void wholeNumbersHaveNoDecimal() {
        assertThat(Size.ofSectors(0)).isEqualTo("0 KiB");
        assertThat(Size.ofSectors(1)).isEqualTo("512 B");
        assertThat(Size.ofSectors(128)).isEqualTo("64 KiB");
        assertThat(Size.ofSectors(2048)).isEqualTo("1 MiB");
        assertThat(Size.ofSectors(1L << 42)).isEqualTo("2 PiB");
    }

    @Test
    void othersHaveOne() {
        assertThat(Size.ofSectors(3)).isEqualTo("1.5 KiB");
        // a disk sold as 500 GB
        assertThat(Size.ofSectors(976_773_168)).isEqualTo("465.8 GiB");
    }

    @Test
    void neverShowsA1024() {
        assertThat(Size.ofSectors(2047)).isEqualTo("1023.5 KiB");
        assertThat(Size.ofSectors((1L << 21) - 1)).isEqualTo("1 GiB".replace("1 ", "1.0 "));
    }
}
