package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.ddf1.DdfContainer.Held;
import org.dmkit.raid.assemble.Layout;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.SetBuilder;
import org.dmkit.raid.assemble.Stack;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.jspecify.annotations.Nullable;

/**
 * The set that the records of one volume describe. Of each BVD the newest record holds. The length comes from the members'
 * block counts, as dmraid has it; the volume's own size is not believed, since mdadm's is too small for RAID 1E.
 */
final class DdfVolume {
    /** More sectors than any disk has: places up to here can be reckoned with without care. */
    private static final long MOST_SECTORS = 1L << 48;

    /** More members than any table of physical disks has. */
    private static final int MOST_MEMBERS = 4096;

    /** 2 GiB chunks: more can only be a mistake. */
    private static final int MOST_STRIPE = 22;

    /** Log2 of a page, in sectors: the raid target takes no smaller chunk. */
    private static final int PARITY_STRIPE = 3;

    private final DdfContainer container;
    private final VirtualDisk entry;
    private final String name;
    private final List<Finding> findings = new ArrayList<>();

    private DdfVolume(DdfContainer container, VirtualDisk entry) {
        this.container = container;
        this.entry = entry;
        this.name = entry.deviceName();
    }

    /**
     * What came of a volume.
     *
     * @param layout and who stands where; null if it can't even be shown
     * @param findings those of severity ERROR keep it from starting
     */
    record Outcome(
            VirtualDisk entry,
            @Nullable Layout layout,
            Map<Integer, Membership<DdfDisk>> placed,
            List<Finding> findings) {
        /** The devices that the set would have. */
        Set<String> names() {
            var names = new HashSet<String>();
            if (layout != null) {
                names.add(layout.name());
                if (layout.stack() != null) {
                    names.addAll(layout.stack().subsets());
                }
            }
            return names;
        }
    }

    static Outcome of(DdfContainer container, VirtualDisk entry) {
        var volume = new DdfVolume(container, entry);
        var placed = new LinkedHashMap<Integer, Membership<DdfDisk>>();
        Layout layout = volume.layout(placed).orElse(null);
        return new Outcome(entry, layout, placed, List.copyOf(volume.findings));
    }

    private Optional<Layout> layout(Map<Integer, Membership<DdfDisk>> placed) {
        List<Held> all = container.records(entry);
        if (all.isEmpty()) {
            error(
                    "no-record",
                    "a volume without a configuration record",
                    "one on each of its disks",
                    "attach its disks");
            return Optional.empty();
        }
        Held newest = all.getFirst();
        ConfigRecord record = newest.record();
        boolean adaptec = newest.copy().metadata().adaptec(newest.copy().disk().sectors());
        Optional<DdfLevel> level = DdfLevel.of(record.primaryLevel(), record.qualifier(), record.count(), adaptec);
        if (level.isEmpty()) {
            error(
                    "level",
                    String.format("RAID level %02x, qualifier %d", record.primaryLevel(), record.qualifier()),
                    "a known one",
                    "");
            return Optional.empty();
        }
        int count = record.count();
        int bvds = record.secondaryCount();
        if (count < 1 || count > record.room() || bvds < 1 || count * bvds > MOST_MEMBERS) {
            error(
                    "members",
                    bvds + " times " + count + " members",
                    "1.." + record.room() + " members a set, at least one set",
                    "");
            return Optional.empty();
        }
        state();
        if (!level.get().doubt().isEmpty()) {
            error("level", level.get().doubt(), "a layout that the kernel has", "read it with the controller");
        }
        return level(record, level.get()).flatMap(shape -> {
            List<Optional<Held>> best = bvds(all, record);
            return slots(best, record, level.get(), placed)
                    .map(slots -> new Layout(
                            name,
                            entry.label(),
                            shape.lower(),
                            chunk(record, shape),
                            level.get().level().mappable() ? 0 : announced(record),
                            slots,
                            shape.stack()));
        });
    }

    /** Level of the lowest sets, and what stands on them. */
    private record Shape(Level lower, @Nullable Stack stack) {}

    private Optional<Shape> level(ConfigRecord record, DdfLevel level) {
        int bvds = record.secondaryCount();
        if (bvds == 1) {
            return Optional.of(
                    level.pairs()
                            ? new Shape(Level.RAID1, Stack.numbered(Level.RAID0, name, record.count() / 2))
                            : new Shape(level.level(), null));
        }
        Optional<Level> second = DdfLevel.second(record.secondaryLevel());
        if (second.isEmpty()) {
            error("second-level", "second level " + record.secondaryLevel(), "0..3", "");
            return Optional.empty();
        }
        if (level.pairs() || (second.get() == Level.RAID0 && !level.stripedPlainly(record.count()))) {
            error(
                    "second-level",
                    "a stripe over " + level.level(),
                    "a stripe over mirrors",
                    "whether its chunks are a member's or a whole row's is not settled; read it with the controller");
        }
        return Optional.of(new Shape(level.level(), Stack.numbered(second.get(), name, bvds)));
    }

    private static int chunk(ConfigRecord record, Shape shape) {
        boolean striped = (shape.lower() != Level.RAID1 && shape.lower() != Level.LINEAR)
                || (shape.stack() != null && shape.stack().level() == Level.RAID0);
        return striped && record.stripe() <= MOST_STRIPE ? 1 << record.stripe() : 0;
    }

    private static long announced(ConfigRecord record) {
        long size = record.volumeSize();
        return size > 0 && size <= MOST_SECTORS ? size : 0;
    }

    /** What the table of virtual disks says against starting it. */
    private void state() {
        if (entry.morphing()) {
            error("morphing", "a reshape under way", "a volume in one layout", "let the controller finish it");
        }
        if (entry.accessBlocked()) {
            error("blocked", "access blocked", "read and write", "let the controller's tools give access");
        }
        switch (entry.state()) {
            case DELETED, OFFLINE, RESERVED ->
                error("state", entry.state().title(), "a volume in use", "let the controller's tools bring it back");
            case FAILED, MISSING ->
                findings.add(Findings.volume(
                        name,
                        Severity.WARNING,
                        "state",
                        entry.state().title(),
                        "a working volume",
                        "it starts if its members say that they can; check what is on it"));
            case OPTIMAL, DEGRADED, PARTIALLY_OPTIMAL -> {}
        }
    }

    /** The record of each BVD; none where no disk of it is here. */
    private List<Optional<Held>> bvds(List<Held> all, ConfigRecord newest) {
        var best = new ArrayList<Optional<Held>>();
        for (int i = 0; i < newest.secondaryCount(); i++) {
            int index = i;
            List<Held> own = all.stream()
                    .filter(h -> h.record().secondaryIndex() == index)
                    .toList();
            best.add(own.stream().findFirst());
            own.stream().findFirst().ifPresent(first -> {
                for (Held other : own) {
                    boolean same = other.record().sequence() == first.record().sequence();
                    if (same && !other.record().agrees(first.record())) {
                        contradiction(other, first);
                    }
                }
                if (!first.record().sameVolume(newest) || first.record().count() != newest.count()) {
                    contradiction(first, all.getFirst());
                }
            });
        }
        return best;
    }

    private void contradiction(Held one, Held other) {
        findings.add(Findings.about(
                one.copy().disk(),
                Severity.ERROR,
                "contradiction",
                "a record of " + name + " that differs",
                "what " + other.copy().disk().name() + " tells with sequence "
                        + other.record().sequence(),
                "take the wrong disk out, or erase its metadata"));
    }

    private Optional<List<Layout.Slot>> slots(
            List<Optional<Held>> bvds, ConfigRecord newest, DdfLevel level, Map<Integer, Membership<DdfDisk>> placed) {
        var slots = new ArrayList<Layout.Slot>();
        var named = new HashMap<Long, Integer>();
        for (Optional<Held> bvd : bvds) {
            ConfigRecord record = bvd.map(Held::record).orElse(newest);
            Optional<List<ConfigRecord.Place>> places = record.places(level.level() != Level.RAID1 || level.pairs());
            if (places.isEmpty() || record.count() != newest.count()) {
                error("slots", "fewer members than are counted, with a gap between them", "one in each slot", "");
                return Optional.empty();
            }
            for (ConfigRecord.Place place : places.get()) {
                // Who stands in a BVD whose records are all away nobody knows.
                long reference = bvd.isPresent() ? place.reference() : PhysicalDisk.NO_REFERENCE;
                if (!slot(slots.size(), reference, place, record, slots, placed)) {
                    return Optional.empty();
                }
                if (PhysicalDisk.isName(reference) && named.putIfAbsent(reference, slots.size() - 1) != null) {
                    error("same-slot", "disk " + PhysicalDisk.label(reference) + " in two slots", "one", "");
                }
            }
        }
        return Optional.of(slots);
    }

    /** Adds a slot. False if its place is none that a disk could have. */
    private boolean slot(
            int index,
            long reference,
            ConfigRecord.Place place,
            ConfigRecord record,
            List<Layout.Slot> slots,
            Map<Integer, Membership<DdfDisk>> placed) {
        Optional<DdfCopy> copy = Optional.ofNullable(container.members().get(reference));
        long count = copy.flatMap(c -> ownCount(c, record)).orElse(record.blockCount());
        if (place.lba() < 0 || place.lba() > MOST_SECTORS || count <= 0 || count > MOST_SECTORS) {
            error(
                    "place",
                    "slot " + index + " at " + Long.toUnsignedString(place.lba()) + "+" + Long.toUnsignedString(count),
                    "sectors that a disk could have",
                    "");
            return false;
        }
        var data = new Extent(place.lba(), count);
        Optional<PhysicalDisk> disk = PhysicalDisk.isName(reference) ? container.entry(reference) : Optional.empty();
        boolean lost = reference != PhysicalDisk.NO_REFERENCE
                && !disk.map(PhysicalDisk::usable).orElse(false);
        slots.add(new Layout.Slot(data, PhysicalDisk.isName(reference) ? PhysicalDisk.label(reference) : "", lost));
        if (copy.isPresent() && disk.isPresent()) {
            bounds(copy.get(), disk.get(), data);
            State state = disk.get().rebuilding() ? State.REBUILDING : State.IN_SYNC;
            placed.put(index, membership(copy.get(), index, data, state));
        }
        return true;
    }

    private Membership<DdfDisk> membership(DdfCopy copy, int index, Extent data, State state) {
        var none = new Layout(name, "", Level.LINEAR, 0, 0, List.of(), null);
        return new Membership<>(
                copy.found(), name, none, new Membership.InSlot(index, data, state), RaidSet.Resync.CLEAN);
    }

    /** What the disk's own record says it gives: members of a concatenation differ. */
    private static Optional<Long> ownCount(DdfCopy copy, ConfigRecord record) {
        return copy.metadata().records().stream()
                .filter(r -> r.sequence() == record.sequence()
                        && r.secondaryIndex() == record.secondaryIndex()
                        && DdfGuid.same(r.guid(), record.guid()))
                .map(ConfigRecord::blockCount)
                .findFirst();
    }

    private void bounds(DdfCopy copy, PhysicalDisk disk, Extent data) {
        if (data.end() > copy.disk().sectors()) {
            findings.add(Findings.about(
                    copy.disk(),
                    Severity.ERROR,
                    "past-end",
                    copy.disk().sectors() + " sectors",
                    "room for " + data + " of " + name,
                    "is there a host protected area?"));
        } else if (copy.reserves(data)) {
            findings.add(Findings.about(
                    copy.disk(),
                    Severity.ERROR,
                    "over-metadata",
                    data + " of " + name + ", over the metadata",
                    "data before them",
                    ""));
        } else if (disk.configured() > 0 && data.end() > disk.configured()) {
            findings.add(Findings.about(
                    copy.disk(),
                    Severity.WARNING,
                    "past-configured",
                    data + " of " + name,
                    "data within the first " + disk.configured() + " sectors, as configured",
                    ""));
        }
    }

    /** What is wrong with the set as a whole. */
    static List<Finding> defects(Outcome outcome, RaidSet set) {
        var defects = new ArrayList<Finding>();
        Layout layout = outcome.layout();
        if (layout == null || !set.bottomUp().allMatch(s -> s.level().mappable())) {
            return defects;
        }
        defects.addAll(SetBuilder.defects("ddf1", layout, set));
        boolean parity = set.bottomUp().anyMatch(s -> s.level().parity());
        if (parity && layout.chunk() > 0 && layout.chunk() < 1 << PARITY_STRIPE) {
            defects.add(Findings.volume(
                    set.name(),
                    Severity.ERROR,
                    "chunk",
                    "chunk of " + layout.chunk() + " sectors",
                    "at least " + (1 << PARITY_STRIPE) + ", a page, for parity",
                    ""));
        }
        if (layout.stack() != null && !alike(layout)) {
            defects.add(Findings.volume(
                    set.name(),
                    Severity.ERROR,
                    "size",
                    "members of different lengths",
                    "equal ones under a second level",
                    ""));
        }
        if (set.bottomUp().anyMatch(s -> s.name().indexOf('/') >= 0)) {
            defects.add(Findings.volume(
                    set.name(),
                    Severity.ERROR,
                    "name",
                    "a name with a slash",
                    "one that a device can have",
                    "rename the volume with the controller's tools"));
        }
        return defects;
    }

    private static boolean alike(Layout layout) {
        return layout.stack() == null
                || layout.stack().level() == Level.LINEAR
                || IntStream.range(1, layout.slots().size())
                        .allMatch(i -> layout.slots().get(i).data().count()
                                == layout.slots().getFirst().data().count());
    }

    private void error(String code, String found, String expected, String remedy) {
        findings.add(Findings.volume(name, Severity.ERROR, code, found, expected, remedy));
    }
}
