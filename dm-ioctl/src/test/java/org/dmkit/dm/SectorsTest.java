package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectorsTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "2048,2048",
        "2048s,2048",
        "64KiB,128",
        "64k,128",
        "10MiB,20480",
        "1.5GiB,3145728",
        "0.5K,1",
        "1T,2147483648",
        "2PiB,4398046511104"
    })
    void unitsAreBinary(String text, long sectors) {
        assertThat(Sectors.of(text)).isEqualTo(sectors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1", "1MB", "1 MiB", "0.5", "0.3K", "9999999999999P", "1E", "end", "1.s", "٣"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> Sectors.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
