package org.dmkit.raid.commit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.commit.Recovery.Assessment;
import org.dmkit.raid.commit.Recovery.Content;
import org.dmkit.raid.commit.Recovery.Decision;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;

/** What is to be done about the record in a journal. Reads disks and writes nothing. */
record JournalRecovery(Machine machine, RedoLimits limits) {
    /**
     * Adds it to what is to be done about the records on disks. These and a journal don't supersede each other: a change may have been
     * made without the one or the other.
     */
    Assessment assess(RedoCodec.Copy copy, Assessment onDisks) {
        Redo redo = copy.redo();
        List<DiskInfo> disks = machine.disks().stream().map(Disk::info).toList();
        Map<String, Redo.Member> members = Recovery.present(redo, Map.of(), disks);
        boolean ambiguous = redo.members().stream()
                .anyMatch(m -> disks.stream().filter(m::isOf).count() > 1);
        if (members.isEmpty() || ambiguous) {
            return copy.isOwed() ? with(onDisks, List.of(), List.of(ofOthers(redo, ambiguous))) : onDisks;
        }
        if (onDisks.decisions().stream().anyMatch(d -> writesOn(d, members))) {
            // The journal knows nothing of what these are about to write: the next recovery looks at it again.
            return onDisks;
        }
        var present = new HashMap<String, Redo.Member>();
        var contents = new LinkedHashMap<String, Content>();
        members.forEach((name, member) -> {
            var content = Recovery.read(machine.disk(name), member).map(now -> Recovery.content(member, now));
            content.ifPresent(c -> contents.put(name, c));
            if (content.isPresent() || copy.isOwed()) {
                present.put(name, member);
            }
        });
        if (contents.isEmpty()) {
            // What can't be read may be what a torn write has left, or nobody's: the others tell, where there are any.
            present.keySet().forEach(name -> contents.put(name, Content.TORN));
        }
        var place = new Redo.Place(copy.self(), machine.journal().orElseThrow().name(), copy.extent());
        var placed = new Redo.Placed(redo, List.of(place));
        Optional<Decision> decision = decide(placed, copy.state(), present, contents);
        List<Finding> beyond = decision.map(d -> limits.violations(redo.group(), disks, present))
                .orElse(List.of());
        Optional<Decision> allowed = decision.filter(d -> beyond.isEmpty());
        List<Decision> others = onDisks.decisions().stream()
                .map(d -> d.redo().id().equals(redo.id()) ? noteGoesWith(d, allowed) : d)
                .toList();
        return with(new Assessment(others, onDisks.findings()), allowed.stream().toList(), beyond);
    }

    /** The note of the same transaction comes to the same end, and before it: a journal that is closed tells nothing any more. */
    private static Decision noteGoesWith(Decision note, Optional<Decision> journal) {
        return note instanceof Decision.Forward f && journal.orElse(note) instanceof Decision.Back
                ? new Decision.Back(f.placed(), f.members())
                : note;
    }

    private static Assessment with(Assessment found, List<Decision> decisions, List<Finding> findings) {
        var allDecisions = new ArrayList<Decision>(found.decisions());
        allDecisions.addAll(decisions);
        var allFindings = new ArrayList<Finding>(found.findings());
        allFindings.addAll(findings);
        return new Assessment(allDecisions, allFindings);
    }

    private Finding ofOthers(Redo redo, boolean ambiguous) {
        return machine.journal()
                .orElseThrow()
                .finding("journal.of-others", "an unfinished change of " + redo.group() + ", which is left alone")
                .expected(ambiguous ? "one disk of each serial and size that it names" : "a disk that it names")
                .remedy(ambiguous ? "detach what is not of that set" : "attach its disks, or name another file");
    }

    private static boolean writesOn(Decision decision, Map<String, Redo.Member> members) {
        return decision.redo().members().stream().anyMatch(m -> !m.extents().isEmpty())
                && members.keySet().stream().anyMatch(decision::concerns);
    }

    /**
     * The rule. Somebody who was not given the journal may have gone on with T0 since, and a member that T1 calls in sync may miss what
     * was written then: so the record never counts as complete, and leads forward only where T1 has been begun. One that owes nothing
     * any more may be older than what has led back to T0, or to the same T1 again: it brings only those to T1 who were away when the
     * others got there.
     *
     * @param present members by the name of their disk
     * @param contents what these hold
     */
    static Optional<Decision> decide(
            Redo.Placed placed, Redo.State state, Map<String, Redo.Member> present, Map<String, Content> contents) {
        boolean whole = placed.redo().isWhole(present);
        return switch (state) {
            case PREPARED -> Recovery.decide(placed, List.of(state), false, whole, present, contents);
            case COMPLETING -> {
                // Begun, T1 may run though a member is behind; not begun, it is as if nobody had come to it yet.
                boolean begun = contents.containsValue(Content.T1) || contents.containsValue(Content.TORN);
                Redo.State as = begun ? state : Redo.State.PREPARED;
                yield Recovery.decide(placed, List.of(as), false, whole, present, contents);
            }
            case ABORTED ->
                contents.containsValue(Content.OTHER)
                        ? Recovery.decide(placed, List.of(Redo.State.PREPARED), false, whole, present, contents)
                        : Optional.of(new Decision.Back(placed, present));
            case FINISHED ->
                contents.containsValue(Content.T1)
                        ? Recovery.decide(placed, List.of(state), false, whole, present, contents)
                        : Optional.empty();
            case VOID -> Optional.empty();
        };
    }
}
