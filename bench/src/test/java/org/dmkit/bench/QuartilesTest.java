package org.dmkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuartilesTest {
    @Test
    void ofValuesInAnyOrder() {
        assertThat(Quartiles.of(List.of(5.0, 1.0, 3.0, 2.0, 4.0))).isEqualTo(new Quartiles(2, 3, 4));
    }

    @Test
    void betweenTwoValues() {
        assertThat(Quartiles.of(List.of(1.0, 2.0))).isEqualTo(new Quartiles(1.25, 1.5, 1.75));
    }
}
