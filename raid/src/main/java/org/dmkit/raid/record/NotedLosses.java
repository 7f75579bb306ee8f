package org.dmkit.raid.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.GroupsByDisk;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Verdict;

/**
 * What the notes in redo records make of disks that are there: who is out whatever its own metadata say, and who calls each other
 * lost, so that nobody knows whose history is the true one. Pure.
 */
public final class NotedLosses {
    static final NotedLosses NONE = new NotedLosses(List.of(), List.of(), Map.of(), List.of());

    private final List<Held> held;
    private final List<Out> out;
    private final Map<DiskInfo, DiskInfo> split;
    private final List<Finding> findings;
    /** By witness, the place in {@link #held} of the newest. */
    private final Map<DiskInfo, Integer> newest = new HashMap<>();

    /**
     * Of what has been judged already.
     *
     * @param held notes that hold, oldest first
     * @param out disks that must not be used
     * @param split disks of which each has a note that the other is lost; by disk the other
     * @param findings notes that no longer hold
     */
    public NotedLosses(List<Held> held, List<Out> out, Map<DiskInfo, DiskInfo> split, List<Finding> findings) {
        this.held = List.copyOf(held);
        this.out = List.copyOf(out);
        this.split = split;
        this.findings = List.copyOf(findings);
        for (int i = 0; i < held.size(); i++) {
            for (DiskInfo witness : held.get(i).witnesses()) {
                newest.put(witness, i);
            }
        }
    }

    /** A note that holds, and its witnesses that are there. */
    public record Held(Redo redo, Note note, List<DiskInfo> witnesses) {}

    /** A disk that a witness calls lost. */
    public record Out(DiskInfo disk, Note.Loss loss, DiskInfo witness) {}

    /**
     * Judges.
     *
     * @param groups as the formats put them together, which know of no note
     * @param copies the newest record of each disk, by its name
     */
    public static NotedLosses of(GroupsByDisk groups, Map<String, RedoCodec.Copy> copies, NoteCheck check) {
        var records = new LinkedHashMap<Redo, Set<Redo.State>>();
        copies.values().stream()
                .filter(c -> c.redo().isNoted())
                .sorted((a, b) -> Long.signum(a.redo().sequence() - b.redo().sequence()))
                .forEach(c -> records.computeIfAbsent(c.redo(), r -> new LinkedHashSet<>())
                        .add(c.state()));
        if (records.isEmpty()) {
            return NONE;
        }
        var held = new ArrayList<Held>();
        var findings = new ArrayList<Finding>();
        records.forEach((redo, states) -> {
            for (Redo.Notes notes : states.contains(Redo.State.VOID) ? List.<Redo.Notes>of() : redo.notes()) {
                List<Note> inForce = inForce(notes, states);
                Optional<Held> holds = inForce.stream()
                        .filter(check::holds)
                        .findFirst()
                        .map(note -> new Held(redo, note, check.witnesses(note)));
                holds.filter(h -> !h.note().isEmpty()).ifPresent(held::add);
                if (holds.isEmpty() && states.stream().noneMatch(Redo.State::isOwed)) {
                    findings.addAll(check.broken(redo, inForce.getFirst(), copies.values()));
                }
            }
        });
        return judge(groups, held, findings);
    }

    /**
     * That of T1, or of T0 as long as or since T1 is not there: the metadata tell which, unless they are the same in both. Then the mark
     * of a back-out does.
     */
    private static List<Note> inForce(Redo.Notes notes, Set<Redo.State> states) {
        boolean aborted = states.contains(Redo.State.ABORTED) && !states.contains(Redo.State.FINISHED);
        if (aborted) {
            return notes.before().isEmpty() ? List.of(notes.before()) : List.of(notes.before(), notes.after());
        }
        // T1 was reached: that its metadata have been changed since brings T0 not back.
        return states.contains(Redo.State.FINISHED) ? List.of(notes.after()) : List.of(notes.after(), notes.before());
    }

    private static NotedLosses judge(GroupsByDisk groups, List<Held> held, List<Finding> findings) {
        var accusations = new Accusations(groups, held);
        var out = new ArrayList<Out>();
        var split = new LinkedHashMap<DiskInfo, DiskInfo>();
        Verdict.of(accusations.disks(), accusations::accusers).forEach((disk, verdict) -> {
            switch (verdict) {
                case Verdict.Stands<DiskInfo> v -> {}
                case Verdict.Split<DiskInfo> v -> split.put(disk, v.accuser());
                case Verdict.Out<DiskInfo> v -> out.add(accusations.by(v.accuser(), disk));
            }
        });
        return new NotedLosses(held, out, split, findings);
    }

    /** Disks that must not be used. */
    public List<Out> out() {
        return out;
    }

    /** Disks of which each has a note that the other is lost; by disk the other. */
    public Map<DiskInfo, DiskInfo> split() {
        return split;
    }

    /** Notes that no longer hold. */
    public List<Finding> findings() {
        return findings;
    }

    /** The disks that are there of those that this group has lost last, all at once; none if nothing is noted. */
    public List<DiskInfo> lastLost(Group group) {
        long last =
                of(group).losses().stream().mapToLong(Note.Loss::since).max().orElse(0);
        return out.stream()
                .filter(o -> o.loss().since() == last && group.disks().contains(o.witness()))
                .map(Out::disk)
                .toList();
    }

    /** The newest note of this group that holds. */
    public Note of(Group group) {
        return newest(group).map(Held::note).orElse(Note.NONE);
    }

    /** That note and who bears witness to it. */
    public Optional<Held> newest(Group group) {
        return group.disks().stream()
                .flatMap(d -> Optional.ofNullable(newest.get(d)).stream())
                .max(Comparator.naturalOrder())
                .map(held::get);
    }
}
