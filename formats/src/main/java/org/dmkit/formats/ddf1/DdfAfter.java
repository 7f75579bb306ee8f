package org.dmkit.formats.ddf1;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.ddf1.DdfBefore.Bvd;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.RaidSet;

/**
 * What each disk of a container bears after a change: what all have alike in the next sequence, and the records of the volumes it is
 * in.
 */
final class DdfAfter {
    private final DdfBefore before;
    private final DdfContents old;
    private final DdfChange.Result after;

    private DdfAfter(DdfBefore before, DdfChange.Result after) {
        this.before = before;
        this.old = DdfContents.of(before);
        this.after = after;
    }

    /**
     * A disk that is written.
     *
     * @param before empty if it is new
     */
    record Written(DiskInfo disk, Optional<DdfDisk> before, DdfDisk after) {}

    /**
     * Of a change.
     *
     * @param members those that must be written; none if nothing differs
     * @param lost those that are told of it if they answer
     */
    record Disks(List<Written> members, List<Written> lost) {
        static final Disks NONE = new Disks(List.of(), List.of());
    }

    static Disks of(Delta delta, Map<String, DdfDisk> known) {
        DdfBefore before = DdfBefore.of(delta, known);
        DdfChange.Result result = DdfChange.apply(delta, before);
        var after = new DdfAfter(before, result);
        return after.old.isSame(result.contents())
                ? Disks.NONE
                : new Disks(
                        delta.after().disks().stream().map(after::member).toList(),
                        delta.events(Event.ShutOut.class)
                                .map(Event.ShutOut::disk)
                                .flatMap(d -> after.lost(d).stream())
                                .toList());
    }

    /** The sets that will be read. */
    static List<RaidSet> read(Format<DdfDisk> format, Delta delta, Map<String, DdfDisk> known) {
        List<Reading.Found<DdfDisk>> found = of(delta, known).members().stream()
                .map(w -> new Reading.Found<>(
                        w.disk(), w.after(), w.after().extents(w.disk().sectors()), List.of()))
                .toList();
        return format.assemble(found).groups().stream()
                .filter(g -> g.blocked().isEmpty())
                .flatMap(g -> g.sets().stream())
                .toList();
    }

    private Written member(DiskInfo disk) {
        long reference = Optional.ofNullable(after.references().get(disk))
                .orElseThrow(() -> new IllegalStateException("no entry for " + disk.name()));
        Optional<DdfDisk> own =
                Optional.ofNullable(before.known().get(disk.name())).filter(d -> d.reference() == reference);
        DdfDisk base = own.orElseGet(() -> new DdfNewcomer(before.container().champion(), disk)
                .bare(after.contents()
                        .disks()
                        .entries()
                        .filter(e -> e.reference() == reference)
                        .findFirst()
                        .orElseThrow()));
        return new Written(disk, own, next(base));
    }

    private Optional<Written> lost(DiskInfo disk) {
        return before.reference(disk)
                .flatMap(r -> Optional.ofNullable(before.known().get(disk.name())))
                .map(d -> new Written(disk, Optional.of(d), next(d)));
    }

    private DdfDisk next(DdfDisk disk) {
        List<DdfHeader> headers = disk.copies().stream().map(this::next).toList();
        return new DdfDisk(
                disk.anchorLba(),
                disk.anchor(),
                headers,
                headers.stream()
                        .filter(h -> h.type() == disk.active().type())
                        .findFirst()
                        .orElseThrow(),
                disk.activeLba(),
                disk.controller(),
                after.contents().disks().section(),
                after.contents().volumes().section(),
                configuration(disk),
                disk.diskData());
    }

    private DdfHeader next(DdfHeader header) {
        DdfHeader next = header.inSequence(before.nextSequence());
        return new DdfHeader(DdfChecksum.of(before.champion().active().block()).seal(next.block(), DdfChecksum.RAW));
    }

    private Block configuration(DdfDisk disk) {
        Map<Bvd, ConfigRecord> wanted = wanted(disk.reference());
        boolean spare = DdfTable.find(after.contents().disks(), disk.reference())
                .filter(PhysicalDisk::spare)
                .isPresent();
        var slots = new HashMap<Integer, Block>();
        List<Block> now = disk.slots();
        for (int i = 0; i < now.size(); i++) {
            Block slot = now.get(i);
            if (slot.u32(0) == ConfigRecord.SIGNATURE) {
                slots.put(i, record(slot, ConfigRecord.of(slot, disk.active()), wanted));
            } else if (slot.u32(0) == DdfReader.SPARE_RECORD && !spare) {
                slots.put(i, unused(slot));
            }
        }
        for (ConfigRecord record : wanted.values()) {
            int free = freeSlot(disk, slots).orElseThrow();
            slots.put(free, sealed(record.block()));
        }
        Block configuration = disk.configuration();
        for (Map.Entry<Integer, Block> slot : slots.entrySet()) {
            configuration = configuration.with(slot.getKey() * disk.active().recordLength() * 512, slot.getValue());
        }
        return configuration;
    }

    /** The records that the disk of this reference has to have. */
    private Map<Bvd, ConfigRecord> wanted(long reference) {
        var wanted = new LinkedHashMap<Bvd, ConfigRecord>();
        after.contents().records().entrySet().stream()
                .filter(e -> DdfContents.names(e.getValue(), reference))
                .sorted(Map.Entry.comparingByKey(DdfBefore.BY_PLACE))
                .forEach(e -> wanted.put(e.getKey(), e.getValue()));
        return wanted;
    }

    /** What becomes of a record; takes it from those that are wanted. */
    private Block record(Block slot, ConfigRecord own, Map<Bvd, ConfigRecord> wanted) {
        OptionalInt volume = old.volumes().index(v -> DdfGuid.same(v.guid(), own.guid()));
        if (volume.isEmpty()) {
            return slot;
        }
        var bvd = new Bvd(volume.getAsInt(), own.secondaryIndex());
        ConfigRecord next = wanted.remove(bvd);
        if (next == null) {
            return unused(slot);
        }
        ConfigRecord newest = Optional.ofNullable(old.records().get(bvd)).orElseThrow();
        if (next.equals(newest)) {
            return slot;
        }
        // Where members differ in size each tells its own.
        boolean told = own.sameVolume(newest) && own.count() == newest.count();
        return sealed((told ? own.following(next) : next).block());
    }

    private static OptionalInt freeSlot(DdfDisk disk, Map<Integer, Block> changed) {
        List<Block> slots = disk.slots();
        return Stream.iterate(0, i -> i < slots.size(), i -> i + 1)
                .filter(i -> isUnused(changed.getOrDefault(i, slots.get(i))))
                .mapToInt(i -> i)
                .findFirst();
    }

    /** Adaptec has zeros there. */
    private static boolean isUnused(Block slot) {
        long signature = slot.u32(0);
        return signature == PhysicalDisk.NO_REFERENCE || signature == 0;
    }

    private static Block unused(Block slot) {
        return DdfNewcomer.filled(slot);
    }

    private Block sealed(Block record) {
        return DdfChecksum.of(before.champion().active().block()).seal(record, DdfChecksum.RAW);
    }
}
