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
import java.util.TreeSet;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
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
    private final Set<DmName> removed = new TreeSet<>();
    private final Map<DmName, Step.SetGeometry> geometries = new LinkedHashMap<>();
    private final Map<DmName, String> places = new HashMap<>();
    private String place = "";

    /**
     * A new device.
     *
     * @param hidden only others stand on it, and udev does not look into it
     */
    record Made(DmUuid uuid, Table table, boolean readOnly, boolean hidden) {
        Step step(DmName name) {
            return hidden
                    ? new Step.CreateHelper(name, uuid, table, readOnly)
                    : new Step.Create(name, uuid, table, readOnly);
        }
    }

    /** A device that runs, and its tables. */
    record Switched(Table from, Table table, boolean readOnly) {}

    /** Reads and checks the table of a device. */
    @FunctionalInterface
    interface Reading {
        /**
         * The table.
         *
         * @param lower what it may stand on
         */
        Table table(Lower lower) throws Misuse, Refusal, IOException;
    }

    Batch(Work work) throws IOException {
        this.work = work;
        this.stack = Stack.read(work.mapper());
    }

    Work work() {
        return work;
    }

    Stack stack() {
        return stack;
    }

    /** Where what is added from now on stands in a file. */
    void readingAt(Object newPlace) {
        place = newPlace.toString();
    }

    /** A table that is a word on the command line. */
    Reading table(Words words, int parameter) {
        return lower -> words.meant(parameter, () -> TableSource.read(words.at(parameter), lower, work.premises()));
    }

    /** A new device. */
    void make(DmName name, DmUuid uuid, boolean readOnly, Reading table) throws Misuse, Refusal, IOException {
        mustBeFree(name);
        if (stack.has(name)) {
            throw refusal("there is a device " + name + " already; to give it another table: swap");
        }
        Map<DmName, Long> sectors = sectorsOfMade();
        switched.forEach((n, s) -> sectors.put(n, s.table().length()));
        made.put(name, new Made(uuid, read(table, sectors), readOnly, false));
    }

    /** A new device that only others of the batch stand on, with a table that the kernel has taken before. */
    void makeHidden(DmName name, DmUuid uuid, boolean readOnly, Table table) throws Refusal {
        mustBeFree(name);
        made.put(name, new Made(uuid, table, readOnly, true));
    }

    /** Another table for a device that runs. While it is loaded those below have their old ones. */
    void swap(DmName name, boolean readOnly, Reading table) throws Misuse, Refusal, IOException {
        mustBeFree(name);
        DeviceInfo info = work.mapper().info(name);
        if (info.suspended()) {
            throw new Refusal("dm.suspended", name + " is suspended", "dmkit dm resume " + name);
        }
        if (!info.hasActiveTable()) {
            // One that has been suspended without a table can't be resumed.
            throw withoutTable(name);
        }
        if (info.hasInactiveTable()) {
            throw new Refusal(
                    "dm.loaded",
                    name + " has a table loaded that is not active, which would be lost",
                    "dmkit dm resume " + name + ", or dmkit dm clear " + name);
        }
        Table from = work.mapper().table(name, TableSlot.ACTIVE);
        switched.put(name, new Switched(from, read(table, sectorsOfMade()), readOnly));
    }

    /** A device that goes when all else is done. */
    void remove(DmName name) throws Refusal, IOException {
        mustBeFree(name);
        if (geometries.containsKey(name)) {
            throw refusal(name + " is in it twice");
        }
        DeviceEntry entry = Named.entry(name, work.mapper());
        List<String> users = stack.notMapped(work.blocks().users(entry.number())).stream()
                .map(Object::toString)
                .toList();
        if (!users.isEmpty()) {
            throw new Refusal("dm.busy", name + " is in use: " + String.join("; ", users), "");
        }
        removed.add(name);
    }

    /** The geometry of a device that is there, or that is made before. It may get another table as well. */
    void geometry(Step.SetGeometry geometry) throws Refusal, IOException {
        DmName name = geometry.name();
        if (removed.contains(name) || geometries.containsKey(name)) {
            throw refusal(name + " is in it twice");
        }
        if (!made.containsKey(name)) {
            Named.entry(name, work.mapper());
            if (!work.mapper().info(name).hasActiveTable()) {
                throw withoutTable(name);
            }
        }
        geometries.put(name, geometry);
    }

    private static Refusal withoutTable(DmName name) {
        return new Refusal("dm.no-table", name + " has no active table", "dmkit dm load, then resume");
    }

    private Table read(Reading table, Map<DmName, Long> planned) throws Misuse, Refusal, IOException {
        return table.table(new Lower(work.blocks(), work.mapper(), planned));
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
        places.put(name, place);
    }

    private static Refusal refusal(String message) {
        return new Refusal("dm.batch", message, "");
    }

    /** The same of where the device stands in the file, if it comes from one. */
    private Refusal placed(DmName name, Refusal refusal) {
        String at = places.getOrDefault(name, "");
        return at.isEmpty() ? refusal : refusal.at(at);
    }

    /** In the order in which they were added. */
    Map<DmName, Made> made() {
        return new LinkedHashMap<>(made);
    }

    /** In the order in which they were added. */
    Map<DmName, Switched> switched() {
        return new LinkedHashMap<>(switched);
    }

    /** By name. */
    Set<DmName> removed() {
        return new TreeSet<>(removed);
    }

    /** All steps, in order. */
    Plan plan() throws Refusal {
        var heights = new Heights();
        for (DmName name : made.keySet()) {
            heights.of(name);
        }
        for (DmName name : switched.keySet()) {
            heights.of(name);
        }
        mustBeFreeOfUpper();
        List<DmName> bottomUp = switched.keySet().stream()
                .sorted(Comparator.comparing(heights.known::get))
                .toList();
        Set<DmName> needed = needed();
        var steps = new ArrayList<Step>();
        var later = new ArrayList<Step>();
        made.forEach((name, m) -> {
            boolean afterwards = !needed.contains(name) && standsOnSwitched(name);
            (afterwards ? later : steps).add(m.step(name));
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
        // Last, because it is not taken back.
        steps.addAll(geometries.values());
        return new Plan(steps);
    }

    /** What goes must not be stood on when all else is done. */
    private void mustBeFreeOfUpper() throws Refusal {
        for (DeviceEntry upper : stack.devices()) {
            DmName name = upper.name();
            if (!removed.contains(name)) {
                Switched s = switched.get(name);
                mustNotStandOnRemoved(name, s == null ? stack.below(name) : stack.mapped(s.table()));
            }
        }
        for (var each : made.entrySet()) {
            mustNotStandOnRemoved(each.getKey(), stack.mapped(each.getValue().table()));
        }
    }

    private void mustNotStandOnRemoved(DmName name, Set<DmName> below) throws Refusal {
        for (DmName lower : below) {
            if (removed.contains(lower)) {
                throw placed(lower, new Refusal("dm.busy", lower + " can't go: " + name + " stands on it", ""));
            }
        }
    }

    /** New devices that tables of running ones will stand on, and those below them. */
    private Set<DmName> needed() {
        var needed = new HashSet<DmName>();
        switched.values().forEach(s -> need(s.table(), needed));
        return needed;
    }

    private void need(Table table, Set<DmName> needed) {
        for (DmName name : stack.mapped(table)) {
            Made m = made.get(name);
            if (m != null && needed.add(name)) {
                need(m.table(), needed);
            }
        }
    }

    private boolean standsOnSwitched(DmName name) {
        Made m = made.get(name);
        return m != null
                && stack.mapped(m.table()).stream().anyMatch(n -> switched.containsKey(n) || standsOnSwitched(n));
    }

    /** How many mapped devices lie below each, one on top of the other, by old and new tables. */
    private final class Heights {
        private final Map<DmName, Integer> known = new HashMap<>();
        private final Set<DmName> path = new HashSet<>();

        int of(DmName name) throws Refusal {
            Integer done = known.get(name);
            if (done != null) {
                return done;
            }
            if (!path.add(name)) {
                throw placed(name, new Refusal("dm.loop", name + " would stand on itself", ""));
            }
            int height = 0;
            for (DmName lower : below(name)) {
                height = Math.max(height, 1 + of(lower));
            }
            path.remove(name);
            known.put(name, height);
            return height;
        }

        private Set<DmName> below(DmName name) {
            var below = new TreeSet<>(stack.below(name));
            Switched s = switched.get(name);
            Made m = made.get(name);
            below.addAll(s != null ? stack.mapped(s.table()) : Set.of());
            below.addAll(m != null ? stack.mapped(m.table()) : Set.of());
            return below;
        }
    }
}
