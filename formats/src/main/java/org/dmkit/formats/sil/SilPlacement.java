package org.dmkit.formats.sil;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Component.Subset;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.dmkit.raid.write.ChunkRange;

/**
 * How FreeBSD's graid lays out sets: from the beginning of the disks, and one set a disk. Programs read the size of a RAID 10 in
 * two ways: it has to be one that is larger than a disk.
 */
enum SilPlacement implements Placement<SilMetadata> {
    INSTANCE;

    private static final ChunkRange CHUNKS = new ChunkRange("sil", 128, 8, 256);

    private static final int MOST_MEMBERS = 6;
    /** Sectors that a reader finds room for and that the vendor keeps free. */
    private static final int VENDOR_OVER_READERS = SilSizes.VENDOR_RESERVE - SilReader.RESERVE;

    private static final int SIL_3112 = 0x3112;
    private static final int VERSION = 2;

    @Override
    public Set<Kind> kinds() {
        return EnumSet.allOf(Kind.class);
    }

    @Override
    public Group ground(Format<SilMetadata> format, List<DiskInfo> disks, Birth birth) {
        Map<String, SilMetadata> blocks = new HashMap<>();
        for (DiskInfo disk : disks) {
            blocks.put(
                    disk.name(),
                    new SilMetadata(SilIdentify.of(disk, Map.of())
                            .block()
                            .with16(SilMetadata.PRODUCT, SIL_3112)
                            .with16(SilMetadata.VENDOR, SilMetadata.SILICON_IMAGE)
                            .with16(SilMetadata.MAJOR_VERSION, VERSION)
                            .with(SilMetadata.TIME, time(birth))
                            .with8(SilMetadata.LOCATION, (int) (birth.seed() & 0xff))));
        }
        String name = blocks.values().stream().findFirst().map(SilNames::set).orElse("sil");
        return new Group(name, List.of(), List.of(), List.of(), List.of(), Map.of(), Known.byDisk(format, blocks));
    }

    /** Second to year in BCD, as the vendor's BIOS stamps it. */
    private static Block time(Birth birth) {
        LocalDateTime t = LocalDateTime.ofInstant(birth.time(), ZoneOffset.UTC);
        int[] parts = {
            t.getSecond(), t.getMinute(), t.getHour(), t.getDayOfMonth(), t.getMonthValue(), t.getYear() % 100
        };
        Block bytes = Block.zeros(parts.length);
        for (int i = 0; i < parts.length; i++) {
            bytes = bytes.with8(i, ((parts[i] / 10) << 4) | (parts[i] % 10));
        }
        return bytes;
    }

    @Override
    public RaidSet place(Group group, Known<SilMetadata> known, Wish wish, List<DiskInfo> disks)
            throws RefusedException {
        if (!group.sets().isEmpty()) {
            throw refused(
                    "one-set",
                    group.sets().getFirst().name() + " is on these disks",
                    "disks that are in no set",
                    "name blank disks");
        }
        members(wish.kind(), disks.size());
        int chunk = CHUNKS.of(wish);
        long step = Math.max(1, chunk);
        long room = disks.stream().mapToLong(DiskInfo::sectors).min().orElse(0) - SilSizes.VENDOR_RESERVE;
        int parts = wish.kind().dataMembers(disks.size());
        long each = wish.size().isPresent() ? Math.ceilDiv(wish.size().getAsLong(), parts) : room;
        each -= Math.floorMod(each, step);
        if (each > room || each < step) {
            throw refused(
                    "size",
                    Math.max(0, room) + " sectors of room on each disk",
                    Math.max(each, step) + " sectors",
                    "take larger disks, or another size");
        }
        Extent data = new Extent(0, each);
        List<Component> members = disks.stream()
                .<Component>map(d -> new Member(d, data, State.IN_SYNC))
                .toList();
        Resync resync = wish.kind().redundant() ? Resync.RESYNCING : Resync.CLEAN;
        if (wish.kind() != Kind.RAID10) {
            return new RaidSet(group.name(), wish.label(), level(wish.kind()), chunk, each * parts, members, resync);
        }
        if (each * parts <= room + VENDOR_OVER_READERS) {
            throw refused(
                    "size",
                    each * parts + " sectors, which a reader takes for those of a member",
                    "more than a disk has",
                    "take a larger size");
        }
        return mirrorOfStripes(group.name(), wish.label(), chunk, each * parts, members, resync);
    }

    /** The first half of the members is the first stripe. */
    private static RaidSet mirrorOfStripes(
            String name, String label, int chunk, long size, List<Component> members, Resync resync) {
        int columns = members.size() / 2;
        List<Component> stripes = IntStream.range(0, 2)
                .<Component>mapToObj(i -> new Subset(new RaidSet(
                        name + "-" + i,
                        "",
                        Level.RAID0,
                        chunk,
                        size,
                        members.subList(i * columns, (i + 1) * columns),
                        Resync.CLEAN)))
                .toList();
        return new RaidSet(name, label, Level.RAID1, 0, size, stripes, resync);
    }

    /** Of the whole. */
    private static Level level(Kind kind) {
        return switch (kind) {
            case RAID0 -> Level.RAID0;
            case RAID1, RAID10 -> Level.RAID1;
            case RAID5 -> Level.RAID5_LEFT_SYMMETRIC;
        };
    }

    private static void members(Kind kind, int count) throws RefusedException {
        int least = switch (kind) {
            case RAID0, RAID1 -> 2;
            case RAID5 -> 3;
            case RAID10 -> 4;
        };
        int most = kind == Kind.RAID1 ? 2 : MOST_MEMBERS;
        boolean odd = kind == Kind.RAID10 && count % 2 == 1;
        if (count < least || count > most || odd) {
            throw refused(
                    "members",
                    count + " disks",
                    (least == most ? "" + least : least + " to " + most) + " for " + kind
                            + (odd ? ", an even number" : ""),
                    "");
        }
    }

    private static RefusedException refused(String code, String found, String expected, String remedy) {
        return Placement.refused("sil", code, found, expected, remedy);
    }
}
