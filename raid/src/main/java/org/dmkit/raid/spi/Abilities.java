package org.dmkit.raid.spi;

import java.util.Set;
import org.dmkit.raid.Level;

/**
 * What a format's writer can do: data that listings, JSON and refusals read.
 *
 * @param levels that it can change, of the redundant set itself
 * @param dirtyFlag true if the metadata have a flag for "open for writing" ({@link org.dmkit.raid.RaidSet.Resync#DIRTY})
 * @param loss where the metadata can say that a member is lost
 * @param crash what keeps a change whole where there is no room for a redo record
 * @param source what the encoding follows: {@code as mdadm}, {@code as FreeBSD graid}, {@code derived} from what readers accept
 */
public record Abilities(Set<Level> levels, boolean dirtyFlag, LossMark loss, Crash crash, String source) {
    public Abilities {
        levels = Set.copyOf(levels);
    }
}
