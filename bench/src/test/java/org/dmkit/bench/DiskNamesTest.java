package org.dmkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiskNamesTest {
    @Test
    void asTheKernelCounts() {
        assertThat(IntStream.of(0, 25, 26, 701, 702).mapToObj(DiskNames::name))
                .containsExactly("sda", "sdz", "sdaa", "sdzz", "sdaaa");
    }
}
