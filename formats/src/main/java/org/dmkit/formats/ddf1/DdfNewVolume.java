package org.dmkit.formats.ddf1;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.ddf1.ConfigRecord.Place;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.write.Drawn;

/**
 * What describes a new set, as mdadm writes it.
 *
 * @param references of its members
 */
record DdfNewVolume(DdfBefore before, RaidSet set, Map<DiskInfo, Long> references) {
    /** Its entry in the table of volumes. */
    VirtualDisk entry(DdfTable<VirtualDisk> volumes) {
        long time = before.champion().active().block().u32(DdfHeader.TIMESTAMP);
        long lot = Drawn.of(
                before.container().guid() + " " + before.nextSequence() + " " + set.label() + " " + volumes.free());
        Block guid = DdfGuid.made(DdfGuid.NO_CONTROLLER, time, lot);
        int number = IntStream.range(0, volumes.size() + 1)
                .filter(n -> volumes.index(v -> v.number() == n).isEmpty())
                .findFirst()
                .orElseThrow();
        return VirtualDisk.made(before.champion().littleEndian() ? guid : guid.bigEndian(), number, set.label())
                .withResync(set.resync());
    }

    /** One for each set of members. */
    List<ConfigRecord> records(VirtualDisk entry) {
        List<List<Component>> bvds = mirrors() ? subsets() : List.of(set.components());
        return IntStream.range(0, bvds.size())
                .mapToObj(i -> record(entry, bvds.get(i), i, bvds.size()))
                .toList();
    }

    private List<List<Component>> subsets() {
        return set.components().stream()
                .map(c -> ((Component.Subset) c).set().components())
                .toList();
    }

    private boolean mirrors() {
        return set.components().getFirst() instanceof Component.Subset;
    }

    private ConfigRecord record(VirtualDisk entry, List<Component> members, int index, int count) {
        List<Place> places = members.stream()
                .map(c -> (Member) c)
                .map(m -> new Place(
                        Optional.ofNullable(references.get(m.disk())).orElseThrow(),
                        m.extent().lba()))
                .toList();
        DdfHeader header = before.champion().active();
        long time = header.block().u32(DdfHeader.TIMESTAMP);
        long each = ((Member) members.getFirst()).extent().count();
        return ConfigRecord.made(header, entry.guid(), time)
                .withShape(level(), qualifier(members.size()), set.chunk(), members.size())
                .withSecond(index, count)
                .withSizes(each, set.size())
                .withPlaces(places);
    }

    private int level() {
        if (mirrors()) {
            return DdfLevel.MIRROR;
        }
        return switch (set.level()) {
            case RAID0 -> DdfLevel.STRIPE;
            case RAID1 -> DdfLevel.MIRROR;
            case RAID5_LEFT_SYMMETRIC -> DdfLevel.PARITY;
            default -> throw new IllegalArgumentException("refused by the rules: " + set.level());
        };
    }

    /** Three copies are more than two; parity goes left and on, as in md's own default. */
    private int qualifier(int members) {
        if (level() == DdfLevel.MIRROR) {
            return members - 2;
        }
        return set.level() == Level.RAID5_LEFT_SYMMETRIC ? DdfLevel.N_CONTINUE : 0;
    }
}
