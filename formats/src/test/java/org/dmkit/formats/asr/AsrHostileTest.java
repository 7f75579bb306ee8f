package org.dmkit.formats.asr;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.SafeAssembly;
import org.dmkit.raid.assemble.Block;
import org.junit.jupiter.api.Test;

/** Metadata that lie, mostly with a right checksum. */
class AsrHostileTest {
    private static final AsrFormat FORMAT = new AsrFormat();
    private static final int ROUNDS = 60;

    @Test
    void no_bytes_make_it_throw_or_map_what_it_must_not() {
        var random = new Random(20040817);
        for (String name : CorpusDisks.names(FORMAT)) {
            CorpusDisks<AsrMetadata> pristine = CorpusDisks.load(FORMAT, name);
            for (int round = 0; round < ROUNDS; round++) {
                CorpusDisks<AsrMetadata> disks = pristine.copy();
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

    private static void lie(CorpusDisks<AsrMetadata> disks, Random random) {
        List<DiskInfo> all = disks.disks();
        DiskInfo victim = all.get(random.nextInt(all.size()));
        if (random.nextInt(8) == 0) {
            byte[] reserved = disks.get(victim.name(), new Extent(victim.sectors() - 1, 1));
            mutate(reserved, ReservedBlock.TABLE - 4, 8, random);
            mutate(reserved, 0x3f, 5, random);
            disks.put(victim.name(), victim.sectors() - 1, reserved);
            return;
        }
        byte[] table = AsrTables.table(disks, victim.name()).toBytes();
        for (int change = random.nextInt(5); change >= 0; change--) {
            mutate(table, 4, 60 + 64 * 8, random);
        }
        Block lie = Block.copyOf(table).bigEndian();
        int size = RaidTable.HEADER_SIZE + RaidTable.LINE_SIZE * lie.u16(RaidTable.COUNT);
        if (size <= lie.size() && random.nextInt(8) > 0) {
            lie = lie.with16(RaidTable.CHECKSUM, new RaidTable(lie).sum());
        }
        for (DiskInfo disk : random.nextBoolean() ? all : List.of(victim)) {
            AsrTables.put(disks, disk.name(), lie);
        }
    }

    private static void mutate(byte[] bytes, int from, int count, Random random) {
        int at = from + random.nextInt(count);
        bytes[at] = switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> (byte) 0xff;
            case 2 -> (byte) random.nextInt();
            case 3 -> (byte) random.nextInt(6);
            default -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
        };
    }
}
