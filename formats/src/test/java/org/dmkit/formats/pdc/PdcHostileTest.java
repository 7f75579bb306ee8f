package org.dmkit.formats.pdc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.dmkit.formats.pdc.PdcDisks.FORMAT;

import java.util.List;
import java.util.Random;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.SafeAssembly;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Reading;
import org.junit.jupiter.api.Test;

/** Metadata that lie. The checksum is made good after each change, so that the lie is read. */
class PdcHostileTest {
    private static final int ROUNDS = 40;

    @Test
    void no_bytes_make_it_throw_or_map_what_it_must_not() {
        var random = new Random(20060215);
        for (String name : CorpusDisks.names(FORMAT)) {
            CorpusDisks<PdcDisk> pristine = PdcDisks.load(name);
            List<Reading.Found<PdcDisk>> found = pristine.found();
            for (int round = 0; round < ROUNDS && !found.isEmpty(); round++) {
                CorpusDisks<PdcDisk> disks = pristine.copy();
                Reading.Found<PdcDisk> victim = found.get(random.nextInt(found.size()));
                List<PdcBlock> blocks = victim.metadata().blocks();
                PdcBlock block = blocks.get(random.nextInt(blocks.size()));
                byte[] lie = block.block().toBytes();
                for (int change = random.nextInt(5); change >= 0; change--) {
                    mutate(lie, random);
                }
                PdcDisks.put(disks, victim.disk().name(), block.lba(), Block.copyOf(lie));
                if (random.nextBoolean()) {
                    everywhere(disks, lie, random);
                }
                if (random.nextInt(4) == 0) {
                    // A second block that claims the same.
                    PdcDisks.put(disks, victim.disk().name(), block.lba() + 14, Block.copyOf(lie));
                }
                assertThatCode(() -> {
                            SafeAssembly.check(disks.assemble());
                            disks.found().forEach(f -> {
                                FORMAT.dmraid().orElseThrow().isListed(f);
                                FORMAT.dmraid().orElseThrow().listed(f);
                                FORMAT.dmraid().orElseThrow().nativeLog(f);
                            });
                        })
                        .as("%s round %d", name, round)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** The same lie on all members, each in its own place. */
    private static void everywhere(CorpusDisks<PdcDisk> disks, byte[] lie, Random random) {
        for (DiskInfo disk : disks.disks()) {
            long lba = disk.sectors() - 63;
            Block own = Block.copyOf(disks.get(disk.name(), new Extent(lba, PdcPlace.SECTORS)));
            Block all = Block.copyOf(lie);
            PdcDisks.put(disks, disk.name(), lba, random.nextInt(4) == 0 ? all : all.with(0x204, own.slice(0x204, 12)));
        }
    }

    /** Behind the signature, mostly where the fields are. */
    private static void mutate(byte[] block, Random random) {
        int at = switch (random.nextInt(4)) {
            case 0 -> 0x372 + random.nextInt(12);
            case 1 -> 0x2d4 + random.nextInt(0x1c);
            default -> 0x200 + random.nextInt(0x94);
        };
        block[at] = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> (byte) 0xff;
            case 2 -> (byte) random.nextInt();
            default -> (byte) (block[at] ^ (1 << random.nextInt(8)));
        };
    }
}
