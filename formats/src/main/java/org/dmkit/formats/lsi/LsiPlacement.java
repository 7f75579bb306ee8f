package org.dmkit.formats.lsi;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.write.NewSetRoom;

/**
 * Lays out mirrors of two, from the beginning of the disks. The end stays free, so that a change has room for its record. That a set has to be
 * synchronised has no place in the sector: so the second disk is rebuilt from the first. Other sets
 * are not made, because readers take their disks as full, and a disk of theirs that is written alone is half a set.
 *
 * <p>A set has no name of its own: what it is called follows from the time of its creation.
 */
enum LsiPlacement implements Placement<LsiConfiguration> {
    INSTANCE;

    private static final int MEMBERS = 2;
    /** Sectors that stay free on each disk, the one of the metadata among them. */
    private static final int RESERVE = 2048;

    private static final int CHUNK = 128;
    private static final int FIRST_DISK = LsiConfiguration.RAIDS + LsiConfiguration.ENTRY;

    private static final NewSetRoom ROOM = new NewSetRoom("lsi", 0, disk -> disk.sectors() - RESERVE);

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.RAID1);
    }

    @Override
    public Group ground(Format<LsiConfiguration> format, List<DiskInfo> disks, Birth birth) {
        var ground = new LsiConfiguration(Block.zeros(512)
                        .with(0, LsiConfiguration.MAGIC)
                        .with8(0x06, 0x10)
                        .with8(0x07, 4)
                        .with16(0x08, 0x3732)
                        .with8(0x0a, 2 + MEMBERS)
                        .with8(LsiConfiguration.RAID_COUNT, 1)
                        .with8(0x0c, MEMBERS)
                        .with8(0x0e, 4))
                .withTimestamp(birth.time().getEpochSecond());
        return NewSetRoom.ground(format, LsiListing.name(ground), disks, ground);
    }

    @Override
    public RaidSet place(Group group, Known<LsiConfiguration> known, Wish wish, List<DiskInfo> disks)
            throws RefusedException {
        if (!kinds().contains(wish.kind())) {
            throw ROOM.refused("level", wish.kind().toString(), "RAID 1", "");
        }
        ROOM.empty(group);
        ROOM.count(wish.kind(), disks.size(), MEMBERS);
        long size = ROOM.each(wish, disks, 1);
        if (size > 0xffff_ffffL) {
            throw ROOM.refused("size", size + " sectors", "less than 2 TiB", "take a smaller size");
        }
        // A multiple of the vendor's unit would be read as all of the disk.
        size -= LsiDisk.isExact(size) ? 0 : 1;
        var data = new Extent(0, size);
        List<Component> members = List.of(
                new Component.Member(disks.getFirst(), data, State.IN_SYNC),
                new Component.Member(disks.getLast(), data, State.REBUILDING));
        return new RaidSet(group.name(), "", Level.RAID1, 0, size, members, Resync.CLEAN);
    }

    /** The sector of a member of a new set. */
    static LsiConfiguration member(RaidSet set, int slot, LsiConfiguration ground) {
        Block block = ground.block()
                .with(
                        LsiConfiguration.RAIDS,
                        Block.zeros(LsiConfiguration.ENTRY)
                                .with8(0, LsiRaid.RAID1)
                                .with8(1, 0x10)
                                .with16(2, CHUNK)
                                .with8(4, 1)
                                .with8(5, MEMBERS)
                                .with8(6, FIRST_DISK)
                                .with32(9, set.size()));
        for (int place = 0; place < MEMBERS; place++) {
            Block entry = Block.zeros(LsiConfiguration.ENTRY)
                    .with8(LsiDisk.DEVICE, LsiWriter.device(place, MEMBERS))
                    .with8(1, 0x10)
                    .with32(LsiDisk.SECTORS, set.size())
                    .with8(6, place);
            State state = ((Component.Member) set.components().get(place)).state();
            block = block.with(FIRST_DISK + LsiConfiguration.ENTRY * place, LsiWriter.entry(entry, state));
        }
        return new LsiConfiguration(block)
                .withDegraded(0, set.health() == RaidSet.Health.DEGRADED)
                .withPlace(0, slot);
    }
}
