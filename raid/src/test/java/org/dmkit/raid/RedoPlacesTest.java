package org.dmkit.raid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dmkit.blockio.Extent;
import org.junit.jupiter.api.Test;

class RedoPlacesTest {
    private static final long DISK = 10_000;

    @Test
    void takesTheLowestFreeRunOfTheTail() {
        assertThat(RedoPlaces.find(DISK, 8, List.of(new Extent(DISK - 2, 2)))).contains(new Extent(DISK - 128, 8));
    }

    @Test
    void goesBehindAVolumeThatReachesIntoTheTail() {
        assertThat(RedoPlaces.find(DISK, 8, List.of(new Extent(0, DISK - 100), new Extent(DISK - 2, 2))))
                .contains(new Extent(DISK - 100, 8));
    }

    @Test
    void skipsAGapThatIsTooSmall() {
        List<Extent> used = List.of(new Extent(DISK - 124, 20), new Extent(DISK - 100, 50), new Extent(DISK - 2, 2));
        assertThat(RedoPlaces.find(DISK, 8, used)).contains(new Extent(DISK - 50, 8));
    }

    @Test
    void findsNoneWhereTheTailIsFull() {
        assertThat(RedoPlaces.find(DISK, 8, List.of(new Extent(0, DISK - 9), new Extent(DISK - 2, 2))))
                .isEmpty();
    }
}
