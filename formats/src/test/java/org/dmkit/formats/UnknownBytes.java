package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Reading;

/**
 * The bytes of a metadata sector that no program is known to use. From the facts of each format, not from its decoder.
 *
 * @param sectors of a disk that hold them, each the same
 * @param from first byte, a multiple of 4 where a sum of words covers it
 * @param to the first behind them
 * @param sum where the sum of all words is; -1 if it does not cover them
 * @param zero the byte that makes all bytes add up to 0; -1 if they needn't
 */
record UnknownBytes(Function<DiskInfo, List<Long>> sectors, int from, int to, int sum, int zero) {
    private UnknownBytes(Function<DiskInfo, List<Long>> sectors, int from, int to, int sum) {
        this(sectors, from, to, sum, -1);
    }

    private static final Map<String, UnknownBytes> OF = Map.ofEntries(
            Map.entry("ddf1", new UnknownBytes(d -> List.of(d.sectors() - 1), 0x33, 0x60, -1)),
            // The reserved block, between the disk's identity and the words for tests.
            Map.entry("asr", new UnknownBytes(d -> List.of(d.sectors() - 1), 0x44, 0xf0, -1)),
            Map.entry("isw", new UnknownBytes(d -> List.of(d.sectors() - 2), 0x58, 0xd8, 0x20)),
            Map.entry("jmicron", new UnknownBytes(d -> List.of(d.sectors() - 1), 0x80, 0x200, -1)),
            Map.entry("lsi", new UnknownBytes(d -> List.of(d.sectors() - 1), 0x1f6, 0x200, -1)),
            Map.entry("nvidia", new UnknownBytes(d -> List.of(d.sectors() - 2), 0x78, 0x200, -1)),
            // The last sector of the first block, which the sum is at the end of.
            Map.entry("pdc", new UnknownBytes(d -> List.of(d.sectors() - 60), 0, 0x1fc, 0x1fc)),
            Map.entry(
                    "sil",
                    new UnknownBytes(
                            d -> List.of(1L, 513L, 1025L, 1537L).stream()
                                    .map(back -> d.sectors() - back)
                                    .toList(),
                            0x140,
                            0x200,
                            -1)),
            Map.entry("hpt45x", new UnknownBytes(d -> List.of(d.sectors() - 11), 0xb4, 0x200, -1, 0x90)),
            // Behind the log, in front of what ataraid writes there.
            Map.entry("hpt37x", new UnknownBytes(d -> List.of(9L), 0x1c4, 0x1d4, -1)),
            Map.entry("via", new UnknownBytes(d -> List.of(d.sectors() - 1), 0x33, 0x1ff, -1)));

    static UnknownBytes of(Format<?> format) {
        UnknownBytes unknown = OF.get(format.name());
        if (unknown == null) {
            throw new AssertionError("a writer of " + format.name() + ", of which nobody told the unknown bytes");
        }
        return unknown;
    }

    /** Puts the same noise into all of them. */
    void fill(CorpusDisks<?> disks) {
        byte[] noise = new byte[to - from];
        new Random(7).nextBytes(noise);
        for (DiskInfo disk : disks.disks()) {
            if (disks.reading(disk.name()) instanceof Reading.Found<?>) {
                sectors.apply(disk).forEach(lba -> {
                    byte[] sector = disks.get(disk.name(), new Extent(lba, 1));
                    ByteBuffer words = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
                    int before = words(words);
                    System.arraycopy(noise, 0, sector, from, noise.length);
                    if (sum >= 0) {
                        words.putInt(sum, words.getInt(sum) + words(words) - before);
                    }
                    if (zero >= 0) {
                        for (byte b : sector.clone()) {
                            sector[zero] -= b;
                        }
                    }
                    disks.put(disk.name(), lba, sector);
                });
            }
        }
    }

    private int words(ByteBuffer sector) {
        int words = 0;
        for (int at = from; at + 4 <= to; at += 4) {
            words += sector.getInt(at);
        }
        return words;
    }

    /** On disks that bore metadata and still do. */
    void mustBeKept(CorpusDisks<?> before, CorpusDisks<?> after) {
        for (DiskInfo disk : before.disks()) {
            if (before.reading(disk.name()) instanceof Reading.Found<?>
                    && after.reading(disk.name()) instanceof Reading.Found<?>) {
                sectors.apply(disk)
                        .forEach(lba -> assertThat(bytes(after, disk, lba))
                                .as("bytes of %s, sector %d, that nobody knows", disk.name(), lba)
                                .isEqualTo(bytes(before, disk, lba)));
            }
        }
    }

    private byte[] bytes(CorpusDisks<?> disks, DiskInfo disk, long lba) {
        return Arrays.copyOfRange(disks.get(disk.name(), new Extent(lba, 1)), from, to);
    }
}
