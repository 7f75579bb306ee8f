package org.dmkit.formats.jmicron;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dmkit.raid.format.Reading;

/**
 * Which table is believed where disks tell different ones of the same set. There is no generation; but members are rewritten
 * together, so the table that more of its members bear is the later one. With equal numbers nobody knows.
 */
final class JmTables {
    private final Map<JmTable, List<Reading.Found<Jm>>> byTable = new LinkedHashMap<>();
    private final Map<JmTable, JmTable> later = new LinkedHashMap<>();

    JmTables(List<Reading.Found<Jm>> found) {
        found.forEach(f ->
                byTable.computeIfAbsent(JmTable.of(f), t -> new ArrayList<>()).add(f));
        byTable.keySet().forEach(t -> later.put(t, findLater(t)));
    }

    private JmTable later(JmTable table) {
        return Objects.requireNonNull(later.get(table));
    }

    /** The tables that are not outdated. */
    List<JmTable> believed() {
        return byTable.keySet().stream().filter(t -> t.equals(later(t))).toList();
    }

    /** The disks that bear it. */
    List<Reading.Found<Jm>> disks(JmTable table) {
        return Objects.requireNonNull(byTable.get(table));
    }

    /** The disks of tables that this one outdates. */
    List<Reading.Found<Jm>> outdatedBy(JmTable table) {
        return byTable.keySet().stream()
                .filter(t -> !t.equals(table) && latest(t).equals(table))
                .flatMap(t -> disks(t).stream())
                .toList();
    }

    /** True if another table of the same set is borne by as many of its members. */
    boolean doubtful(JmTable table) {
        return byTable.keySet().stream()
                .anyMatch(other ->
                        other.equals(later(other)) && support(other) == support(table) && contradict(table, other));
    }

    private JmTable latest(JmTable table) {
        JmTable now = table;
        for (JmTable next = later(now); !next.equals(now); next = later(now)) {
            now = next;
        }
        return now;
    }

    /** The one with the most support of those that contradict this one and have more; else this one. */
    private JmTable findLater(JmTable table) {
        JmTable best = table;
        for (JmTable other : byTable.keySet()) {
            if (contradict(table, other) && support(other) > support(best)) {
                best = other;
            }
        }
        return best;
    }

    /** True if one counts a disk among its members which tells the other. Either may be torn in its name or its mode. */
    private boolean contradict(JmTable a, JmTable b) {
        return !a.equals(b)
                && (a.label().equals(b.label()) || a.members().equals(b.members()))
                && (counts(a, b) || counts(b, a));
    }

    private boolean counts(JmTable table, JmTable other) {
        return disks(other).stream()
                .map(f -> f.metadata())
                .anyMatch(jm -> jm.position().isPresent() && table.members().contains(jm.identity()));
    }

    private long support(JmTable table) {
        return disks(table).stream()
                .flatMap(f -> f.metadata().position().stream())
                .distinct()
                .count();
    }
}
