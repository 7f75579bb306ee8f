package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.ddf1.ConfigRecord.Place;
import org.dmkit.formats.ddf1.DdfBefore.Bvd;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Delta.Slot;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/**
 * What the difference of two trees makes of a container's tables and records. A disk that comes, or comes back, gets an entry and
 * a reference that no record has ever named: what is said of the one that it was before never becomes true of it again.
 */
final class DdfChange {
    private static final int MIRRORED = 1;

    private final Delta delta;
    private final DdfBefore before;
    private final Map<Bvd, ConfigRecord> records;
    /** Of disks that may be used from now on, by name. */
    private final Map<DiskInfo, Long> references = new HashMap<>();
    /** Whose records get another sequence. */
    private final Set<Bvd> touched = new HashSet<>();
    /** References that a record may name no longer. */
    private final List<Long> left = new ArrayList<>();

    private DdfTable<PhysicalDisk> disks;
    private DdfTable<VirtualDisk> volumes;

    private DdfChange(Delta delta, DdfBefore before) {
        this.delta = delta;
        this.before = before;
        this.records = new LinkedHashMap<>(before.records());
        this.disks = before.champion().physicalDisks();
        this.volumes = before.volumes();
        delta.before().disks().forEach(d -> before.reference(d).ifPresent(reference -> references.put(d, reference)));
    }

    /**
     * The container after a change.
     *
     * @param references of the disks that may be used
     */
    record Result(DdfContents contents, Map<DiskInfo, Long> references) {}

    static Result apply(Delta delta, DdfBefore before) {
        var change = new DdfChange(delta, before);
        delta.events().forEach(change::apply);
        return change.result();
    }

    private void apply(Event event) {
        switch (event) {
            case Event.Lost e -> {
                entry(own(e.disk()), PhysicalDisk::failed);
                e.slots().forEach(slot -> touched.add(place(slot).bvd()));
            }
            case Event.LossRecorded e -> e.slots().forEach(this::absent);
            case Event.RebuildEnded e -> ended((Member) e.slot().in(delta.after()));
            case Event.Deleted e -> delete(before.volume(e.set()));
            case Event.RebuildBegan e -> rebuild(place(e.slot()), e.disk());
            case Event.Created e -> create(e.set());
            case Event.ResyncChanged e -> volume(before.volume(e.set()), v -> v.withResync(e.to()));
            case Event.Renamed e -> volume(before.volume(e.set()), v -> v.withLabel(e.label()));
            case Event.SpareAdded e ->
                entry(
                        join(e.disk()),
                        d -> d.withType(PhysicalDisk.GLOBAL_SPARE, PhysicalDisk.PARTICIPATING | PhysicalDisk.SPARE));
            case Event.ShutOut e ->
                before.reference(e.disk()).ifPresent(r -> {
                    entry(r, PhysicalDisk::failed);
                    left.add(r);
                });
            case Event.Released e ->
                before.reference(e.disk()).ifPresent(r -> {
                    entry(r, DdfChange::gone);
                    left.add(r);
                });
            case Event.Joined e -> throw refused(e);
            case Event.Reshaped e -> throw refused(e);
            // It has its entry from the slot on that it gets.
            case Event.MemberAdded e -> {}
        }
    }

    private static IllegalArgumentException refused(Event event) {
        return new IllegalArgumentException("refused by the rules: " + event);
    }

    private static PhysicalDisk gone(PhysicalDisk disk) {
        return disk.withState(
                PhysicalDisk.FAILED | PhysicalDisk.MISSING, PhysicalDisk.ONLINE | PhysicalDisk.REBUILDING);
    }

    /** Where a slot is in the records. */
    private record At(Bvd bvd, int index) {}

    private At place(Slot slot) {
        int volume = before.volume(slot.set());
        ConfigRecord record = records.entrySet().stream()
                .filter(e -> e.getKey().volume() == volume)
                .findFirst()
                .orElseThrow()
                .getValue();
        int bvds = record.secondaryCount();
        // Stripes of which none is whole are shown as mirrors of their columns.
        boolean crossed = bvds > 1
                && record.secondaryLevel() == MIRRORED
                && delta.before().set(slot.set()).orElseThrow().level() == Level.RAID0;
        return crossed
                ? new At(new Bvd(volume, slot.leaf() % bvds), slot.leaf() / bvds)
                : new At(new Bvd(volume, slot.leaf() / record.count()), slot.leaf() % record.count());
    }

    private List<Place> places(Bvd bvd) {
        return record(bvd).places(false).orElseThrow();
    }

    private ConfigRecord record(Bvd bvd) {
        return Optional.ofNullable(records.get(bvd)).orElseThrow();
    }

    private void put(At at, long reference) {
        var places = new ArrayList<>(places(at.bvd()));
        places.set(at.index(), new Place(reference, places.get(at.index()).lba()));
        records.put(at.bvd(), record(at.bvd()).withPlaces(places));
    }

    private void entry(long reference, UnaryOperator<PhysicalDisk> change) {
        disks.index(d -> d.reference() == reference)
                .ifPresent(i -> disks = disks.with(i, change.apply(disks.at(i)).block()));
    }

    private void volume(int index, UnaryOperator<VirtualDisk> change) {
        volumes = volumes.with(index, change.apply(volumes.at(index)).block());
    }

    private long own(DiskInfo disk) {
        return before.reference(disk).orElseThrow();
    }

    /** As mdadm has it, but for the place in the record, by which the disk is still called. */
    private void absent(Slot slot) {
        At at = place(slot);
        touched.add(at.bvd());
        if (!records.containsKey(at.bvd())) {
            return;
        }
        long reference = places(at.bvd()).get(at.index()).reference();
        if (disks.index(d -> d.reference() == reference).isPresent()) {
            entry(reference, DdfChange::gone);
        } else {
            put(at, 0);
        }
    }

    /** An entry tells of a disk in all its volumes: it is in sync with the last of them. */
    private void ended(Member member) {
        boolean more = delta.after().sets().stream()
                .flatMap(RaidSet::members)
                .anyMatch(m -> m.disk().equals(member.disk()) && m.state() == State.REBUILDING);
        if (!more) {
            entry(own(member.disk()), d -> d.withState(PhysicalDisk.ONLINE, PhysicalDisk.REBUILDING));
        }
    }

    private void rebuild(At at, DiskInfo disk) {
        long old = places(at.bvd()).get(at.index()).reference();
        long reference = join(disk);
        entry(reference, d -> member(d).withState(PhysicalDisk.REBUILDING, 0));
        if (old != reference) {
            put(at, reference);
            left.add(old);
        }
        touched.add(at.bvd());
    }

    private static PhysicalDisk member(PhysicalDisk disk) {
        return disk.withType(PhysicalDisk.PARTICIPATING, PhysicalDisk.GLOBAL_SPARE | PhysicalDisk.SPARE);
    }

    /** What the disk is called from now on. */
    private long join(DiskInfo disk) {
        return references.computeIfAbsent(disk, d -> {
            PhysicalDisk entry = new DdfNewcomer(before.container().champion(), disk)
                    .entry(disks, before.container().guid(), before.nextSequence());
            disks = disks.with(disks.free().orElseThrow(), entry.block());
            return entry.reference();
        });
    }

    private void delete(int volume) {
        volumes = volumes.with(volume, PhysicalDisk.FREE.block());
        List<Bvd> gone =
                records.keySet().stream().filter(b -> b.volume() == volume).toList();
        gone.forEach(b -> {
            places(b).forEach(p -> left.add(p.reference()));
            records.remove(b);
        });
    }

    private void create(RaidSet set) {
        int volume = volumes.free().orElseThrow();
        var member = new HashMap<DiskInfo, Long>();
        set.members().forEach(m -> {
            long reference = join(m.disk());
            entry(reference, DdfChange::member);
            member.put(m.disk(), reference);
        });
        var made = new DdfNewVolume(before, set, member);
        volumes = volumes.with(volume, made.entry(volumes).block());
        List<ConfigRecord> bvds = made.records(volumes.at(volume));
        for (int i = 0; i < bvds.size(); i++) {
            records.put(new Bvd(volume, i), bvds.get(i));
        }
    }

    private Result result() {
        touched.forEach(b -> records.computeIfPresent(b, (key, r) -> r.inSequence(r.sequence() + 1)));
        left.forEach(this::settle);
        references.keySet().retainAll(delta.after().disks());
        DdfContents old = DdfContents.of(before);
        var contents = new DdfContents(disks, volumes, records);
        for (int i = 0; i < volumes.size(); i++) {
            Optional<VirtualDisk.State> state = contents.state(i);
            if (state.isPresent() && !state.equals(old.state(i))) {
                volume(i, v -> v.withState(state.get()));
            }
        }
        return new Result(sealed(), references);
    }

    /** What becomes of a disk that a record may name no longer. */
    private void settle(long reference) {
        if (new DdfContents(disks, volumes, records).names(reference)) {
            return;
        }
        boolean usable = references.entrySet().stream()
                .anyMatch(
                        e -> e.getValue() == reference && delta.after().disks().contains(e.getKey()));
        boolean out =
                delta.after().stale().stream().anyMatch(d -> before.reference(d).equals(Optional.of(reference)));
        if (usable) {
            // What no volume needs any more waits for the next.
            entry(
                    reference,
                    d -> d.withType(PhysicalDisk.GLOBAL_SPARE, PhysicalDisk.PARTICIPATING)
                            .withState(PhysicalDisk.ONLINE, PhysicalDisk.REBUILDING));
        } else if (out) {
            entry(
                    reference,
                    d -> d.withType(PhysicalDisk.GLOBAL_SPARE, PhysicalDisk.PARTICIPATING)
                            .failed()
                            .withState(PhysicalDisk.TRANSITION, 0));
        } else {
            entry(reference, d -> PhysicalDisk.FREE);
        }
    }

    /** With checksums as they were. */
    private DdfContents sealed() {
        DdfContents old = DdfContents.of(before);
        DdfChecksum header = DdfChecksum.of(before.champion().active().block());
        var physical = old.disks().section().equals(disks.section())
                ? disks
                : DdfTable.physicalDisks(DdfChecksum.of(old.disks().section()).seal(disks.section(), header));
        var virtual = old.volumes().section().equals(volumes.section())
                ? volumes
                : DdfTable.virtualDisks(DdfChecksum.of(old.volumes().section()).seal(volumes.section(), header));
        return new DdfContents(physical, virtual, records);
    }
}
