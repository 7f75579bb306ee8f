package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.Component;
import org.dmkit.raid.Component.Member;
import org.dmkit.raid.Component.Missing;
import org.dmkit.raid.Component.State;
import org.dmkit.raid.Group;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.RaidSet.Resync;

/** What the difference of two trees makes of an MPB. The generation is not its business. */
final class IswChange {
    /** A slot of a set that is in both trees. */
    private record Slot(String set, int number, Component before, Component after) {}

    private final Group t0;
    private final Group t1;
    private Mpb mpb;

    private IswChange(Group t0, Group t1) {
        this.t0 = t0;
        this.t1 = t1;
        this.mpb = (Mpb) t0.metadata();
    }

    static Mpb apply(Group t0, Group t1) {
        return new IswChange(t0, t1).result();
    }

    private Mpb result() {
        mpb = mpb.withVolumes(mpb.volumes().stream()
                .filter(v -> t1.set(IswNames.set(mpb, v)).isPresent())
                .toList());
        List<Slot> slots = slots();
        slots.forEach(this::lose);
        slots.forEach(this::finish);
        Set<Integer> left = new TreeSet<>();
        slots.forEach(slot -> rebuild(slot, left));
        left.stream()
                .sorted((a, b) -> b - a)
                .filter(index -> mpb.volumes().stream().noneMatch(v -> v.uses(index)))
                .forEach(index -> mpb = mpb.withoutDisk(index));
        for (RaidSet after : t1.sets()) {
            t0.set(after.name()).ifPresent(before -> resync(before, after));
        }
        return mpb;
    }

    private List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        for (RaidSet after : t1.sets()) {
            Optional<RaidSet> before = t0.set(after.name());
            if (before.isEmpty()) {
                continue;
            }
            List<Component> from = before.get().leaves().toList();
            List<Component> to = after.leaves().toList();
            for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
                slots.add(new Slot(after.name(), i, from.get(i), to.get(i)));
            }
        }
        return slots;
    }

    /** A member that is gone, or one that was away and is now marked so, is failed in all volumes at once. */
    private void lose(Slot slot) {
        if (!(slot.after instanceof Missing after)) {
            return;
        }
        boolean leaves = slot.before instanceof Member;
        boolean marked = slot.before instanceof Missing before && !before.marked() && after.marked();
        if (!leaves && !marked) {
            return;
        }
        int index = volume(slot).current().index(slot.number);
        mpb = mpb.withDisk(index, d -> leaves ? d.failed() : d.absent())
                .withLog(BadBlocks.of(mpb.log()).cleared(index));
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
        if (slot.before instanceof Member before
                && slot.after instanceof Member after
                && same(before.disk(), after.disk())
                && before.state() == State.REBUILDING
                && after.state() == State.IN_SYNC) {
            change(
                    slot,
                    v -> settledIfDone(recounted(v.withMaps(m -> firstFailed(m.withOutOfSync(slot.number, false))))));
        }
    }

    private static IswMap firstFailed(IswMap map) {
        return map.withFailedDisk(
                map.outOfSync().isEmpty() ? IswMap.NO_SLOT : map.outOfSync().getFirst());
    }

    /** A member begins to rebuild: on a new disk, or on one that was there already. */
    private void rebuild(Slot slot, Set<Integer> left) {
        if (!(slot.after instanceof Member after) || after.state() != State.REBUILDING) {
            return;
        }
        if (slot.before instanceof Member before
                && same(before.disk(), after.disk())
                && before.state() == State.REBUILDING) {
            return;
        }
        int old = volume(slot).current().index(slot.number);
        int index = entry(after.disk());
        if (index != old) {
            left.add(old);
        }
        change(slot, v -> rebuilding(v, slot.number, index));
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

    private void resync(RaidSet before, RaidSet after) {
        if (before.resync() == after.resync() || !after.redundant()) {
            return;
        }
        boolean ends = before.resync() == Resync.RESYNCING;
        change(after.name(), v -> {
            IswVolume volume = ends ? synchronised(v) : v;
            return switch (after.resync()) {
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
        return mpb.volumes().get(number(slot.set));
    }

    private void change(Slot slot, UnaryOperator<IswVolume> change) {
        change(slot.set, change);
    }

    private void change(String set, UnaryOperator<IswVolume> change) {
        mpb = mpb.withVolume(number(set), change);
    }

    private static boolean same(DiskInfo a, DiskInfo b) {
        return a.name().equals(b.name());
    }
}
