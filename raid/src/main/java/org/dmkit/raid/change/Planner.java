package org.dmkit.raid.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DmName;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.record.Redo;

/**
 * Turns the difference of two configurations into a {@link Plan}: what each group needs, in an order that is the same for all of
 * them. Pure: no disk and no kernel in its hands.
 */
public final class Planner {
    private final Transition transition;
    private final List<PartPlanner> parts;

    private Planner(Transition transition) {
        this.transition = transition;
        Set<DmName> takenNames = new HashSet<>();
        transition.live().devices().forEach(d -> takenNames.add(d.name()));
        this.parts = transition.parts().stream()
                .map(p -> PartPlanner.of(p, transition.live(), takenNames))
                .toList();
    }

    /** The plan that leads from T0 and what is live to T1; empty if nothing has to be done. */
    public static Plan plan(Transition transition) {
        return new Planner(transition).plan();
    }

    /**
     * What there is to say of the partitions that a change maps: what their tables have wrong, and which of them can't be as the
     * table says.
     */
    public static List<Finding> findings(Transition transition) {
        return new Planner(transition).of(PartPlanner::findings);
    }

    private Plan plan() {
        List<DmName> switched = of(PartPlanner::switched);
        var steps = new ArrayList<Step>();
        transition.earlier().forEach(r -> steps.add(new Step.FinishEarlier(r)));
        steps.addAll(of(PartPlanner::takenDown));
        steps.addAll(of(PartPlanner::helpers));
        steps.addAll(of(PartPlanner::preloads));
        if (!switched.isEmpty()) {
            steps.add(new Step.Rehearse());
        }
        List<String> unflushed = restored();
        if (!unflushed.isEmpty()) {
            steps.add(new Step.Flush(unflushed));
        }
        transition.records().forEach(r -> steps.add(new Step.SaveRedo(r)));
        steps.addAll(metadata());
        // Top-down: an upper device that still sends I/O would wait on a lower one that is suspended.
        for (DmName name : switched.reversed()) {
            steps.add(new Step.Suspend(name));
        }
        for (DmName name : switched) {
            steps.add(new Step.Resume(name));
        }
        steps.addAll(of(PartPlanner::creates));
        steps.addAll(of(PartPlanner::partitions));
        steps.addAll(of(PartPlanner::removed));
        steps.addAll(helpersLeft());
        // In any order: T1 is on every disk by now, so each of them leads forward whether the other is marked or not.
        transition.records().forEach(r -> steps.add(new Step.MarkRedo(r, Redo.State.FINISHED)));
        new TreeMap<>(transition.lost()).forEach((disk, images) -> steps.add(new Step.WriteLost(disk, images)));
        return new Plan(steps, isFromScratch());
    }

    private <T> List<T> of(Function<PartPlanner, List<T>> what) {
        return parts.stream().map(what).flatMap(List::stream).toList();
    }

    /** Disks of groups of which something is called in sync from now on. */
    private List<String> restored() {
        return transition.parts().stream()
                .filter(p -> p.delta().restoresSync())
                .flatMap(p -> p.t1().disks().stream())
                .map(DiskInfo::name)
                .distinct()
                .toList();
    }

    /** One disk after the other, as the writers have them: each is flushed and read back before the next, so that a stage is a barrier. */
    private List<Step> metadata() {
        var steps = new ArrayList<Step>();
        transition.t1Images().forEach((disk, images) -> {
            List<Image> before = Objects.requireNonNull(transition.t0Images().get(disk));
            if (!before.equals(images)) {
                // A write that is torn may leave a sector that can't be read: the record has only those that differ.
                var differing = Redo.Member.ofDiffering("", 0, before, images);
                steps.add(new Step.WriteMetadata(disk, differing.t0(), differing.t1()));
            }
        });
        return steps;
    }

    private List<Step> helpersLeft() {
        return of(PartPlanner::left).stream()
                .distinct()
                .filter(name -> parts.stream().noneMatch(p -> p.kept().contains(name)))
                .<Step>map(Step.Remove::new)
                .toList();
    }

    private boolean isFromScratch() {
        return !transition.made().isEmpty() && parts.stream().allMatch(PartPlanner::startsOnlyWhatItMakes);
    }
}
