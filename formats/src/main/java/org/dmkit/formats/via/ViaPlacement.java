package org.dmkit.formats.via;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.write.NewSetRoom;

/**
 * Lays out mirrors of two, from the beginning of the disks. The end stays free, so that a change has room for its record: programs
 * that map it too find nothing of the set's there. Other sets are not made, because all readers take their disks as full, and a
 * disk of theirs that is written alone is half a set.
 *
 * <p>A set has no name of its own: what it is called follows from its members' identities, which are drawn anew for it.
 */
enum ViaPlacement implements Placement<ViaMetadata> {
    INSTANCE;

    private static final int MEMBERS = 2;
    /** Sectors that stay free on each disk, the one of the metadata among them. */
    private static final int RESERVE = 2048;

    private static final NewSetRoom ROOM = new NewSetRoom("via", 0, disk -> disk.sectors() - RESERVE);

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.RAID1);
    }

    @Override
    public Group ground(Format<ViaMetadata> format, List<DiskInfo> disks, Birth birth) {
        var table = new ArrayList<Integer>();
        disks.stream().limit(MEMBERS).forEach(d -> table.add(ViaIdentities.of(d, birth.seed(), table)));
        ViaMetadata set = ViaMetadata.mirror(table);
        Map<String, ViaMetadata> blocks = new HashMap<>();
        for (int i = 0; i < table.size(); i++) {
            blocks.put(disks.get(i).name(), set.withOwn(table.get(i)));
        }
        return NewSetRoom.ground(format, set.name(), blocks);
    }

    @Override
    public RaidSet place(Group group, Known<ViaMetadata> known, Wish wish, List<DiskInfo> disks)
            throws RefusedException {
        if (!kinds().contains(wish.kind())) {
            throw ROOM.refused("level", wish.kind().toString(), "RAID 1", "");
        }
        ROOM.empty(group);
        ROOM.count(wish.kind(), disks.size(), MEMBERS);
        long size = exact(ROOM.each(wish, disks, 1));
        return new RaidSet(group.name(), "", Level.RAID1, 0, size, ROOM.members(disks, size), Resync.DIRTY);
    }

    /** A multiple of VIA's unit would be read as what is left of the whole disk. */
    private static long exact(long sectors) {
        return sectors % ViaMetadata.ROUNDED_TO == 0 ? sectors - 1 : sectors;
    }
}
