package org.dmkit.formats.jmicron;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.write.ChunkRange;
import org.dmkit.raid.write.NewSetRoom;

/**
 * Lays out sets from the beginning of the disks. The end stays free, so that a change has room for its record: each block tells how
 * much of its disk is used, and everybody believes it. Of RAID 10 there are two pairs, because dmraid mixes up the order of three.
 */
enum JmPlacement implements Placement<Jm> {
    INSTANCE;

    private static final ChunkRange CHUNKS = new ChunkRange("jmicron", 128, 8, 256);
    /** Sectors that stay free on each disk, the one of the metadata among them. */
    private static final int RESERVE = 2048;

    private static final NewSetRoom ROOM = new NewSetRoom("jmicron", 0, disk -> disk.sectors() - RESERVE);

    private static final int MOST_MEMBERS = 6;
    /** Ready, and what FreeBSD and the vendor set beside it. */
    private static final int ATTRIBUTE = 0x03;
    /** What the words of the vendor's blocks add up to. */
    private static final int SUM = 1;

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.RAID0, Kind.RAID1, Kind.RAID10);
    }

    @Override
    public Group ground(Format<Jm> format, List<DiskInfo> disks, Birth birth) {
        var ids = new ArrayList<Long>();
        Jm set = new Jm(Block.zeros(512).with16(0, Jm.SIGNATURE).with16(2, 1)).withAttribute(ATTRIBUTE);
        for (DiskInfo disk : disks.stream().limit(Jm.MEMBERS).toList()) {
            long id = JmIdentities.of(disk, birth.seed(), new TreeSet<>(ids));
            set = set.withMember(ids.size(), id);
            ids.add(id);
        }
        Map<String, Jm> blocks = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            blocks.put(disks.get(i).name(), set.withIdentity(ids.get(i)));
        }
        return NewSetRoom.ground(format, "jmicron", blocks);
    }

    @Override
    public RaidSet place(Group group, Known<Jm> known, Wish wish, List<DiskInfo> disks) throws RefusedException {
        if (!kinds().contains(wish.kind())) {
            throw ROOM.refused("level", wish.kind().toString(), "RAID 0, 1 or 10", "");
        }
        ROOM.empty(group);
        ROOM.count(
                wish.kind(),
                disks.size(),
                switch (wish.kind()) {
                    case RAID1 -> 2;
                    case RAID10 -> 4;
                    default -> MOST_MEMBERS;
                });
        int chunk = CHUNKS.of(wish);
        long each = ROOM.each(wish, disks, Math.max(1, chunk));
        String name = "jmicron_" + wish.label();
        List<Component> members = ROOM.members(disks, each);
        return switch (wish.kind()) {
            case RAID1 -> NewSetRoom.plain(name, wish, Level.RAID1, 0, each, members);
            case RAID10 -> NewSetRoom.stripeOfMirrors(name, i -> name + "-" + i, wish.label(), chunk, each, members);
            default -> NewSetRoom.plain(name, wish, Level.RAID0, chunk, each, members);
        };
    }

    /** The block of a member of a new set. */
    static Jm member(RaidSet set, int slot, Jm ground) {
        boolean striped = set.level() == Level.RAID0;
        int mode = !striped ? Jm.RAID1 : set.redundant() ? Jm.RAID01 : Jm.RAID0;
        int chunk = striped ? set.chunk() : CHUNKS.usual();
        Component.Member member = (Component.Member) set.leaves().toList().get(slot);
        return ground.withLabel(set.label())
                .withKind(mode, Integer.numberOfTrailingZeros(chunk) - 1)
                .withData(member.extent())
                .withUnsynchronised(set.resync() == Resync.RESYNCING)
                .summed(SUM);
    }
}
