package org.dmkit.formats.hpt37x;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.write.ChunkRange;
import org.dmkit.raid.write.NewSetRoom;

/**
 * Lays out sets as the vendor does: stripes from sector 0 of the first disk and from 10 of the others, mirrors from 0 of both, all in
 * whole chunks; and eleven sectors at the end are left, of which the vendor leaves one behind a mirror. Unlike the vendor it leaves sector
 * 0 of the members alone.
 */
enum Hpt37xPlacement implements Placement<Hpt37x> {
    INSTANCE;

    private static final int USUAL_CHUNK = 128;

    private static final ChunkRange CHUNKS = new ChunkRange("hpt37x", USUAL_CHUNK, 8, 128);

    private static final NewSetRoom ROOM = new NewSetRoom("hpt37x", 0, disk -> disk.sectors() - 1 - Hpt37xSet.HIDDEN);

    /** Numbers that dmraid takes. */
    private static final int MOST_MEMBERS = 8;

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.RAID0, Kind.RAID1, Kind.RAID10);
    }

    @Override
    public Group ground(Format<Hpt37x> format, List<DiskInfo> disks, Birth birth) {
        Hpt37x ground = Hpt37x.ground(Hpt37xIds.first(birth.seed()));
        return NewSetRoom.ground(format, ground.setName(), disks, ground);
    }

    @Override
    public RaidSet place(Group group, Known<Hpt37x> known, Wish wish, List<DiskInfo> disks) throws RefusedException {
        ROOM.empty(group);
        if (!kinds().contains(wish.kind())) {
            throw ROOM.refused("level", wish.kind().toString(), "RAID 0, 1 or 10", "");
        }
        ROOM.count(wish.kind(), disks.size(), wish.kind() == Kind.RAID1 ? 2 : MOST_MEMBERS);
        int chunk = CHUNKS.of(wish);
        long each = ROOM.each(wish, disks, chunk == 0 ? USUAL_CHUNK : chunk);
        long size = each * wish.kind().dataMembers(disks.size());
        if (size > Hpt37x.MOST_SECTORS) {
            throw ROOM.refused("size", size + " sectors", "at most " + Hpt37x.MOST_SECTORS, "ask for less: --size");
        }
        int columns = wish.kind() == Kind.RAID1 ? 1 : wish.kind() == Kind.RAID10 ? disks.size() / 2 : disks.size();
        List<Component> members = members(disks, columns, each);
        RaidSet set = wish.kind() == Kind.RAID10
                ? NewSetRoom.mirrorOfStripes(
                        group.name(), i -> group.name() + "-" + (i + 2), wish.label(), chunk, each, members)
                : NewSetRoom.plain(
                        group.name(),
                        wish,
                        wish.kind() == Kind.RAID1 ? Level.RAID1 : Level.RAID0,
                        chunk,
                        each,
                        members);
        List<Finding> against = new Hpt37xLegs(set).findings().toList();
        if (!against.isEmpty()) {
            throw new RefusedException(against);
        }
        return set;
    }

    /** Only the first of each stripe has its data from the very beginning. */
    private static List<Component> members(List<DiskInfo> disks, int columns, long each) {
        return IntStream.range(0, disks.size())
                .<Component>mapToObj(i -> new Member(
                        disks.get(i), new Extent(i % columns == 0 ? 0 : Hpt37xSet.HIDDEN, each), State.IN_SYNC))
                .toList();
    }
}
