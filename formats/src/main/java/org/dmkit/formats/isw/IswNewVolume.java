package org.dmkit.formats.isw;

import java.util.List;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/** The volume that describes a new set. */
final class IswNewVolume {
    /** Sectors that mdadm keeps behind the data of each member for its logs. */
    static final int BEHIND_DATA = 2048;

    /** Sectors; in a mirror it has no meaning, and all writers put this. */
    private static final int MIRROR_STRIP = 128;

    private IswNewVolume() {}

    /**
     * An MPB with a volume for this set behind the others.
     *
     * @param mpb whose disk table has all members
     */
    static Mpb in(Mpb mpb, RaidSet set) {
        List<Component.Member> members = set.members().toList();
        List<Integer> indices = members.stream()
                .map(m -> mpb.indexOf(IswSerial.of(m.disk())).orElseThrow())
                .toList();
        Extent data = members.getFirst().extent();
        int unit = mpb.unit();
        int strip = (set.chunk() == 0 ? MIRROR_STRIP : set.chunk()) / unit;
        IswMap map =
                IswMap.made(level(set), data.lba() / unit, data.count() / unit, BEHIND_DATA / unit, strip, indices);
        return mpb.withNewVolume(
                IswVolume.made(IswNames.field(set.label()), set.size() / unit, mpb.volumesMade() + 1, map));
    }

    private static int level(RaidSet set) {
        boolean mirrors = set.bottomUp().anyMatch(s -> s.level() == Level.RAID1);
        return switch (set.level()) {
            case RAID0 -> mirrors ? 1 : 0;
            case RAID1 -> 1;
            case RAID5_LEFT_ASYMMETRIC -> 5;
            default -> throw new IllegalArgumentException("refused by the rules: " + set.level());
        };
    }
}
