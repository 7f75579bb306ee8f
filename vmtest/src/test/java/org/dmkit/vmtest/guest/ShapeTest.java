package org.dmkit.vmtest.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layouts as md's documentation draws them: columns are disks, numbers data chunks. */
class ShapeTest {
    private static final int CHUNK = 8;

    @ParameterizedTest
    @CsvSource({
        "LEFT_ASYMMETRIC,  '0 1 2 P / 3 4 P 5 / 6 P 7 8 / P 9 10 11 / 12 13 14 P'",
        "LEFT_SYMMETRIC,   '0 1 2 P / 4 5 P 3 / 8 P 6 7 / P 9 10 11 / 12 13 14 P'",
        "RIGHT_ASYMMETRIC, 'P 0 1 2 / 3 P 4 5 / 6 7 P 8 / 9 10 11 P / P 12 13 14'",
        "RIGHT_SYMMETRIC,  'P 0 1 2 / 5 P 3 4 / 7 8 P 6 / 9 10 11 P / P 12 13 14'",
        "FIRST,            'P 0 1 2 / P 3 4 5 / P 6 7 8'",
        "LAST,             '0 1 2 P / 3 4 5 P / 6 7 8 P'",
        "ZERO_RESTART,     'P Q 0 1 / 2 P Q 3 / 4 5 P Q / Q 6 7 P / P Q 8 9'",
        "N_RESTART,        '0 1 P Q / 2 P Q 3 / P Q 4 5 / Q 6 7 P / 8 9 P Q'",
        "N_CONTINUE,       '0 1 Q P / 3 Q P 2 / Q P 4 5 / P 6 7 Q / 8 9 Q P'",
    })
    void chunksOfAParitySetLieAsDrawn(Parity parity, String drawing) {
        List<String> rows = List.of(drawing.split(" / "));
        var drawn = new ArrayList<String>();
        for (int row = 0; row < rows.size(); row++) {
            int slots = rows.getFirst().split(" ").length;
            var line = new ArrayList<String>();
            for (int slot = 0; slot < slots; slot++) {
                int index = parity.index(row, slots, slot);
                line.add(
                        slot == parity.p(row, slots)
                                ? "P"
                                : slot == parity.q(row, slots)
                                        ? "Q"
                                        : String.valueOf(row * (slots - parity.chunks) + index));
            }
            drawn.add(String.join(" ", line));
        }
        assertThat(drawn).isEqualTo(rows);
    }

    @Test
    void parityIsTheSumOfTheStripe() {
        var shape = new Shape(new Shape.Kind.Striping(Parity.LEFT_SYMMETRIC), CHUNK, disks(3));
        // The second stripe: chunk 3 on disk c, chunk 2 on disk a, parity on disk b.
        var held = held(shape, shape.together(2 * CHUNK), sector -> filled((int) sector));

        assertThat(held).containsOnlyKeys("a 108", "b 108", "c 108");
        assertThat(held.get("c 108")).isEqualTo(2 * CHUNK);
        assertThat(held.get("a 108")).isEqualTo(3 * CHUNK);
        assertThat(held.get("b 108")).isEqualTo(2 * CHUNK ^ 3 * CHUNK);
    }

    @Test
    void theSecondParityWeighsEachChunkByItsSlot() {
        var shape = new Shape(new Shape.Kind.Striping(Parity.ZERO_RESTART), CHUNK, disks(4));
        // P Q 0 1: slots 2 and 3
        var held = held(shape, shape.together(0), sector -> filled(sector < CHUNK ? 0x40 : 0x01));

        assertThat(held.get("a 100")).isEqualTo(0x41);
        // 0x40 * 4 = 0x100 = 0x1d in the field; 0x01 * 8 = 0x08
        assertThat(held.get("b 100")).isEqualTo(0x1d ^ 0x08);
    }

    @Test
    void aStripeOverMirrorsKeepsEachSectorTwice() {
        var mirror = new Shape(new Shape.Kind.Mirror(), 0, disks(2));
        var other = new Shape(new Shape.Kind.Mirror(), 0, disks(4).subList(2, 4));
        var shape = new Shape(
                new Shape.Kind.Striped(),
                CHUNK,
                List.of(new Shape.Slot.Below(mirror, 800), new Shape.Slot.Below(other, 800)));

        var held = held(shape, List.of(0L, 9L, 17L), sector -> filled((int) sector));

        assertThat(held)
                .containsOnlyKeys("a 100", "b 100", "c 101", "d 101", "a 109", "b 109")
                .containsEntry("c 101", 9)
                .containsEntry("d 101", 9)
                .containsEntry("b 109", 17);
        assertThat(shape.width()).isEqualTo(2);
    }

    @Test
    void aMirrorOfStripesKeepsEachSectorInBoth() {
        var stripe = new Shape(new Shape.Kind.Striped(), CHUNK, disks(2));
        var other = new Shape(new Shape.Kind.Striped(), CHUNK, disks(4).subList(2, 4));
        var shape = new Shape(
                new Shape.Kind.Mirror(),
                0,
                List.of(new Shape.Slot.Below(stripe, 1600), new Shape.Slot.Below(other, 1600)));

        assertThat(held(shape, List.of(25L), sector -> filled((int) sector)))
                .containsOnlyKeys("b 109", "d 109")
                .containsEntry("d 109", 25);
    }

    @Test
    void aConcatenationGoesOnAtTheNextDisk() {
        var shape = new Shape(new Shape.Kind.Linear(), 0, disks(2));

        assertThat(held(shape, List.of(799L, 800L), sector -> filled((int) (sector % 100))))
                .containsOnlyKeys("a 899", "b 100");
    }

    private static List<Shape.Slot> disks(int count) {
        return IntStream.range(0, count)
                .<Shape.Slot>mapToObj(i -> new Shape.Slot.Piece(String.valueOf((char) ('a' + i)), 100, 800, true))
                .toList();
    }

    /** The first byte of each sector that the given ones decide, by disk and sector. */
    private static Map<String, Integer> held(Shape shape, Iterable<Long> sectors, Shape.Content content) {
        var held = new TreeMap<String, Integer>();
        for (long sector : sectors) {
            shape.places(
                    sector,
                    content,
                    p -> held.put(
                            p.piece().disk() + " " + p.sector(), p.content().at(0)[0] & 0xff));
        }
        return held;
    }

    private static byte[] filled(int value) {
        var bytes = new byte[Shape.SECTOR];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
