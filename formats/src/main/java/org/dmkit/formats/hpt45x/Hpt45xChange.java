package org.dmkit.formats.hpt45x;

import java.util.List;
import java.util.stream.IntStream;
import org.dmkit.formats.hpt45x.Hpt45x.Kind;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.write.PerDiskWriter.SetChange;

/** What the members of a set that changes say of it from now on, as the vendor's driver would. */
final class Hpt45xChange {
    private final SetChange<Hpt45x> change;
    private final List<Component> leaves;
    /** Of a member that was there before. */
    private final Hpt45x any;

    private final Kind kind;
    private final boolean renews;
    private final boolean reversed;

    Hpt45xChange(SetChange<Hpt45x> change) {
        this.change = change;
        this.leaves = change.after().leaves().toList();
        this.any = change.any();
        this.kind = any.kind();
        this.renews = change.outdates();
        this.reversed = renews ? sourceIsSecond() : any.reversed();
    }

    /** Whether a mirror's second leg has the data, and the first one doesn't or is no better. */
    private boolean sourceIsSecond() {
        boolean mirrored = kind == Kind.MIRROR || kind == Kind.STRIPE_OF_MIRRORS;
        int source = any.reversed() ? 1 : 0;
        return mirrored && (sources(change.after()).contains(source) ? source : 1 - source) == 1;
    }

    /** The legs of a mirror of two that are not known to be behind, counted from 0. */
    static List<Integer> sources(RaidSet mirror) {
        List<Component> leaves = mirror.leaves().toList();
        int each = leaves.size() / 2;
        return IntStream.range(0, 2)
                .filter(leg ->
                        leaves.subList(leg * each, (leg + 1) * each).stream().noneMatch(Component::isBehind))
                .boxed()
                .toList();
    }

    private static boolean rebuilding(Component leaf) {
        return leaf instanceof Component.Member m && m.state() == State.REBUILDING;
    }

    /** The record of a member. */
    Hpt45x told(int slot, Component.Member member) {
        Hpt45x own = change.has(member.disk()) ? change.own(member.disk()).orElseThrow() : any.ofAnotherDisk();
        Hpt45x standing = standing(own, slot);
        Hpt45x told = renews ? standing.renewed(Hpt45xStamp.next((int) any.stamp(), leaves, reversed)) : standing;
        return told.equals(own)
                ? own
                : told.withAlreadyBroken(leaves.stream().anyMatch(Component::isBehind))
                        .sealed();
    }

    private Hpt45x standing(Hpt45x own, int slot) {
        Hpt45xLevel outer = own.outer();
        int columns = outer.members();
        return switch (kind) {
            case MIRROR -> own.withOuter(mirror(outer.withNumber(number(slot)), leaves, outer.perMember()));
            case STRIPE_OF_MIRRORS ->
                own.withOuter(outer.withNumber(slot % columns))
                        .withInner(mirror(
                                own.inner().withNumber(number(slot / columns)),
                                List.of(leaves.get(slot % columns), leaves.get(slot % columns + columns)),
                                outer.perMember()));
            case PARITY -> own.withOuter(parity(outer.withNumber(slot)));
            case SPAN, STRIPE, SPARE, LEFT_OVER, UNSUPPORTED -> own;
        };
    }

    private int number(int leg) {
        return reversed ? 1 - leg : leg;
    }

    /** A resync that is owed is a rebuild with nothing left to do: both disks are good, and nobody copies anything. */
    private Hpt45xLevel mirror(Hpt45xLevel level, List<Component> copies, long sectors) {
        boolean target = copies.stream().anyMatch(Hpt45xChange::rebuilding);
        boolean whole = copies.stream().noneMatch(Component::isBehind);
        return rebuild(level, target || (whole && owesResync()), whole, sectors);
    }

    private Hpt45xLevel parity(Hpt45xLevel level) {
        int critical = IntStream.range(0, leaves.size())
                .filter(i -> leaves.get(i).isBehind())
                .map(i -> 1 << i)
                .sum();
        boolean unmade = critical == 0 && owesResync();
        boolean target = leaves.stream().anyMatch(Hpt45xChange::rebuilding);
        return rebuild(level, target || unmade, critical == 0 && !unmade, level.perMember())
                .withCritical(critical);
    }

    private boolean owesResync() {
        return change.after().resync() == Resync.RESYNCING;
    }

    /** What is told already stays in the words in which it is told. */
    private Hpt45xLevel rebuild(Hpt45xLevel level, boolean needed, boolean whole, long sectors) {
        boolean unfinished = level.unfinished(sectors);
        if (whole) {
            return level.withRebuild(needed, unfinished ? Hpt45xLevel.ALL : level.rebuilt());
        }
        return level.withRebuild(needed, unfinished && !renews ? level.rebuilt() : 0);
    }
}
