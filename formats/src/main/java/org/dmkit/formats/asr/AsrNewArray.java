package org.dmkit.formats.asr;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/**
 * The table of a new array: lines and fields of the one real table that is known, a stripe of four; of other levels, as dmraid reads
 * them.
 */
final class AsrNewArray {
    /** Of the first disk; the others have every second one. */
    static final int FIRST_TARGET = 0x0202;

    private static final int ARRAY_TARGET = 0x8200;
    /** Lines of the ground that bear the identities of the array and of its two stripes. */
    static final int IDENTITIES = 3;

    private AsrNewArray() {}

    /** @param magics of array and stripes, then of the disks */
    static RaidTable table(RaidSet set, List<Integer> magics) {
        boolean dual = set.components().getFirst() instanceof Component.Subset;
        int members = (int) set.leaves().count();
        int type = set.level().redundant() ? ConfigLine.RAID1 : ConfigLine.RAID0;
        var lines = new ArrayList<ConfigLine>();
        if (dual) {
            int each = members / 2;
            RaidSet stripe = set.bottomUp().findFirst().orElseThrow();
            lines.add(array(ConfigLine.DUAL, type, 2, magics.getFirst(), set, stripe.chunk() * each, 0));
            for (int i = 0; i < 2; i++) {
                lines.add(array(
                        ConfigLine.LOGICAL,
                        ConfigLine.RAID0,
                        each,
                        magics.get(1 + i),
                        set,
                        stripe.chunk() * each,
                        1 + i));
                disks(set, stripe.chunk(), i * each, (i + 1) * each, ConfigLine.RAID0, magics, lines);
            }
        } else {
            lines.add(array(ConfigLine.LOGICAL, type, members, magics.getFirst(), set, set.chunk() * members, 0));
            disks(set, set.chunk(), 0, members, type, magics, lines);
        }
        if (set.resync() == Resync.RESYNCING) {
            lines.set(0, lines.getFirst().withState(AsrArray.BUILDING));
        }
        return RaidTable.empty().withLines(lines);
    }

    private static ConfigLine array(int level, int type, int count, int magic, RaidSet set, int chunk, int number) {
        return ConfigLine.of(level, type, count, magic, 0, set.size(), chunk, ARRAY_TARGET + number, set.label());
    }

    private static void disks(
            RaidSet set, int chunk, int from, int to, int type, List<Integer> magics, List<ConfigLine> lines) {
        List<Component.Member> members = set.members().toList();
        for (int slot = from; slot < to; slot++) {
            lines.add(ConfigLine.of(
                    ConfigLine.PHYSICAL,
                    type,
                    0,
                    magics.get(IDENTITIES + slot),
                    slot,
                    members.get(slot).extent().count(),
                    chunk,
                    target(slot),
                    set.label()));
        }
    }

    static int target(int slot) {
        return FIRST_TARGET + 2 * slot;
    }
}
