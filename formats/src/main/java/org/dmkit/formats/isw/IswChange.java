package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Delta.Slot;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/** What the difference of two trees makes of an MPB. The generation is not its business. */
final class IswChange {
    private final Group after;
    /** Indices of disks that others have taken the place of. */
    private final Set<Integer> left = new TreeSet<>(Comparator.reverseOrder());

    private Mpb mpb;

    private IswChange(Delta delta, Mpb before) {
        this.after = delta.after();
        this.mpb = before;
    }

    static Mpb apply(Delta delta, Mpb before) {
        var change = new IswChange(delta, before);
        delta.events().forEach(change::apply);
        return change.result();
    }

    private Mpb result() {
        left.stream()
                .filter(index -> mpb.volumes().stream().noneMatch(v -> v.uses(index)))
                .forEach(index -> mpb = mpb.withoutDisk(index));
        return mpb;
    }

    private void apply(Event event) {
        switch (event) {
            case Event.Lost e -> lose(e.slots().getFirst(), IswDisk::failed);
            case Event.LossRecorded e -> e.slots().forEach(slot -> lose(slot, IswDisk::absent));
            case Event.RebuildEnded e -> finish(e.slot());
            case Event.Deleted e -> delete(e.set());
            case Event.RebuildBegan e -> rebuild(e.slot(), e.disk());
            case Event.ResyncChanged e -> resync(e);
            case Event.Joined e -> throw refused(e);
            case Event.Created e -> mpb = IswNewVolume.in(withEntries(e.set()), e.set());
            case Event.Reshaped e -> throw refused(e);
            case Event.Renamed e -> change(e.set(), v -> v.withName(IswNames.field(e.label())));
            // A member has its entry in the table from its rebuild on; what others bear is not this block.
            case Event.OfDisk e -> {}
        }
    }

    private static IllegalArgumentException refused(Event event) {
        return new IllegalArgumentException("refused by the rules: " + event);
    }

    private void delete(String set) {
        int number = number(set);
        mpb = mpb.withVolumes(IntStream.range(0, mpb.volumes().size())
                .filter(i -> i != number)
                .mapToObj(mpb.volumes()::get)
                .toList());
    }

    /** A member that is gone, or one that was away and is now marked so, is failed in all volumes at once. */
    private void lose(Slot slot, UnaryOperator<IswDisk> mark) {
        int index = volume(slot).current().index(slot.leaf());
        mpb = mpb.withDisk(index, mark).withLog(BadBlocks.of(mpb.log()).cleared(index));
        for (int v = 0; v < mpb.volumes().size(); v++) {
            mpb = mpb.withVolume(v, volume -> without(volume, index));
        }
    }

    private static IswVolume without(IswVolume volume, int index) {
        boolean rebuilding = volume.migrating(IswVolume.REBUILD);
        return settledIfDone(recounted(volume.withMaps(map -> {
            IswMap m = map;
            for (int slot : map.slotsOf(index)) {
                m = m.withOutOfSync(slot, true);
                boolean first = m.failedDisk() == IswMap.NO_SLOT || (!rebuilding && slot < m.failedDisk());
                m = first ? m.withFailedDisk(slot) : m;
            }
            return m;
        })));
    }

    /** A member that was rebuilding is in sync. */
    private void finish(Slot slot) {
        change(
                slot.set(),
                v -> settledIfDone(recounted(v.withMaps(m -> firstFailed(m.withOutOfSync(slot.leaf(), false))))));
    }

    private static IswMap firstFailed(IswMap map) {
        return map.withFailedDisk(
                map.outOfSync().isEmpty() ? IswMap.NO_SLOT : map.outOfSync().getFirst());
    }

    /** A member begins to rebuild: on a new disk, or on one that was there already. */
    private void rebuild(Slot slot, DiskInfo disk) {
        int old = volume(slot).current().index(slot.leaf());
        int index = entry(disk);
        if (index != old) {
            left.add(old);
        }
        change(slot.set(), v -> rebuilding(v, slot.leaf(), index));
    }

    /** Index of this disk's entry in the table, made or made good as needed. */
    private int entry(DiskInfo disk) {
        MpbPlace place = MpbPlace.on(disk);
        long units = disk.sectors() / place.unit();
        IswDisk fresh = IswDisk.of(IswSerial.of(disk).getFirst(), units, IswDisk.MEMBER_STATUS);
        if (units > 0xffff_ffffL) {
            mpb = mpb.withHighWords();
        }
        Optional<Integer> known = mpb.indexOf(IswSerial.of(disk));
        if (known.isPresent()) {
            mpb = mpb.withDisk(known.get(), d -> d.good() ? d : fresh);
            return known.get();
        }
        List<IswDisk> disks = new ArrayList<>(mpb.disks());
        disks.add(fresh);
        mpb = mpb.withDisks(disks);
        return disks.size() - 1;
    }

    private Mpb withEntries(RaidSet set) {
        set.members().forEach(m -> entry(m.disk()));
        return mpb;
    }

    private static IswVolume rebuilding(IswVolume volume, int slot, int index) {
        boolean more = volume.migrating(IswVolume.REBUILD);
        IswMap target = volume.map0().withIndex(slot, index).withOutOfSync(slot, false);
        IswMap from =
                (more ? volume.current() : volume.map0()).withIndex(slot, index).withOutOfSync(slot, true);
        if (!more) {
            int failed = from.outOfSync().getFirst();
            target = target.withFailedDisk(failed);
            from = from.withFailedDisk(failed);
        }
        return recounted(volume.migratingTo(target, from, IswVolume.REBUILD));
    }

    /** {@code map_state} as the bits of the order table demand. */
    private static IswVolume recounted(IswVolume volume) {
        IswMap map0 = recounted(volume.map0());
        IswMap map1 = volume.map1();
        return new IswVolume(volume.head(), map0, map1 == null ? null : recounted(map1));
    }

    private static IswMap recounted(IswMap map) {
        Set<Integer> lost = new HashSet<>(map.outOfSync());
        if (lost.isEmpty() && map.state() == IswMap.UNINITIALIZED) {
            return map;
        }
        return map.withState(IswLevel.of(map).orElseThrow().stateWithout(lost, map.members()));
    }

    /** Ends a rebuild in which no slot is left that both waits to be written and is meant to become good. */
    private static IswVolume settledIfDone(IswVolume volume) {
        if (!volume.migrating(IswVolume.REBUILD)) {
            return volume;
        }
        IswMap now = volume.current();
        boolean running =
                now.outOfSync().stream().anyMatch(slot -> !volume.map0().outOfSync(slot));
        return running
                ? volume
                : volume.settled(firstFailed(recounted(volume.map0().withBitsOf(now))));
    }

    private void resync(Event.ResyncChanged event) {
        if (!after.set(event.set()).orElseThrow().redundant()) {
            return;
        }
        change(event.set(), v -> {
            IswVolume volume = event.from() == Resync.RESYNCING ? synchronised(v) : v;
            return switch (event.to()) {
                case CLEAN -> volume.withDirty(false);
                case DIRTY -> volume.withDirty(true);
                // Only one migration at a time: while a rebuild runs, the dirty flag asks for the resync after it.
                case RESYNCING -> volume.migrating() ? volume.withDirty(true) : volume.repairing();
            };
        });
    }

    private static IswVolume synchronised(IswVolume volume) {
        IswVolume settled = volume.synchronising() ? volume.settled(volume.map0()) : volume;
        if (settled.map0().state() != IswMap.UNINITIALIZED) {
            return settled;
        }
        return settled.withMap0(recounted(settled.map0().withState(IswMap.NORMAL)));
    }

    private int number(String set) {
        for (int i = 0; i < mpb.volumes().size(); i++) {
            if (IswNames.set(mpb, mpb.volumes().get(i)).equals(set)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no volume for the set " + set);
    }

    private IswVolume volume(Slot slot) {
        return mpb.volumes().get(number(slot.set()));
    }

    private void change(String set, UnaryOperator<IswVolume> change) {
        mpb = mpb.withVolume(number(set), change);
    }
}
