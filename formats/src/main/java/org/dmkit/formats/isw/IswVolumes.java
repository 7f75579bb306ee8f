package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/**
 * The sets that the volumes of an MPB describe.
 *
 * @param present disks that may be used, by their index in the disk table
 */
record IswVolumes(Mpb mpb, Map<Integer, DiskInfo> present) {
    /** Empty if the volume can't even be shown: unknown level, no size, addresses that no disk has. */
    Optional<RaidSet> set(IswVolume volume) {
        IswMap map = volume.map0();
        Optional<IswLevel> level = IswLevel.of(map);
        long size = volume.size();
        long pba = map.pba(mpb.wide());
        if (level.isEmpty() || size <= 0 || size > Mpb.MAX_UNITS || pba < 0 || pba > Mpb.MAX_UNITS) {
            return Optional.empty();
        }
        Extent extent = new Extent(pba * mpb.unit(), level.get().perMember(size, map) * mpb.unit());
        List<Component> slots = new ArrayList<>();
        for (int slot = 0; slot < map.members(); slot++) {
            slots.add(slot(volume, slot, extent));
        }
        String name = IswNames.set(mpb, volume);
        long sectors = size * mpb.unit();
        int chunk = map.strip() * mpb.unit();
        String label = IswNames.label(volume);
        Resync resync = resync(volume, level.get());
        return Optional.of(
                switch (level.get()) {
                    case RAID0 -> new RaidSet(name, label, Level.RAID0, chunk, sectors, slots, resync);
                    case RAID1 -> new RaidSet(name, label, Level.RAID1, 0, sectors, slots, resync);
                    case RAID5 -> new RaidSet(name, label, Level.RAID5_LEFT_ASYMMETRIC, chunk, sectors, slots, resync);
                    case RAID10 ->
                        new RaidSet(
                                name,
                                label,
                                Level.RAID0,
                                chunk,
                                sectors,
                                legs(name, sectors, chunk, slots, resync),
                                resync);
                });
    }

    private static List<Component> legs(String name, long size, int chunk, List<Component> slots, Resync resync) {
        int count = Math.ceilDiv(slots.size(), 2);
        long data = size / count;
        long whole = chunk > 0 ? data - data % chunk : data;
        List<Component> legs = new ArrayList<>();
        for (int leg = 0; leg < count; leg++) {
            List<Component> pair = slots.subList(2 * leg, Math.min(2 * leg + 2, slots.size()));
            legs.add(new Component.Subset(
                    new RaidSet(IswNames.leg(name, leg), "", Level.RAID1, 0, whole, pair, resync)));
        }
        return legs;
    }

    private Component slot(IswVolume volume, int slot, Extent extent) {
        IswMap now = volume.current();
        if (slot >= now.members() || now.index(slot) >= mpb.disks().size()) {
            return new Component.Missing("", extent, true);
        }
        int index = now.index(slot);
        IswDisk entry = mpb.disks().get(index);
        boolean outOfSync = now.outOfSync(slot);
        DiskInfo disk = present.get(index);
        if (disk == null || !entry.good()) {
            return new Component.Missing(entry.serial().text(), extent, outOfSync || !entry.good());
        }
        return new Component.Member(disk, extent, outOfSync ? Component.State.REBUILDING : Component.State.IN_SYNC);
    }

    private static Resync resync(IswVolume volume, IswLevel level) {
        if (!level.redundant()) {
            return Resync.CLEAN;
        }
        boolean neverSynced = !volume.migrating() && volume.map0().state() == IswMap.UNINITIALIZED;
        if (neverSynced || volume.synchronising()) {
            return Resync.RESYNCING;
        }
        return volume.dirty() ? Resync.DIRTY : Resync.CLEAN;
    }
}
