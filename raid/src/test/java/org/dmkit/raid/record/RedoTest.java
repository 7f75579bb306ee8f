package org.dmkit.raid.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Image;
import org.junit.jupiter.api.Test;

/** What a record keeps of the images that a format writes. */
class RedoTest {
    private static Image image(long lba, int... sectors) {
        byte[] bytes = new byte[sectors.length * 512];
        for (int i = 0; i < sectors.length; i++) {
            bytes[i * 512 + 300] = (byte) sectors[i];
        }
        return new Image(lba, bytes);
    }

    @Test
    void onlyRunsOfSectorsThatDifferAreKept() {
        Redo.Member member = Redo.Member.ofDiffering(
                "S", 1000, List.of(image(900, 1, 2, 3, 4, 5, 6)), List.of(image(900, 1, 7, 8, 4, 5, 9)));

        assertThat(member.t0()).containsExactly(image(901, 2, 3), image(905, 6));
        assertThat(member.t1()).containsExactly(image(901, 7, 8), image(905, 9));
    }

    @Test
    void theSectorThatIsWrittenLastStaysLast() {
        Redo.Member member = Redo.Member.ofDiffering(
                "S",
                1000,
                List.of(image(990, 1, 2, 3), image(995, 4), image(980, 5)),
                List.of(image(990, 6, 2, 6), image(995, 4), image(980, 6)));

        assertThat(member.extents()).containsExactly(new Extent(990, 1), new Extent(992, 1), new Extent(980, 1));
    }

    @Test
    void whatStaysAsItIsNeedsNoRecord() {
        assertThat(Redo.Member.ofDiffering("S", 1000, List.of(image(900, 1, 2)), List.of(image(900, 1, 2)))
                        .extents())
                .isEmpty();
    }
}
