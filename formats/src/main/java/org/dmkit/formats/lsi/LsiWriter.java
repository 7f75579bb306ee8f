package org.dmkit.formats.lsi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.format.Verb;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.write.Drawn;
import org.dmkit.raid.write.OneSectorWriter;

/**
 * How lsi metadata are changed: configurations of one set. No other open program writes them, so all of this is derived from what
 * readers accept: a disk that is lost is called gone by all others, and the set degraded. A new disk in its place is called gone as
 * well until it is rebuilt, with a flag of ours beside that.
 *
 * <p>Nothing in the sector tells the disk that has a place from one that had it. So whoever gets a new disk gets a new timestamp too,
 * and the set another name, which the next start maps it under. A lost disk that answers is erased: dmraid drops the whole set when it
 * finds a disk that calls itself gone.
 *
 * <p>There are no spares: what one would look like nobody knows. So nothing is ever there to be removed.
 */
final class LsiWriter extends OneSectorWriter<LsiConfiguration> {
    private static final Abilities ABILITIES = new Abilities(
            EnumSet.complementOf(EnumSet.of(Verb.SPARE, Verb.REMOVE)),
            Set.of(Level.RAID1),
            false,
            LossMark.ON_SURVIVORS,
            Crash.REDO,
            "derived from what dmraid and FreeBSD ata(4) read",
            Set.of(Judge.DMRAID, Judge.BLKID, Judge.VM));

    private static final LsiConfiguration NOTHING = new LsiConfiguration(Block.zeros(512));

    LsiWriter() {
        super(1);
    }

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    /** A loss that one survivor is told is one sector, which a disk writes whole or not at all. */
    @Override
    public boolean isOrdered(Delta delta) {
        return delta.events().stream().allMatch(LsiWriter::isLoss)
                && delta.after().sets().stream().flatMap(RaidSet::members).count() == 1;
    }

    private static boolean isLoss(Event event) {
        return event instanceof Event.Lost || event instanceof Event.LossRecorded || event instanceof Event.ShutOut;
    }

    @Override
    public Optional<Placement<LsiConfiguration>> placement() {
        return Optional.of(LsiPlacement.INSTANCE);
    }

    @Override
    protected LsiConfiguration made(RaidSet set, int slot, LsiConfiguration ground) {
        return LsiPlacement.member(set, slot, ground);
    }

    @Override
    protected List<Finding> against(Delta delta, Map<String, LsiConfiguration> known) {
        var findings = new ArrayList<Finding>(noSource(delta));
        delta.events(Event.SpareAdded.class)
                .forEach(e -> findings.add(Finding.error("lsi.spare")
                        .on(e.disk())
                        .found("a spare")
                        .expected("none: nobody knows what one looks like in this format")
                        .remedy("keep the disk blank, and rebuild onto it when one fails")));
        delta.events(Event.ResyncChanged.class)
                .filter(e -> e.to() == Resync.RESYNCING)
                .forEach(e -> findings.add(Finding.error("lsi.resync")
                        .found(e.set() + " is to be synchronised")
                        .expected("a set of a format that can say so")
                        .remedy("rebuild one of its members instead")));
        delta.events(Event.RebuildBegan.class).forEach(e -> {
            long used = ((Component.Member) e.slot().in(delta.after())).extent().end();
            if (used < e.disk().sectors() - 1 && !LsiDisk.isExact(used)) {
                findings.add(Finding.error("lsi.disk-too-large")
                        .on(e.disk())
                        .found(e.disk().sectors() + " sectors")
                        .expected((used + 1) + ": the format can't say that no more of it is used")
                        .remedy("take a disk of that size"));
            }
        });
        return findings;
    }

    @Override
    protected LsiConfiguration told(SetChange<LsiConfiguration> change, int slot, Component.Member member) {
        boolean stays = change.has(member.disk());
        LsiConfiguration own = change.own(member.disk()).filter(c -> stays).orElseGet(change::source);
        int raid = own.raidNumber();
        LsiConfiguration told = own.withPlace(raid, slot);
        List<Component> before = change.before().leaves().toList();
        List<Component> after = change.after().leaves().toList();
        boolean whole = true;
        for (int i = 0; i < after.size(); i++) {
            int place = i;
            switch (after.get(i)) {
                case Component.Member m -> {
                    boolean joins = !change.has(m.disk());
                    told = told.withDisk(raid, i, e -> entry(joins ? fresh(e, place, after.size(), m) : e, m.state()));
                    told = joins ? told.withTimestamp(next(told.timestamp(), m.disk(), i)) : told;
                    whole &= m.state() == State.IN_SYNC;
                }
                case Component.Missing m -> {
                    boolean news = m.marked() && !lost(before.get(i));
                    told = news ? told.withDisk(raid, i, e -> e.with8(LsiDisk.FLAGS, LsiDisk.GONE)) : told;
                    whole &= !m.marked();
                }
                case Component.Subset s -> throw new IllegalStateException("no leaf: " + s);
            }
        }
        return told.withDegraded(raid, !whole);
    }

    private static boolean lost(Component before) {
        return before instanceof Component.Missing m && m.marked();
    }

    /** With what is said of a disk in this state. */
    static Block entry(Block entry, State state) {
        return entry.with8(LsiDisk.FLAGS, state == State.REBUILDING ? LsiDisk.REBUILDING : 0);
    }

    /** For a disk that is new in this place; with its size, where it has more than is used. */
    private static Block fresh(Block entry, int place, int disks, Component.Member member) {
        Block block =
                entry.u8(LsiDisk.DEVICE) == LsiDisk.NOBODY ? entry.with8(LsiDisk.DEVICE, device(place, disks)) : entry;
        return member.extent().end() < member.disk().sectors() - 1
                ? block.with32(LsiDisk.SECTORS, member.extent().end())
                : block;
    }

    /** First the disks of one channel, then those of the other. */
    static int device(int place, int disks) {
        int each = Math.max(1, disks / 2);
        return (place / each) << 4 | place % each;
    }

    /** Depends on who joins, because a disk may leave two sets that are alike. */
    private static long next(long time, DiskInfo disk, int place) {
        return time + 1 + (Drawn.of(disk.serial() + "/" + disk.name() + "/" + place) & 0xff);
    }

    @Override
    protected byte[] bytes(LsiConfiguration block) {
        return block.block().toBytes();
    }

    @Override
    protected LsiConfiguration lost(LsiConfiguration block) {
        return NOTHING;
    }

    @Override
    protected LsiConfiguration spare(DiskInfo disk, Map<String, LsiConfiguration> known) {
        throw new IllegalArgumentException("refused by the rules: a spare");
    }
}
