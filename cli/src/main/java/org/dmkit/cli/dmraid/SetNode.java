package org.dmkit.cli.dmraid;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.RaidDevice.Status;
import org.dmkit.raid.model.RaidSet;
import org.jspecify.annotations.Nullable;

/**
 * A set as dmraid shows it: a set of disks, of sets, or a group of sets.
 *
 * @param type dmraid's word
 * @param stride sectors
 * @param size sectors as dmraid reckons them
 * @param subsets of a stacked set or of a group
 * @param disks directly in it
 * @param active true if it runs
 * @param source what it is to dmkit; null for groups and for spares that are in no set
 */
record SetNode(
        String name,
        String type,
        Status status,
        int stride,
        long size,
        List<SetNode> subsets,
        List<RaidDisk> disks,
        boolean active,
        @Nullable Source source) {
    /** A set in the tree of sets. */
    record Source(Group group, RaidSet set) {}

    SetNode {
        subsets = List.copyOf(subsets);
        disks = List.copyOf(disks);
    }

    boolean isGroup() {
        return type.equals(RaidDevice.Type.GROUP.word());
    }

    /** A group runs if one of its sets does. */
    boolean runs() {
        return isGroup() ? subsets.stream().anyMatch(SetNode::active) : active;
    }

    /** Disks that are no spares, those of subsets too; of a group only its own. */
    int devices() {
        return count(false);
    }

    int spares() {
        return count(true);
    }

    private int count(boolean spare) {
        int own = (int) disks.stream()
                .filter(d -> (d.device().type() == RaidDevice.Type.SPARE) == spare)
                .count();
        return isGroup()
                ? own
                : own + subsets.stream().mapToInt(s -> s.count(spare)).sum();
    }

    /** This one and all below it. */
    Stream<SetNode> all() {
        return Stream.concat(Stream.of(this), subsets.stream().flatMap(SetNode::all));
    }

    /** The sets that can be started by themselves: this one, or those of this group. */
    List<SetNode> tops() {
        return isGroup() ? subsets : List.of(this);
    }

    SetNode withSubsets(List<SetNode> newSubsets) {
        return new SetNode(name, type, status, stride, size, newSubsets, disks, active, source);
    }

    /** The same group with those of another one of its name. */
    SetNode merged(SetNode other) {
        var allSubsets = new ArrayList<SetNode>(subsets);
        allSubsets.addAll(other.subsets);
        var allDisks = new ArrayList<RaidDisk>(disks);
        allDisks.addAll(other.disks);
        return new SetNode(name, type, status, stride, size + other.size, allSubsets, allDisks, active, source);
    }
}
