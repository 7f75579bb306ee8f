package org.dmkit.formats.jmicron;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
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
 * How jmicron metadata are changed. States and spares are FreeBSD's. A member that is lost is taken out of the table of those that
 * go on: FreeBSD keeps its identity there, and could not tell it from them when it returns after a second loss. In its place
 * stands what FreeBSD writes for a member that it does not know.
 *
 * <p>That a disk is being rebuilt is told on the others, as FreeBSD does: of all members that disk alone reads as good. No attribute of its
 * own could tell it, for which dmraid would not refuse the whole set. Without the others nobody starts it who is not asked to.
 *
 * <p>The sum of a block stays what it was: the vendor's add up to 1, and FreeBSD reads only those that add up to 0.
 */
final class JmWriter extends OneSectorWriter<Jm> {
    private static final Abilities ABILITIES = new Abilities(
                    Set.of(Level.RAID0, Level.RAID1),
                    false,
                    LossMark.ON_SURVIVORS,
                    Crash.REDO,
                    "as FreeBSD graid, the loss in the table derived")
            .provenBy(Judge.DMRAID, Judge.BLKID, Judge.VM);

    private static final LabelRule LABELS = LabelRule.letters(1, 16);

    JmWriter() {
        super(1);
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
    public Optional<Placement<Jm>> placement() {
        return Optional.of(JmPlacement.INSTANCE);
    }

    @Override
    protected Jm made(RaidSet set, int slot, Jm ground) {
        return JmPlacement.member(set, slot, ground);
    }

    @Override
    protected Jm renamed(Jm block, String label) {
        return block.withLabel(label).summed(block.sum());
    }

    @Override
    protected List<Finding> against(Delta delta, Map<String, Jm> known) {
        var findings = new ArrayList<>(spareOfNewSet(delta));
        long most = known.values().stream()
                .mapToLong(jm -> jm.spares().size())
                .max()
                .orElse(0);
        long more = delta.events(Event.SpareAdded.class).count();
        if (findings.isEmpty() && more > 0 && most + more > Jm.SPARES) {
            findings.add(Finding.error("jmicron.spares")
                    .found(most + more + " spares")
                    .expected("at most " + Jm.SPARES)
                    .remedy("remove one"));
        }
        findings.addAll(noSource(delta));
        return findings;
    }

    @Override
    protected Jm told(SetChange<Jm> change, int slot, Component.Member member) {
        boolean stays = change.has(member.disk());
        Jm own = stays ? change.own(member.disk()).orElseThrow() : change.source();
        Map<Integer, Long> table = table(change.before(), change.after(), change.known());
        Jm block = spares(change.delta(), change.known(), withTable(own, table));
        if (!stays) {
            block = change.own(member.disk())
                    .map(block::withRestOf)
                    .orElse(block)
                    .withIdentity(block.members().get(slot))
                    .withData(member.extent());
        }
        boolean good = member.state() == State.IN_SYNC;
        // Where nothing can be rebuilt the attributes are about the disk.
        return (change.after().redundant()
                        ? block.withBadSectors(good && change.after().leaves().anyMatch(Component::isBehind))
                                .withUnsynchronised(good && change.after().resync() == Resync.RESYNCING)
                        : block)
                .summed(own.sum());
    }

    /** What T1 has in the places that change. */
    private static Map<Integer, Long> table(RaidSet before, RaidSet after, Map<String, Jm> known) {
        var table = new LinkedHashMap<Integer, Long>();
        Set<Long> taken = taken(known);
        List<Component> leaves = after.leaves().toList();
        for (int slot = 0; slot < leaves.size(); slot++) {
            switch (leaves.get(slot)) {
                case Component.Missing m -> {
                    if (m.marked()) {
                        table.put(slot, (long) Jm.NOBODY);
                    }
                }
                case Component.Member m -> {
                    if (before.member(m.disk()).isEmpty()) {
                        long id = newcomer(m.disk(), known, taken);
                        taken.add(id);
                        table.put(slot, id);
                    }
                }
                case Component.Subset s -> throw new IllegalStateException("no leaf: " + s);
            }
        }
        return table;
    }

    /** A spare keeps its identity: with that it never had data. */
    private static long newcomer(DiskInfo disk, Map<String, Jm> known, Set<Long> taken) {
        return Optional.ofNullable(known.get(disk.name()))
                .filter(Jm::spare)
                .map(Jm::identity)
                .orElseGet(() -> JmIdentities.of(disk, 0, taken));
    }

    private static Set<Long> taken(Map<String, Jm> known) {
        var taken = new TreeSet<Long>();
        known.values().forEach(jm -> {
            taken.add(jm.identity());
            taken.addAll(jm.members());
            taken.addAll(jm.spares());
        });
        return taken;
    }

    private static Jm withTable(Jm block, Map<Integer, Long> table) {
        Jm changed = block;
        for (Map.Entry<Integer, Long> entry : table.entrySet()) {
            changed = changed.withMember(entry.getKey(), entry.getValue());
        }
        return changed;
    }

    /** With the spares that T1 has. */
    private static Jm spares(Delta delta, Map<String, Jm> known, Jm block) {
        Jm changed = block;
        Set<Long> taken = taken(known);
        for (DiskInfo disk : delta.before().spares()) {
            Jm spare = known.get(disk.name());
            if (spare != null && !delta.after().spares().contains(disk)) {
                changed = changed.withoutSpare(spare.identity());
            }
        }
        for (DiskInfo disk :
                delta.events(Event.SpareAdded.class).map(Event.SpareAdded::disk).toList()) {
            changed = changed.withSpare(JmIdentities.of(disk, 0, taken));
        }
        return changed;
    }

    @Override
    protected byte[] bytes(Jm block) {
        return block.structure().toBytes();
    }

    /** Who bears a table without itself, and no sectors, is in no set of anybody's. */
    @Override
    protected Jm lost(Jm block) {
        return block.position()
                .map(p -> block.withMember(p, Jm.NOBODY).withoutData().summed(block.sum()))
                .orElse(block);
    }

    /** All disks of a set list its spares, and the spares its members. */
    @Override
    protected Map<DiskInfo, Jm> alongside(Delta delta, Map<String, Jm> known) {
        var blocks = new HashMap<DiskInfo, Jm>();
        for (RaidSet after : delta.after().sets()) {
            Optional<RaidSet> before = delta.before().set(after.name());
            if (before.isEmpty()) {
                continue;
            }
            Map<Integer, Long> table = table(before.get(), after, known);
            var hear = new ArrayList<>(delta.before().spares());
            hear.retainAll(delta.after().spares());
            if (before.get().equals(after)) {
                after.members().map(Component.Member::disk).forEach(hear::add);
            }
            for (DiskInfo disk : hear) {
                Jm own = Objects.requireNonNull(known.get(disk.name()));
                Jm block = spares(delta, known, withTable(own, table));
                boolean renamed = !before.get().label().equals(after.label());
                blocks.put(disk, (renamed ? block.withLabel(after.label()) : block).summed(own.sum()));
            }
        }
        return blocks;
    }

    /** It lists itself, as FreeBSD's do. */
    @Override
    protected Jm spare(DiskInfo disk, Map<String, Jm> known) {
        Jm set = known.values().stream()
                .filter(jm -> jm.position().isPresent())
                .findFirst()
                .orElseThrow();
        long id = JmIdentities.of(disk, 0, taken(known));
        return Optional.ofNullable(known.get(disk.name()))
                .map(set::withRestOf)
                .orElse(set)
                .withSpare(id)
                .withIdentity(id)
                .withoutData()
                .withBadSectors(false)
                .withUnsynchronised(false)
                .summed(set.sum());
    }
}
