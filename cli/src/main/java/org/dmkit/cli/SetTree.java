package org.dmkit.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.cli.TreePrinter.Node;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.RaidSet;

/** What {@code dmkit show} prints: groups, their sets, and what stands in each slot. */
record SetTree(List<GroupView> groups) implements Report {
    SetTree {
        groups = List.copyOf(groups);
    }

    @Override
    public void print(PrintWriter out, Style style) {
        for (GroupView group : groups) {
            lines(group, style).forEach(out::println);
        }
    }

    /** With bars where they fit. */
    private static List<String> lines(GroupView group, Style style) {
        Node wide = node(group, p -> ProgressBar.bar(p.done(), p.total(), style));
        int columns = style.columns().getAsInt();
        boolean fits = columns == Integer.MAX_VALUE
                || TreePrinter.lines(wide, new Style(style.unicode(), false)).stream()
                        .allMatch(line -> line.length() <= columns);
        return TreePrinter.lines(fits ? wide : node(group, p -> ProgressBar.percent(p.done(), p.total())), style);
    }

    @Override
    public void write(Json json) {
        SetTreeJson.write(groups, json);
    }

    private static Node node(GroupView group, Function<Progress, String> progress) {
        var below = new ArrayList<Node>();
        group.sets().forEach(s -> below.add(node("", s, progress)));
        group.spares().forEach(d -> below.add(leftOver(d, new Cell("spare", Tone.GOOD))));
        group.stale()
                .forEach(d -> below.add(leftOver(
                        d,
                        new Cell(
                                "not used: " + group.reasons().getOrDefault(d.name(), "its metadata are stale"),
                                Tone.WARNING))));
        return new Node(List.of(Cell.strong(group.name()), Cell.faint(group.description())), below);
    }

    private static Node leftOver(DiskInfo disk, Cell why) {
        return new Node(
                List.of(Cell.of(disk.name()), Cell.of(""), Cell.of(Size.ofSectors(disk.sectors())), why), List.of());
    }

    private static Node node(String slot, SetView set, Function<Progress, String> progress) {
        var cells = new ArrayList<Cell>();
        if (!slot.isEmpty()) {
            cells.add(Cell.faint(slot));
        }
        cells.add(Cell.strong(set.name()));
        cells.add(Cell.of(set.level().text()));
        cells.add(Cell.of(Size.ofSectors(set.sectors())));
        cells.add(new Cell(Words.forPeople(set.health()), tone(set.health())));
        cells.add(mapping(set.running()));
        cells.add(synchronisation(set, progress));
        var below = new ArrayList<Node>();
        for (int i = 0; i < set.slots().size(); i++) {
            below.add(node(Integer.toString(i), set.slots().get(i), progress));
        }
        return new Node(cells, below);
    }

    private static Node node(String slot, SlotView view, Function<Progress, String> progress) {
        return switch (view) {
            case SlotView.Below below -> node(slot, below.set(), progress);
            case SlotView.Disk d ->
                new Node(
                        List.of(
                                Cell.faint(slot),
                                Cell.of(d.disk().name()),
                                Cell.of(Size.ofSectors(d.extent().count())),
                                new Cell(
                                        Words.forPeople(d.state()),
                                        d.state() == State.IN_SYNC ? Tone.GOOD : Tone.WARNING)),
                        List.of());
            case SlotView.Gone gone ->
                new Node(
                        List.of(
                                Cell.faint(slot),
                                new Cell(gone.label().isEmpty() ? "-" : gone.label(), Tone.FAINT),
                                Cell.of(""),
                                new Cell(gone.marked() ? "failed" : "missing", Tone.BAD)),
                        List.of());
        };
    }

    private static Cell mapping(Running running) {
        return new Cell(
                Words.forPeople(running.mapping()),
                switch (running.mapping()) {
                    case ACTIVE -> Tone.GOOD;
                    case INACTIVE -> Tone.FAINT;
                    case SUSPENDED -> Tone.BAD;
                });
    }

    private static Cell synchronisation(SetView set, Function<Progress, String> progress) {
        Progress now = set.running().progress();
        if (now != null) {
            return new Cell(progress.apply(now), Tone.WARNING);
        }
        return set.resync() == RaidSet.Resync.CLEAN
                ? Cell.of("")
                : new Cell(Words.forPeople(set.resync()), Tone.WARNING);
    }

    private static Tone tone(RaidSet.Health health) {
        return switch (health) {
            case COMPLETE -> Tone.GOOD;
            case DEGRADED -> Tone.WARNING;
            case FAILED -> Tone.BAD;
        };
    }
}
