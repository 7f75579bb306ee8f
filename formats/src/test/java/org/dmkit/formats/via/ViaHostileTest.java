package org.dmkit.formats.via;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.SafeAssembly;
import org.dmkit.raid.assemble.Block;
import org.junit.jupiter.api.Test;

/** Metadata that lie, with a right checksum. */
class ViaHostileTest {
    private static final ViaFormat FORMAT = new ViaFormat();
    private static final int ROUNDS = 100;

    @Test
    void no_bytes_make_it_throw_or_map_what_it_must_not() {
        var random = new Random(20030612);
        for (String name : CorpusDisks.names(FORMAT)) {
            CorpusDisks<ViaMetadata> pristine = CorpusDisks.load(FORMAT, name);
            for (int round = 0; round < ROUNDS; round++) {
                CorpusDisks<ViaMetadata> disks = pristine.copy();
                lie(disks, random);
                assertThatCode(() -> {
                            SafeAssembly.check(disks.assemble());
                            disks.found().forEach(f -> {
                                FORMAT.dmraid().orElseThrow().listed(f);
                                FORMAT.dmraid().orElseThrow().nativeLog(f);
                            });
                        })
                        .as("%s round %d", name, round)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** The same bytes on one disk or all of them: one in a sector that all share makes a new set, not only a contradiction. */
    private static void lie(CorpusDisks<ViaMetadata> disks, Random random) {
        List<DiskInfo> all = disks.disks();
        List<DiskInfo> victims = random.nextBoolean() ? all : List.of(all.get(random.nextInt(all.size())));
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = 2 + random.nextInt(random.nextBoolean() ? 4 : 48);
            int kind = random.nextInt(3);
            int value = random.nextInt(256);
            for (DiskInfo disk : victims) {
                long last = disk.sectors() - 1;
                Block sector = Block.copyOf(disks.get(disk.name(), new Extent(last, 1)));
                int now = kind == 0 ? value : kind == 1 ? sector.u8(at) ^ 1 << (value & 7) : 0;
                Block changed = sector.with8(at, now);
                disks.put(
                        disk.name(),
                        last,
                        changed.with8(ViaMetadata.CHECKSUM, new ViaMetadata(changed).sum())
                                .toBytes());
            }
        }
    }
}
