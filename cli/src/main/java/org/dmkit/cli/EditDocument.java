package org.dmkit.cli;

import java.util.List;
import java.util.Optional;
import org.dmkit.cli.document.Count;
import org.dmkit.cli.document.FilePlace;
import org.dmkit.cli.document.Word;

/** What {@code dmkit show --json} prints, changed by hand: what somebody wants. Nothing of it is compared with anything yet. */
record EditDocument(List<Group> groups) {
    EditDocument {
        groups = List.copyOf(groups);
    }

    /**
     * A group that is there or, without a name, one that shall be made.
     *
     * @param revision of the group as it was printed
     * @param spares empty: as they are
     * @param stale empty: as they are
     */
    record Group(
            FilePlace at,
            Optional<Word> name,
            Optional<Word> format,
            Optional<Word> revision,
            List<Set> sets,
            Optional<List<Word>> spares,
            Optional<List<Word>> stale) {
        Group {
            sets = List.copyOf(sets);
        }
    }

    /**
     * A set that is there or, without a name, one that shall be made.
     *
     * @param facts what follows from other things: {@code health}, {@code resync}, {@code mapping}
     * @param delete whether it shall go
     * @param slots empty: as they are
     */
    record Set(
            FilePlace at,
            Optional<Word> name,
            Optional<Word> label,
            Optional<Word> level,
            Optional<Count> sectors,
            Optional<Count> chunk,
            List<Fact> facts,
            boolean delete,
            Optional<List<Slot>> slots) {
        Set {
            facts = List.copyOf(facts);
        }
    }

    /** What can't be chosen. */
    record Fact(String name, Word value) {}

    /**
     * A slot.
     *
     * @param set what stands in it, if that is a set
     */
    record Slot(
            FilePlace at,
            Optional<Count> number,
            Optional<Word> state,
            Optional<Word> disk,
            Optional<Word> label,
            Optional<Count> start,
            Optional<Count> sectors,
            Optional<Set> set) {}
}
