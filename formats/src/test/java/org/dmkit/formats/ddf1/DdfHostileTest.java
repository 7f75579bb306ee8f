package org.dmkit.formats.ddf1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.SafeAssembly;
import org.dmkit.formats.ddf1.DdfHeader.Section;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes of what real and made-up disks bear, checksums right again or not. */
class DdfHostileTest {
    private static final Ddf1Format FORMAT = new Ddf1Format();
    private static final int ROUNDS = 150;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "concat-3-unequal",
                "raid1-2-dedicated-spare",
                "raid10-4-srl-striped",
                "raid5-rlq3-3-offset",
                "three-volumes-on-pairs",
                "little-endian-raid1",
                "adaptec-anchor-257"
            })
    void no_metadata_make_reading_throw_or_a_set_leave_its_disks(String name) {
        var random = new Random(name.hashCode());
        DdfCase pristine = DdfCase.load(name);
        int started = 0;
        for (int round = 0; round < ROUNDS; round++) {
            DdfCase c = pristine.copy();
            List<String> all = DdfSectors.names(c);
            // The same lie on all disks is no contradiction, so it goes deeper.
            List<String> victims = random.nextBoolean() ? all : List.of(all.get(random.nextInt(all.size())));
            long seed = random.nextLong();
            int where = random.nextInt(5);
            for (String disk : victims) {
                switch (where) {
                    case 0 -> DdfSectors.section(c, disk, Section.PHYSICAL_DISKS, b -> changedHead(b, seed));
                    case 1 -> DdfSectors.section(c, disk, Section.VIRTUAL_DISKS, b -> changedHead(b, seed));
                    case 2 -> DdfSectors.allHeaders(c, disk, b -> changed(b, new Random(seed), 8, b.size()));
                    case 3 -> flipAnywhere(c, disk, new Random(seed));
                    default -> DdfSectors.records(c, disk, b -> changedRecord(b, seed));
                }
            }
            c.found().forEach(f -> {
                FORMAT.dmraid().orElseThrow().listed(f);
                FORMAT.dmraid().orElseThrow().nativeLog(f);
            });
            Assembly assembly = c.assemble();
            SafeAssembly.check(assembly);
            started += assembly.groups().stream()
                            .anyMatch(g -> g.sets().size() > g.blocked().size())
                    ? 1
                    : 0;
        }
        assertThat(started)
                .as("rounds in which something could still be started")
                .isPositive();
    }

    private static Block changed(Block block, Random random, int from, int to) {
        Block changed = block;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int value = switch (random.nextInt(3)) {
                case 0 -> 0;
                case 1 -> 0xff;
                default -> random.nextInt(256);
            };
            changed = changed.with8(random.nextInt(from, to), value);
        }
        return changed;
    }

    /** In the first entries, where something is. */
    private static Block changedHead(Block block, long seed) {
        return changed(block, new Random(seed), 8, 64 * 5);
    }

    /** Its fields, or the first of the members and where they begin. */
    private static Block changedRecord(Block block, long seed) {
        var random = new Random(seed);
        return random.nextBoolean() ? changed(block, random, 8, 88) : changed(block, random, 512, 512 + 4 * 16 + 8 * 5);
    }

    private static void flipAnywhere(DdfCase c, String disk, Random random) {
        DdfDisk d = DdfSectors.metadata(c, disk);
        long end = d.activeLba() + 20;
        DdfSectors.flip(c, disk, d.activeLba() + random.nextLong(end - d.activeLba()), random.nextInt(512));
    }

    @Test
    void a_disk_too_small_for_an_anchor_is_absent() {
        assertThat(FORMAT.anchors(disk(0))).isEmpty();
        assertThat(FORMAT.anchors(disk(1))).isEmpty();
        assertThat(FORMAT.anchors(disk(200))).hasSize(1);
        assertThat(FORMAT.read(disk(0), e -> Optional.empty())).isInstanceOf(Reading.Absent.class);
    }

    private static DiskInfo disk(long sectors) {
        return new DiskInfo("sda", sectors, 512, "", null, "", null, false);
    }
}
