package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;

/**
 * Devices that are made, given another table, and removed, all or none of them. What is added is checked then; the steps are
 * those of a change of a set: make what other tables stand on, load, suspend top-down, resume bottom-up, make what stands on that,
 * remove.
 */
final class Batch {
    private final Work work;
    private final Stack stack;
    private final Map<DmName, Made> made = new LinkedHashMap<>();
    private final Map<DmName, Switched> switched = new LinkedHashMap<>();
    private final Set<DmName> removed = new HashSet<>();

    private record Made(DmUuid uuid, Table table) {}

    private record Switched(Table table, boolean readOnly) {}

    Batch(Work work) throws IOException {
        this.work = work;
        this.stack = Stack.read(work.mapper());
    }

    Work work() {
        return work;
    }

    /** A new device. */
    void make(DmName name, DmUuid uuid, String table) throws Refusal, IOException {
        mustBeFree(name);
        if (stack.devices().stream().anyMatch(d -> d.name().equals(name))) {
            throw refusal("there is a device " + name + " already; to give it another table: swap");
        }
        Map<DmName, Long> sectors = sectorsOfMade();
        switched.forEach((n, s) -> sectors.put(n, s.table().length()));
        made.put(name, new Made(uuid, read(table, sectors)));
    }

    /** Another table for a device that runs. While it is loaded those below have their old ones. */
    void swap(DmName name, String table, boolean readOnly) throws Refusal, IOException {
        swap(name, read(table, sectorsOfMade()), readOnly);
    }

    /** The same with a table that needs no check. */
    void swap(DmName name, Table table, boolean readOnly) throws Refusal, IOException {
        mustBeFree(name);
        if (work.mapper().info(name).suspended()) {
            throw new Refusal("dm.suspended", name + " is suspended", "dmkit dm resume " + name);
        }
        switched.put(name, new Switched(table, readOnly));
    }

    /** A device that goes when all else is done. */
    void remove(DmName name) throws Refusal, IOException {
        mustBeFree(name);
        Named.entry(name, work.mapper());
        removed.add(name);
    }

    private Table read(String table, Map<DmName, Long> planned) throws Refusal, IOException {
        return TableSource.read(table, new Lower(work.blocks(), work.mapper(), planned), work.premises());
    }

    private Map<DmName, Long> sectorsOfMade() {
        var sectors = new HashMap<DmName, Long>();
        made.forEach((name, m) -> sectors.put(name, m.table().length()));
        return sectors;
    }

    private void mustBeFree(DmName name) throws Refusal {
        if (made.containsKey(name) || switched.containsKey(name) || removed.contains(name)) {
            throw refusal(name + " is in it twice");
        }
    }

    private static Refusal refusal(String message) {
        return new Refusal("dm.batch", message, "");
    }

    /** All steps, in order. */
    Plan plan() throws Refusal {
        List<DmName> bottomUp = switched.keySet().stream()
                .sorted(Comparator.comparing(heights()::get))
                .toList();
        Set<DmName> needed = needed();
        var steps = new ArrayList<Step>();
        var later = new ArrayList<Step>();
        made.forEach((name, m) -> {
            boolean afterwards = !needed.contains(name) && standsOnSwitched(name, new HashSet<>());
            (afterwards ? later : steps).add(new Step.Create(name, m.uuid(), m.table()));
        });
        for (DmName name : bottomUp) {
            Switched s = Objects.requireNonNull(switched.get(name));
            steps.add(new Step.Preload(name, s.table(), s.readOnly()));
        }
        if (!bottomUp.isEmpty()) {
            steps.add(new Step.Rehearse());
        }
        bottomUp.reversed().forEach(name -> steps.add(new Step.Suspend(name)));
        bottomUp.forEach(name -> steps.add(new Step.Resume(name)));
        steps.addAll(later);
        removed.stream()
                .sorted(Comparator.comparingInt((DmName n) -> stack.above(n).size())
                        .thenComparing(n -> n))
                .forEach(name -> steps.add(new Step.Remove(name)));
        return new Plan(steps);
    }

    /** New devices that tables of running ones will stand on, and those below them. */
    private Set<DmName> needed() {
        var needed = new HashSet<DmName>();
        switched.values().forEach(s -> need(s.table(), needed));
        return needed;
    }

    private void need(Table table, Set<DmName> needed) {
        for (DmName name : mapped(table)) {
            Made m = made.get(name);
            if (m != null && needed.add(name)) {
                need(m.table(), needed);
            }
        }
    }

    private boolean standsOnSwitched(DmName name, Set<DmName> seen) {
        Made m = made.get(name);
        if (m == null || !seen.add(name)) {
            return false;
        }
        return mapped(m.table()).stream().anyMatch(n -> switched.containsKey(n) || standsOnSwitched(n, seen));
    }

    /** The mapped devices that a table names. */
    private List<DmName> mapped(Table table) {
        var names = new ArrayList<DmName>();
        for (DeviceRef ref : table.devices()) {
            switch (ref) {
                case DeviceRef.Mapped m -> names.add(m.name());
                case DeviceRef.Number n ->
                    stack.find(n.number()).map(DeviceEntry::name).ifPresent(names::add);
                case DeviceRef.Path p -> {}
                case DeviceRef.None none -> {}
            }
        }
        return names;
    }

    /** How many mapped devices lie below each that is switched, one on top of the other, by old and new tables. */
    private Map<DmName, Integer> heights() throws Refusal {
        var heights = new HashMap<DmName, Integer>();
        for (DmName name : switched.keySet()) {
            height(name, heights, new HashSet<>());
        }
        return heights;
    }

    private int height(DmName name, Map<DmName, Integer> heights, Set<DmName> path) throws Refusal {
        if (!path.add(name)) {
            throw new Refusal("dm.loop", name + " would stand on itself", "");
        }
        int height = 0;
        for (DmName lower : below(name)) {
            height = Math.max(height, 1 + height(lower, heights, path));
        }
        path.remove(name);
        heights.put(name, height);
        return height;
    }

    private Set<DmName> below(DmName name) {
        var below = new HashSet<DmName>();
        stack.lower()
                .getOrDefault(name, List.of())
                .forEach(n -> stack.find(n).map(DeviceEntry::name).ifPresent(below::add));
        Switched s = switched.get(name);
        Made m = made.get(name);
        below.addAll(s != null ? mapped(s.table()) : List.of());
        below.addAll(m != null ? mapped(m.table()) : List.of());
        return below;
    }
}
