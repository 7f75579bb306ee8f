package org.dmkit.raid.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Delta.Slot;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;

/**
 * The verbs that make of a group what somebody has drawn: each event of the {@link Delta} between the two is one that a verb
 * brings about, follows from another, or is refused. So an edit has the verbs' rules, and none of its own. Pure.
 */
public final class Editing {
    /** In the order in which they are done: a disk leaves a slot before it leaves the group, or waits in it. */
    private enum Turn {
        FAIL,
        REPLACE,
        REMOVE,
        SPARE,
        RENAME
    }

    private record Verb(Turn turn, Change change) {}

    private final Group t0;
    private final Group drawn;

    private Editing(Group t0, Group drawn) {
        this.t0 = t0;
        this.drawn = drawn;
    }

    /**
     * What has to be done, which may be nothing.
     *
     * @param drawn the group as it shall be: its sets in the shape that they have, those that are deleted too, and none that is new
     * @param deleted names of sets that shall go
     * @param made sets that shall come
     * @throws RefusedException if no verb does what is drawn, with what would go instead
     */
    public static Change.Several of(Group t0, Group drawn, List<String> deleted, List<Change.Create> made)
            throws RefusedException {
        var editing = new Editing(t0, drawn);
        List<Change> verbs = editing.verbs();
        editing.mustCome(new Change.Several(verbs).apply(t0));
        return new Change.Several(Stream.<Stream<? extends Change>>of(
                        verbs.stream(), deleted.stream().map(Change.Delete::new), made.stream())
                .<Change>flatMap(s -> s)
                .toList());
    }

    private List<Change> verbs() throws RefusedException {
        var verbs = new LinkedHashSet<Verb>();
        for (Event event : Delta.between(t0, drawn).events()) {
            verbs.addAll(verbs(event));
        }
        var ordered = new ArrayList<Change>();
        for (Turn turn : Turn.values()) {
            verbs.stream().filter(v -> v.turn() == turn).map(Verb::change).forEach(ordered::add);
        }
        return ordered;
    }

    private List<Verb> verbs(Event event) throws RefusedException {
        return switch (event) {
            case Event.Lost e -> List.of(fail(new MemberName.OfDisk(e.disk().name())));
            case Event.LossRecorded e ->
                e.slots().stream().map(s -> fail(MemberName.of(s.in(t0)))).toList();
            case Event.RebuildBegan e -> {
                Component before = e.slot().in(t0);
                // One that stays falls with its stripe, or should not: what comes out tells.
                yield before instanceof Component.Member m && m.disk().equals(e.disk())
                        ? List.of()
                        : List.of(new Verb(Turn.REPLACE, new Change.Replace(MemberName.of(before), e.disk())));
            }
            case Event.Renamed e -> List.of(new Verb(Turn.RENAME, new Change.Rename(e.set(), e.label())));
            case Event.SpareAdded e -> List.of(new Verb(Turn.SPARE, new Change.AddSpare(e.disk())));
            case Event.Released e -> List.of(new Verb(Turn.REMOVE, new Change.Remove(e.disk())));
            // These follow from what becomes of slots.
            case Event.MemberAdded e -> List.of();
            case Event.ShutOut e -> List.of();
            case Event.Joined e ->
                throw RefusedException.because(
                        "edit.not-rebuilt",
                        e.disk().name() + " in " + place(e.slot())
                                + " is called in sync, and has nothing of the set yet",
                        "rebuilding",
                        "call it rebuilding");
            case Event.RebuildEnded e ->
                throw RefusedException.because(
                        "edit.not-rebuilt",
                        place(e.slot()) + " is called in sync, and is being rebuilt",
                        "rebuilding",
                        "wait for it: dmkit rebuild " + e.slot().set() + " --wait");
            case Event.ResyncChanged e ->
                throw RefusedException.because(
                        "edit.resync",
                        e.set() + " is called " + word(e.to()) + ", and is " + word(e.from()),
                        word(e.from()),
                        "leave it as it is: it follows from what the set does");
            case Event.Reshaped e -> throw reshaped(e.set().name());
            case Event.Deleted e ->
                throw RefusedException.because(
                        "edit.left-out",
                        e.set() + " is left out",
                        "all sets of " + t0.name(),
                        "say that it shall go: dmkit delete " + e.set());
            case Event.Created e ->
                throw RefusedException.because(
                        "edit.no-set",
                        e.set().name() + " is no set of " + t0.name(),
                        "one that is there",
                        "see: dmkit show");
        };
    }

    /** What would go instead of another level, chunk, size, or other places on the members. */
    public static RefusedException reshaped(String set) {
        return RefusedException.because(
                "edit.reshape",
                set + " can't get another level, chunk, size, number of slots or place on its members",
                "the shape that it has",
                "copy its data elsewhere; dmkit delete " + set + "; then create it as it shall be");
    }

    private static Verb fail(MemberName member) {
        return new Verb(Turn.FAIL, new Change.Fail(member));
    }

    /** What the verbs make must be what is drawn, with nothing beside it and nothing left out. */
    private void mustCome(Group t1) throws RefusedException {
        for (RaidSet set : t1.sets()) {
            RaidSet wanted = drawn.set(set.name()).orElseThrow();
            List<Component> comes = set.leaves().toList();
            List<Component> drawnLeaves = wanted.leaves().toList();
            for (int i = 0; i < comes.size(); i++) {
                if (!comes.get(i).unnamed().equals(drawnLeaves.get(i).unnamed())) {
                    throw otherwise(new Slot(set.name(), i), comes.get(i), drawnLeaves.get(i));
                }
            }
        }
        mustCome("spare", t1.spares(), drawn.spares());
        mustCome("stale", t1.stale(), drawn.stale());
        mustCome("in use", t1.disks(), drawn.disks());
    }

    private static void mustCome(String what, List<DiskInfo> comes, List<DiskInfo> drawn) throws RefusedException {
        Set<DiskInfo> differing = new HashSet<>(comes);
        differing.addAll(drawn);
        Optional<DiskInfo> one = differing.stream()
                .filter(d -> comes.contains(d) != drawn.contains(d))
                .findFirst();
        if (one.isPresent()) {
            boolean is = comes.contains(one.get());
            throw RefusedException.because(
                    "edit.otherwise",
                    one.get().name() + " would " + (is ? "" : "not ") + "be " + what + " then",
                    comes.stream().map(DiskInfo::name).collect(Collectors.joining(", ")),
                    (is ? "list it" : "don't list it") + " as " + what);
        }
    }

    private RefusedException otherwise(Slot slot, Component comes, Component wanted) {
        return RefusedException.because(
                "edit.otherwise",
                place(slot) + " would be " + told(comes) + " then, not " + told(wanted),
                told(comes),
                wanted instanceof Component.Member w
                                && w.state() == Component.State.REBUILDING
                                && slot.in(t0) instanceof Component.Member m
                                && m.disk().equals(w.disk())
                        ? "a member in sync is not rebuilt; to rebuild it: dmkit fail " + slot.set() + " "
                                + w.disk().name()
                        : "say so, or leave what brings it about");
    }

    private static String told(Component leaf) {
        return switch (leaf) {
            case Component.Member m -> m.disk().name() + " " + word(m.state());
            case Component.Missing m -> m.marked() ? "failed" : "missing";
            case Component.Subset s -> throw new IllegalArgumentException("no leaf: " + s);
        };
    }

    private static String place(Slot slot) {
        return "slot " + slot.leaf() + " of " + slot.set();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
