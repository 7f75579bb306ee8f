package org.dmkit.formats.nvidia;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.write.LabelRule;
import org.dmkit.raid.write.OneSectorWriter;

/**
 * How nvidia metadata are changed. FreeBSD's graid draws a new signature for those who go on without a disk, so that it is in no set
 * with them when it returns; so do we, and when a slot gets another disk, too. {@link NvidiaSignature} keeps the name. The error flag
 * of a set that is not whole is the vendor's; job and unit flags of a rebuild, and spares that nobody counts, are FreeBSD's.
 *
 * <p>A job of 3 goes before one of 5: beside the latter FreeBSD takes the disk that is rebuilt for a good one. Nothing is lost by
 * that, because a member that is made anew from the others agrees with them.
 */
final class NvidiaWriter extends OneSectorWriter<NvidiaMetadata> {
    private static final Abilities ABILITIES = new Abilities(
                    Set.of(Level.RAID1, Level.RAID5_LEFT_SYMMETRIC),
                    false,
                    LossMark.ON_SURVIVORS,
                    Crash.REDO,
                    "as FreeBSD graid, the error flag as the vendor")
            .provenBy(Judge.DMRAID, Judge.BLKID, Judge.VM);

    private static final LabelRule LABELS = new LabelRule(
            Pattern.compile("[!-~]([ -~]{0,14}[!-~])?"),
            "1 to 16 printable characters of ASCII, no blank in front or behind");

    NvidiaWriter() {
        super(2);
    }

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    @Override
    protected Optional<LabelRule> labels() {
        return Optional.of(LABELS);
    }

    @Override
    public Optional<Placement<NvidiaMetadata>> placement() {
        return Optional.of(NvidiaPlacement.INSTANCE);
    }

    @Override
    protected NvidiaMetadata made(RaidSet set, int slot, NvidiaMetadata ground) {
        return NvidiaNewSet.member(set, slot, ground);
    }

    @Override
    protected NvidiaMetadata renamed(NvidiaMetadata block, String label) {
        return block.withProductId(label).sealed();
    }

    @Override
    protected List<Finding> against(Delta delta, Map<String, NvidiaMetadata> known) {
        return spareOfNewSet(delta);
    }

    @Override
    protected NvidiaMetadata told(SetChange<NvidiaMetadata> change, int slot, Component.Member member) {
        NvidiaMetadata own = change.has(member.disk())
                ? change.own(member.disk()).orElseThrow()
                : newcomer(change, slot, member.disk());
        NvidiaMetadata block = own.withSignature(signature(change.before(), change.after(), own.signature()))
                .withRebuilding(member.state() == State.REBUILDING)
                .withJob(job(change.after(), own))
                .withError(change.after().leaves().anyMatch(Component::isBehind));
        boolean parity = change.after().level() == Level.RAID5_LEFT_SYMMETRIC
                && change.before().resync() != change.after().resync();
        return (parity ? block.withParityValid(change.after().resync() != Resync.RESYNCING) : block).sealed();
    }

    private static NvidiaMetadata newcomer(SetChange<NvidiaMetadata> change, int slot, DiskInfo disk) {
        NvidiaMetadata set = change.source();
        return change.own(disk).map(set::withRestOf).orElse(set).withUnit(slot);
    }

    /** The one that a changed set has, whose members have had this one. */
    private static NvidiaSignature signature(RaidSet before, RaidSet after, NvidiaSignature was) {
        List<Component> from = before.leaves().toList();
        List<Component> to = after.leaves().toList();
        boolean leaves = false;
        int inSync = 0;
        for (int slot = 0; slot < to.size(); slot++) {
            leaves |= leaves(from.get(slot), to.get(slot));
            if (to.get(slot) instanceof Component.Member m && m.state() == State.IN_SYNC) {
                inSync |= 1 << slot % 8;
            }
        }
        return leaves ? was.next(inSync, to.size()) : was;
    }

    /** True if a disk that may return had the slot, and has it no more. */
    private static boolean leaves(Component from, Component to) {
        return switch (from) {
            case Component.Member m ->
                !(to instanceof Component.Member n && n.disk().equals(m.disk()));
            case Component.Missing m -> !(to instanceof Component.Missing n) || n.marked() != m.marked();
            case Component.Subset s -> throw new IllegalStateException("no leaf: " + s);
        };
    }

    private static NvidiaJob job(RaidSet after, NvidiaMetadata own) {
        if (after.members().anyMatch(m -> m.state() == State.REBUILDING)) {
            return NvidiaJob.REBUILD;
        }
        if (after.resync() != Resync.RESYNCING) {
            return NvidiaJob.IDLE;
        }
        return own.job().filter(NvidiaJob.INIT::equals).orElse(NvidiaJob.SYNC);
    }

    @Override
    protected byte[] bytes(NvidiaMetadata block) {
        return block.block().toBytes();
    }

    /** It says of itself that it has to be rebuilt: so nobody takes it for a disk that went on without the others. */
    @Override
    protected NvidiaMetadata lost(NvidiaMetadata block) {
        return block.withRebuilding(true).withError(true).sealed();
    }

    /** Spares are the units behind the members. */
    @Override
    protected NvidiaMetadata spare(DiskInfo disk, Map<String, NvidiaMetadata> known) {
        NvidiaMetadata set = known.values().stream()
                .filter(m -> m.level().isPresent())
                .reduce((a, b) -> b.signature().isAfter(a.signature()) ? b : a)
                .orElseThrow();
        int unit = set.level().orElseThrow().slots(set.width());
        while (taken(unit, known)) {
            unit++;
        }
        return Optional.ofNullable(known.get(disk.name()))
                .map(set::withRestOf)
                .orElse(set)
                .withUnit(unit)
                .withRebuilding(false)
                .withJob(NvidiaJob.IDLE)
                .withError(false)
                .sealed();
    }

    private static boolean taken(int unit, Map<String, NvidiaMetadata> known) {
        return known.values().stream().anyMatch(m -> m.unit() == unit);
    }

    /** Spares go with their set. */
    @Override
    protected Map<DiskInfo, NvidiaMetadata> alongside(Delta delta, Map<String, NvidiaMetadata> known) {
        var spares = new HashMap<DiskInfo, NvidiaMetadata>();
        for (RaidSet after : delta.after().sets()) {
            delta.before()
                    .set(after.name())
                    .ifPresent(before -> delta.before().spares().stream()
                            .filter(delta.after().spares()::contains)
                            .forEach(disk -> Optional.ofNullable(known.get(disk.name()))
                                    .ifPresent(own -> spares.put(
                                            disk,
                                            own.withSignature(signature(before, after, own.signature()))
                                                    .sealed()))));
        }
        return spares;
    }
}
