package org.dmkit.raid.format;

import java.util.EnumSet;
import java.util.Set;
import org.dmkit.raid.model.Level;

/**
 * What a format's writer can do: data that listings, JSON and refusals read.
 *
 * @param verbs that it knows
 * @param levels that it can change, of the redundant set itself
 * @param dirtyFlag true if the metadata have a flag for "open for writing" ({@link org.dmkit.raid.model.RaidSet.Resync#DIRTY})
 * @param loss where the metadata can say that a member is lost
 * @param crash what keeps a change whole where there is no room for a redo record
 * @param source what the encoding follows: {@code as mdadm}, {@code as FreeBSD graid}, {@code derived} from what readers accept
 * @param proven who has read what it wrote
 */
public record Abilities(
        Set<Verb> verbs,
        Set<Level> levels,
        boolean dirtyFlag,
        LossMark loss,
        Crash crash,
        String source,
        Set<Judge> proven) {
    public Abilities {
        verbs = Set.copyOf(verbs);
        levels = Set.copyOf(levels);
        proven = Set.copyOf(proven);
    }

    /** Of a writer that knows all verbs, and that nobody has judged. */
    public Abilities(Set<Level> levels, boolean dirtyFlag, LossMark loss, Crash crash, String source) {
        this(EnumSet.allOf(Verb.class), levels, dirtyFlag, loss, crash, source, Set.of());
    }

    /** The same, read by these. */
    public Abilities provenBy(Judge... judges) {
        return new Abilities(verbs, levels, dirtyFlag, loss, crash, source, Set.of(judges));
    }
}
