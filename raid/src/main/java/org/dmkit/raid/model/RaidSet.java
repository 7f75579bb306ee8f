package org.dmkit.raid.model;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;

/**
 * A set: an inner node of the configuration tree.
 *
 * @param name of its mapped device, as dmraid makes it, and its identity for the length of a change: T1 has the set under the name
 *     that it had in T0, even where what is written then makes the next scan derive another (via, hpt45x, lsi). So another scan may
 *     know the set by its members only ({@code Successor}), and a running device, which keeps the name and uuid that it was made with,
 *     is found by members and live table ({@code LiveSets})
 * @param label the volume's own name as the vendor's tools show it; empty for a subset
 * @param chunk sectors; 0 where the level has none
 * @param size usable sectors
 * @param components one a slot, in slot order
 * @param resync whether the redundancy itself has to be made good over all members
 */
public record RaidSet(
        String name, String label, Level level, int chunk, long size, List<Component> components, Resync resync) {
    public RaidSet {
        components = List.copyOf(components);
    }

    /** Whether the members of a redundant set are known to agree. */
    public enum Resync {
        /** They do. */
        CLEAN,
        /** The set was open for writing when the metadata were written last (the format's dirty flag). */
        DIRTY,
        /** A first synchronisation, a repair or a resync is under way or owed. */
        RESYNCING
    }

    /** What can be done with a set. */
    public enum Health {
        /** Every slot in sync. */
        COMPLETE,
        /** Works; a slot is missing or rebuilding. */
        DEGRADED,
        /** Can't start. */
        FAILED
    }

    /** Derived from the components: missing and rebuilding slots count as lost, a failed subset too. */
    public Health health() {
        int lost = 0;
        boolean degraded = false;
        for (Component c : components) {
            switch (c) {
                case Component.Member m -> lost += m.state() == Component.State.IN_SYNC ? 0 : 1;
                case Component.Missing m -> lost++;
                case Component.Subset s -> {
                    Health below = s.set().health();
                    lost += below == Health.FAILED ? 1 : 0;
                    degraded |= below != Health.COMPLETE;
                }
            }
        }
        if (lost > level.tolerance(components.size())) {
            return Health.FAILED;
        }
        return lost > 0 || degraded ? Health.DEGRADED : Health.COMPLETE;
    }

    /** This set and all sets below it, bottom-up: a set comes after its subsets. */
    public Stream<RaidSet> bottomUp() {
        return Stream.concat(
                components.stream()
                        .flatMap(c -> c instanceof Component.Subset s ? s.set().bottomUp() : Stream.empty()),
                Stream.of(this));
    }

    /** Every component that is not a subset, of this set and those below. */
    public Stream<Component> leaves() {
        return components.stream()
                .flatMap(c -> c instanceof Component.Subset s ? s.set().leaves() : Stream.of(c));
    }

    /** The members on present disks. */
    public Stream<Component.Member> members() {
        return leaves().filter(Component.Member.class::isInstance).map(Component.Member.class::cast);
    }

    /** The member on this disk. */
    public Optional<Component.Member> member(DiskInfo disk) {
        return members().filter(m -> m.disk().equals(disk)).findFirst();
    }

    /** True if this set or one below is redundant. */
    public boolean redundant() {
        return bottomUp().anyMatch(s -> s.level().redundant());
    }

    /**
     * True of a stripe or a concatenation whose slots are all filled, some of them not in sync: nothing in it can make that good, but
     * a mirror above it can, as a whole.
     */
    public boolean rebuildsAsWhole() {
        return !redundant()
                && leaves().allMatch(Component.Member.class::isInstance)
                && members().anyMatch(m -> m.state() == Component.State.REBUILDING);
    }

    /**
     * The same tree with what stands and falls together: a mirror goes on without a whole stripe when that loses a member, so that the
     * other members of the stripe miss writes as well.
     */
    public RaidSet withFallenStripes() {
        return withComponents(components.stream()
                .<Component>map(c -> c instanceof Component.Subset s
                        ? new Component.Subset(
                                level.redundant() && s.set().hasFallen()
                                        ? s.set().withMembers(Component.State.REBUILDING)
                                        : s.set().withFallenStripes())
                        : c)
                .toList());
    }

    private boolean hasFallen() {
        return !redundant() && leaves().anyMatch(Component::isBehind);
    }

    /** The same tree with all members that are there in one state. */
    public RaidSet withMembers(Component.State state) {
        return mapLeaves(c -> c instanceof Component.Member m ? m.withState(state) : c);
    }

    /** The same tree with each leaf replaced by what {@code change} gives. */
    public RaidSet mapLeaves(UnaryOperator<Component> change) {
        return withComponents(components.stream()
                .map(c -> c instanceof Component.Subset s
                        ? new Component.Subset(s.set().mapLeaves(change))
                        : change.apply(c))
                .toList());
    }

    /** The same set with other components. */
    public RaidSet withComponents(List<Component> newComponents) {
        return new RaidSet(name, label, level, chunk, size, newComponents, resync);
    }

    /** The same set under another name of its own. */
    public RaidSet withLabel(String newLabel) {
        return new RaidSet(name, newLabel, level, chunk, size, components, resync);
    }

    /** The same tree in another state of synchronisation, subsets too. */
    public RaidSet withResync(Resync newResync) {
        List<Component> below = components.stream()
                .map(c -> c instanceof Component.Subset s
                        ? new Component.Subset(s.set().withResync(newResync))
                        : c)
                .toList();
        return new RaidSet(name, label, level, chunk, size, below, newResync);
    }
}
