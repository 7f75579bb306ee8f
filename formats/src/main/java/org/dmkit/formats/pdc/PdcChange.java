package org.dmkit.formats.pdc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.write.PerDiskWriter.SetChange;

/**
 * What the members of a volume are told when it changes. All are told of all: the states are in every block, as FreeBSD's graid
 * writes them. A disk that takes a place gets an id of its own, not that of the one before.
 */
final class PdcChange {
    private final SetChange<PdcDisk> change;
    private final List<Component> before;
    private final List<Component> after;
    private final PdcBlock newest;

    PdcChange(SetChange<PdcDisk> change) {
        this.change = change;
        this.before = change.before().leaves().toList();
        this.after = change.after().leaves().toList();
        // Who is in sync has the last word among blocks of one age.
        this.newest = change.before()
                .members()
                .sorted((a, b) -> a.state().compareTo(b.state()))
                .map(m -> block(m.disk()))
                .reduce((a, b) -> b.newerThan(a) ? b : a)
                .orElseThrow();
    }

    private PdcBlock block(DiskInfo disk) {
        return change.own(disk).orElseThrow().in(change.after().name()).orElseThrow();
    }

    /** All that the disk of a member is to bear, in the old generation. */
    PdcDisk told(int slot, Member member) {
        DiskInfo disk = member.disk();
        PdcBlock table = table();
        if (change.has(disk)) {
            PdcBlock own = block(disk);
            return change.own(disk).orElseThrow().with(told(own, table, slot, member));
        }
        PdcBlock own = told(
                newest.withDiskId(table.idAt(slot))
                        .withData(member.extent().lba(), member.extent().count()),
                table,
                slot,
                member);
        List<PdcBlock> old = change.own(disk).map(PdcDisk::blocks).orElse(List.of());
        var blocks = new ArrayList<PdcBlock>(
                old.stream().filter(b -> isOfAnother(b, disk)).toList());
        blocks.add(own);
        return PdcJoining.disk(disk, blocks, old);
    }

    /** A part in another set, which has the disk too. */
    private boolean isOfAnother(PdcBlock block, DiskInfo disk) {
        return !block.noVolume()
                && change.delta().after().sets().stream()
                        .filter(s -> !s.name().equals(change.after().name()))
                        .anyMatch(s -> block.tells(s.name()) && s.member(disk).isPresent());
    }

    private PdcBlock told(PdcBlock own, PdcBlock table, int slot, Member member) {
        RaidSet set = change.after();
        boolean rebuilding = member.state() == State.REBUILDING;
        PdcBlock told = own.withSame(PdcBlock.DISKS, PdcBlock.DISK_SIZE * PdcBlock.MAX_DISKS, table)
                .inPlace(slot)
                .withRebuilt(rebuilding ? 0 : PdcBlock.NONE)
                .withStatus(status())
                .withUnderWay(underWay());
        return (set.label().equals(change.before().label()) ? told : told.withLabel(set.label())).sealed();
    }

    private int status() {
        int status = newest.status() & ~(PdcBlock.DEGRADED | PdcBlock.MARKED);
        boolean degraded = after.stream().anyMatch(Component::isBehind);
        return status
                | (degraded ? PdcBlock.DEGRADED : 0)
                | (change.after().resync() == Resync.DIRTY ? PdcBlock.MARKED : 0);
    }

    /** A resync comes first, because which members are rebuilt is told elsewhere too. */
    private long underWay() {
        if (change.after().resync() == Resync.RESYNCING) {
            return PdcBlock.RESYNC;
        }
        boolean rebuilds = change.after().members().anyMatch(m -> m.state() == State.REBUILDING);
        return rebuilds ? PdcBlock.REBUILD : PdcBlock.IDLE;
    }

    /** The newest block with the states of T1, and the ids of those that join. */
    private PdcBlock table() {
        PdcBlock table = newest;
        var taken = new ArrayList<Long>();
        for (int slot = 0; slot < after.size(); slot++) {
            taken.add(newest.idAt(slot));
        }
        for (int slot = 0; slot < after.size(); slot++) {
            PdcFlags flags = newest.flagsOf(slot);
            Optional<DiskInfo> joins = joins(after.get(slot));
            if (joins.isPresent()) {
                long id = PdcIds.of(joins.get(), newest.volumeId(), taken);
                taken.add(id);
                table = table.withIdAt(slot, id);
            }
            table = table.withFlagsOf(
                    slot,
                    switch (after.get(slot)) {
                        case Member m -> m.state() == State.IN_SYNC ? flags.inSync() : flags.rebuilding();
                        case Component.Missing m -> m.marked() ? missing(flags, slot) : flags.bits();
                        case Component.Subset s -> throw new IllegalStateException("no leaf: " + s);
                    });
        }
        return table;
    }

    private int missing(PdcFlags flags, int slot) {
        boolean there = before.get(slot) instanceof Member;
        return flags.lost() && !there ? flags.bits() : there ? flags.failed() : flags.absent();
    }

    private Optional<DiskInfo> joins(Component component) {
        return component instanceof Member m && !change.has(m.disk()) ? Optional.of(m.disk()) : Optional.empty();
    }
}
