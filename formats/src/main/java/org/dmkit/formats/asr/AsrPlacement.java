package org.dmkit.formats.asr;

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
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.write.ChunkRange;
import org.dmkit.raid.write.NewSetRoom;

/**
 * Lays out arrays from the beginning of the disks, in multiples of 128 sectors as the vendor does, but so that a change has room for
 * its record. RAID 10 is a mirror of stripes: of a stripe of mirrors dmraid makes a mirror. An array's device is called by its name.
 */
enum AsrPlacement implements Placement<AsrMetadata> {
    INSTANCE;

    /** FreeBSD's limits, and the chunk of the real array. */
    private static final ChunkRange CHUNKS = new ChunkRange("asr", 128, 32, 128);

    private static final NewSetRoom ROOM =
            new NewSetRoom("asr", 0, disk -> AsrJoining.tableOf(disk) - AsrPlacement.RECORD);
    /** Sectors that stay free in front of the table. */
    private static final int RECORD = 64;

    private static final int STEP = 128;
    /** As many as anybody has read an array of. */
    private static final int MOST_MEMBERS = 8;

    private static final int MIRRORS = 2;

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.RAID0, Kind.RAID1, Kind.RAID10);
    }

    @Override
    public Group ground(Format<AsrMetadata> format, List<DiskInfo> disks, Birth birth) {
        var magics = new ArrayList<Integer>();
        for (int i = 0; i < AsrNewArray.IDENTITIES; i++) {
            magics.add(AsrMagics.of("array " + i + "|" + birth.seed(), magics));
        }
        List<DiskInfo> members = disks.stream().limit(MOST_MEMBERS).toList();
        members.forEach(d -> magics.add(AsrMagics.of(d.serial() + "|" + d.name() + "|" + birth.seed(), magics)));
        RaidTable table = RaidTable.empty()
                .withLines(magics.stream()
                        .map(m -> ConfigLine.of(ConfigLine.PHYSICAL, ConfigLine.RAID0, 0, m, 0, 0, 0, 0, ""))
                        .toList());
        Map<String, AsrMetadata> blocks = new HashMap<>();
        for (int slot = 0; slot < members.size(); slot++) {
            DiskInfo disk = members.get(slot);
            var reserved = ReservedBlock.of(
                    magics.get(AsrNewArray.IDENTITIES + slot), AsrJoining.tableOf(disk), AsrNewArray.target(slot));
            blocks.put(disk.name(), AsrMetadata.of(reserved, table).orElseThrow());
        }
        return NewSetRoom.ground(format, "asr", blocks);
    }

    @Override
    public RaidSet place(Group group, Known<AsrMetadata> known, Wish wish, List<DiskInfo> disks)
            throws RefusedException {
        Kind kind = wish.kind();
        if (!kinds().contains(kind)) {
            throw ROOM.refused("level", kind.toString(), "RAID 0, 1 or 10: nobody knows how others are laid out", "");
        }
        ROOM.empty(group);
        List<Finding> tooLarge =
                disks.stream().flatMap(d -> AsrJoining.tooLarge(d).stream()).toList();
        if (!tooLarge.isEmpty()) {
            throw new RefusedException(tooLarge);
        }
        ROOM.count(kind, disks.size(), kind == Kind.RAID1 ? MIRRORS : MOST_MEMBERS);
        int chunk = CHUNKS.of(wish);
        long each = ROOM.each(wish, disks, STEP);
        long size = each * kind.dataMembers(disks.size());
        if (size >>> 32 != 0) {
            throw ROOM.refused("size", size + " sectors", "less than 2 TiB", "take a smaller size");
        }
        String name = "asr_" + wish.label();
        List<Component> members = ROOM.members(disks, each);
        if (kind != Kind.RAID10) {
            Level level = kind == Kind.RAID1 ? Level.RAID1 : Level.RAID0;
            return NewSetRoom.plain(name, wish, level, chunk, each, members);
        }
        List<ConfigLine> identities = known.byDisk().values().iterator().next().lines();
        return NewSetRoom.mirrorOfStripes(
                name,
                i -> Truth.subset(wish.label(), identities.get(1 + i).magic()),
                wish.label(),
                chunk,
                each,
                members);
    }
}
