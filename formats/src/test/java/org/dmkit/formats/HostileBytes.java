package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.raid.Component;
import org.dmkit.raid.Group;
import org.dmkit.raid.Profile;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.Tables;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.Reading;

/** Changes the metadata of every case of a format at random, and asks whether what is made of them is still harmless. */
public final class HostileBytes {
    private final Format format;
    private final int from;
    private final int to;
    private final UnaryOperator<byte[]> checksum;
    private final BiFunction<DiskInfo, Long, Boolean> reserved;
    private final Random random = new Random(20061124);

    /**
     * Of a format whose metadata are copies of one sector.
     *
     * @param from first byte of the sector that means something
     * @param to the first behind those
     * @param checksum makes a changed sector valid again, so that the lie is read
     * @param reserved true for sectors of a disk that must never be data
     */
    public HostileBytes(
            Format format,
            int from,
            int to,
            UnaryOperator<byte[]> checksum,
            BiFunction<DiskInfo, Long, Boolean> reserved) {
        this.format = format;
        this.from = from;
        this.to = to;
        this.checksum = checksum;
        this.reserved = reserved;
    }

    /** Tries all cases, so often each; to be used in a test. */
    public void survive(int rounds) {
        int mapped = 0;
        for (String name : CaseDisks.names(format)) {
            CaseDisks pristine = CaseDisks.load(format, name);
            List<Reading.Found> found = pristine.found();
            for (int round = 0; round < rounds && !found.isEmpty(); round++) {
                CaseDisks changed = pristine.copy();
                // The same lie on all members is no contradiction, so it goes deeper.
                List<Reading.Found> victims =
                        random.nextBoolean() ? found : List.of(found.get(random.nextInt(found.size())));
                int[][] changes = changes();
                boolean valid = random.nextInt(8) > 0;
                for (Reading.Found victim : victims) {
                    for (Extent extent : victim.extents()) {
                        String disk = victim.disk().name();
                        byte[] sector = changed.sector(disk, extent.lba());
                        for (int[] change : changes) {
                            sector[change[0]] = (byte) (change[1] < 0 ? sector[change[0]] ^ -change[1] : change[1]);
                        }
                        changed.put(disk, extent.lba(), valid ? checksum.apply(sector) : sector);
                    }
                }
                for (Reading.Found f : changed.found()) {
                    format.listed(f);
                    format.nativeLog(f);
                }
                for (Group group : changed.assemble().groups()) {
                    mapped += harmless(name + " round " + round, group);
                }
            }
        }
        assertThat(mapped).as("sets that were still mapped").isPositive();
    }

    /** Pairs of offset and new byte, or negative: bits to flip. */
    private int[][] changes() {
        int[][] changes = new int[1 + random.nextInt(4)][];
        for (int i = 0; i < changes.length; i++) {
            int value = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> 0xff;
                case 2 -> random.nextInt(256);
                default -> -(1 << random.nextInt(8));
            };
            changes[i] = new int[] {random.nextInt(from, to), value};
        }
        return changes;
    }

    private int harmless(String what, Group group) {
        group.sets().forEach(RaidSet::health);
        if (!group.blocked().isEmpty()) {
            return 0;
        }
        int mapped = 0;
        for (RaidSet set : group.sets()) {
            set.members().forEach(m -> {
                assertThat(m.extent().end())
                        .as(what)
                        .isLessThanOrEqualTo(m.disk().sectors());
                assertThat(reserved.apply(m.disk(), m.extent().end() - 1))
                        .as("%s: %s", what, m)
                        .isFalse();
            });
            assertThat(set.members().map(Component.Member::disk).distinct().count())
                    .as(what)
                    .isEqualTo(set.members().count());
            for (Profile profile : Profile.values()) {
                mapped += Tables.of(set, profile, d -> DeviceRef.of(new DmName(d.name())))
                        .size();
            }
        }
        return mapped;
    }
}
