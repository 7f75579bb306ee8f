package org.dmkit.formats.lsi;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.SafeAssembly;
import org.junit.jupiter.api.Test;

/** Metadata that lie. */
class LsiHostileTest {
    private static final LsiFormat FORMAT = new LsiFormat();
    private static final int ROUNDS = 60;

    @Test
    void no_bytes_make_it_throw_or_map_what_it_must_not() {
        var random = new Random(20050701);
        for (String name : CorpusDisks.names(FORMAT)) {
            CorpusDisks<LsiConfiguration> pristine = CorpusDisks.load(FORMAT, name);
            for (int round = 0; round < ROUNDS; round++) {
                CorpusDisks<LsiConfiguration> disks = pristine.copy();
                List<DiskInfo> all = disks.disks();
                DiskInfo victim = all.get(random.nextInt(all.size()));
                byte[] lie = disks.get(victim.name(), new Extent(victim.sectors() - 1, 1));
                for (int change = random.nextInt(5); change >= 0; change--) {
                    mutate(lie, random);
                }
                boolean everywhere = random.nextBoolean();
                for (DiskInfo disk : everywhere ? all : List.of(victim)) {
                    byte[] own = disks.get(disk.name(), new Extent(disk.sectors() - 1, 1));
                    byte[] sector = lie.clone();
                    if (!disk.equals(victim) && random.nextInt(4) > 0) {
                        sector[LsiConfiguration.DISK_NUMBER] = own[LsiConfiguration.DISK_NUMBER];
                        sector[LsiConfiguration.RAID_NUMBER] = own[LsiConfiguration.RAID_NUMBER];
                    }
                    disks.put(disk.name(), disk.sectors() - 1, sector);
                }
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

    /** Behind the signature, mostly where the entries are. */
    private static void mutate(byte[] sector, Random random) {
        int at = random.nextInt(3) == 0 ? LsiConfiguration.DISK_NUMBER + random.nextInt(6) : 6 + random.nextInt(0x60);
        sector[at] = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> (byte) 0xff;
            case 2 -> (byte) random.nextInt();
            default -> (byte) (sector[at] ^ (1 << random.nextInt(8)));
        };
    }
}
