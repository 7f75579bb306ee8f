package org.dmkit.formats.jmicron;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.dmkit.raid.format.Reading;

/**
 * Which table is believed where disks tell different ones of the same set. There is no generation. But whoever goes on without a
 * disk takes it out of its table: of a mirror the table of a disk that left others behind is the later one. Else members are
 * rewritten together, so it is the table that more of its members bear. With equal numbers nobody knows.
 */
final class JmTables {
    private final Map<JmTable, List<Reading.Found<Jm>>> byTable = new LinkedHashMap<>();
    private final List<JmTable> tables;
    /** The places among {@link #tables} of those that name a disk. */
    private final Map<Long, List<Integer>> naming = new HashMap<>();

    private final Map<JmTable, JmTable> later = new LinkedHashMap<>();
    private final Map<JmTable, List<JmTable>> byLatest = new LinkedHashMap<>();

    JmTables(List<Reading.Found<Jm>> found) {
        found.forEach(f ->
                byTable.computeIfAbsent(JmTable.of(f), t -> new ArrayList<>()).add(f));
        tables = List.copyOf(byTable.keySet());
        for (int i = 0; i < tables.size(); i++) {
            for (long disk : tables.get(i).members()) {
                if (disk != 0) {
                    naming.computeIfAbsent(disk, d -> new ArrayList<>()).add(i);
                }
            }
        }
        tables.forEach(t -> later.put(t, findLater(t)));
        tables.forEach(
                t -> byLatest.computeIfAbsent(latest(t), l -> new ArrayList<>()).add(t));
    }

    /** The tables that are not outdated. */
    List<JmTable> believed() {
        return tables.stream().filter(this::isBelieved).toList();
    }

    private boolean isBelieved(JmTable table) {
        return table.equals(latest(table));
    }

    /** The disks that bear it. */
    List<Reading.Found<Jm>> disks(JmTable table) {
        return Objects.requireNonNull(byTable.get(table));
    }

    /** The disks of tables that this one outdates. */
    List<Reading.Found<Jm>> outdatedBy(JmTable table) {
        return byLatest.getOrDefault(table, List.of()).stream()
                .filter(t -> !t.equals(table))
                .flatMap(t -> disks(t).stream())
                .toList();
    }

    /** True if nothing tells that another table of the same set is not the later one. */
    boolean doubtful(JmTable table) {
        return near(table).anyMatch(other -> isBelieved(other) && contradict(table, other));
    }

    /** All that may contradict this one, as they name one of its disks; in order. */
    private Stream<JmTable> near(JmTable table) {
        return table.members().stream()
                .flatMap(disk -> naming.getOrDefault(disk, List.of()).stream())
                .distinct()
                .sorted()
                .map(tables::get);
    }

    /** Of tables that outdate each other in a circle each is the latest. */
    private JmTable latest(JmTable table) {
        var seen = new LinkedHashSet<JmTable>();
        JmTable now = table;
        while (seen.add(now)) {
            JmTable next = Objects.requireNonNull(later.get(now));
            if (next.equals(now)) {
                return now;
            }
            now = next;
        }
        return table;
    }

    /** Of those that outdate this one, if any, the one with the most support. */
    private JmTable findLater(JmTable table) {
        JmTable best = table;
        for (JmTable other : near(table).toList()) {
            if (contradict(table, other)
                    && outdates(other, table)
                    && (best.equals(table) || support(other) > support(best))) {
                best = other;
            }
        }
        return best;
    }

    private boolean outdates(JmTable a, JmTable b) {
        boolean leaves = leaves(a, b);
        return leaves == leaves(b, a) ? support(a) > support(b) : leaves;
    }

    /** True if a disk that was in a mirror with others now tells of it without one of them. */
    private boolean leaves(JmTable a, JmTable b) {
        return a.mode() == b.mode()
                && a.label().equals(b.label())
                && (a.mode() == Jm.RAID1 || a.mode() == Jm.RAID01)
                && bearers(a).anyMatch(jm -> b.members().contains(jm.identity()))
                && bearers(b).anyMatch(jm -> !a.members().contains(jm.identity()));
    }

    /** True if one counts a disk among its members which tells the other. Either may be torn in its name or its mode. */
    private boolean contradict(JmTable a, JmTable b) {
        return !a.equals(b)
                && (a.label().equals(b.label()) || a.members().equals(b.members()))
                && (counts(a, b) || counts(b, a));
    }

    private boolean counts(JmTable table, JmTable other) {
        return bearers(other).anyMatch(jm -> table.members().contains(jm.identity()));
    }

    /** Members that tell it. */
    private Stream<Jm> bearers(JmTable table) {
        return disks(table).stream()
                .map(Reading.Found::metadata)
                .filter(jm -> jm.position().isPresent());
    }

    private long support(JmTable table) {
        return bearers(table).flatMap(jm -> jm.position().stream()).distinct().count();
    }
}
