package org.dmkit.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.Wish;

/** What {@code dmkit formats} prints: of each format whether it can be written, and then how. */
record FormatList(List<Format<?>> formats) implements Report {
    FormatList {
        formats = List.copyOf(formats);
    }

    @Override
    public void print(PrintWriter out, Style style) {
        var rows = new ArrayList<List<Cell>>();
        for (Format<?> format : formats) {
            Optional<Abilities> abilities = format.writer().map(MetadataWriter::abilities);
            rows.add(List.of(
                    Cell.strong(format.name()),
                    Cell.of(format.description()),
                    abilities.isPresent() ? new Cell("read, write", Tone.GOOD) : Cell.faint("read")));
        }
        // Below a format its abilities, under the descriptions.
        int margin = 2 + formats.stream().mapToInt(f -> f.name().length()).max().orElse(0);
        List<String> lines = Columns.align(rows, Set.of(), style);
        for (int i = 0; i < formats.size(); i++) {
            out.println(lines.get(i));
            formats.get(i)
                    .writer()
                    .map(w -> Columns.align(abilities(w), Set.of(), style))
                    .orElse(List.of())
                    .forEach(line -> out.println(" ".repeat(margin) + line));
        }
    }

    private static List<List<Cell>> abilities(MetadataWriter<?> writer) {
        Abilities abilities = writer.abilities();
        return List.of(
                row("verbs", String.join(" ", words(abilities.verbs()))),
                row("levels", levels(abilities.levels())),
                row("creates", kinds(writer).map(Wish.Kind::toString).collect(Collectors.joining(", "))),
                row(
                        "crash",
                        switch (abilities.crash()) {
                            case REDO -> "a redo record on every member, or else in a --journal file";
                            case ORDERED -> "a redo record, or where it has no room ordered writes";
                        }),
                row(
                        "loss mark",
                        switch (abilities.loss()) {
                            case ON_SURVIVORS -> "on the members that are left";
                            case ON_LOST_DISK -> "on the lost disk only, if it answers";
                            case NOWHERE -> "none";
                        }),
                row("dirty flag", abilities.dirtyFlag() ? "yes" : "no: an unclean stop is not noticed"),
                row("encoded", abilities.source()),
                row("proven by", abilities.proven().isEmpty() ? "our own tests" : judges(abilities.proven())));
    }

    private static List<Cell> row(String what, String text) {
        return List.of(Cell.faint(what), Cell.of(text));
    }

    private static String judges(Set<Judge> proven) {
        return words(proven).stream()
                .map(w -> w.equals("vm") ? "a real kernel (VM)" : w)
                .collect(Collectors.joining(", "));
    }

    private static <E extends Enum<E>> List<String> words(Set<E> constants) {
        return constants.stream().sorted().map(Words::forPrograms).toList();
    }

    /** What it can make. */
    private static Stream<Wish.Kind> kinds(MetadataWriter<?> writer) {
        return writer.placement().stream().flatMap(p -> p.kinds().stream()).sorted();
    }

    private static String levels(Set<Level> levels) {
        return levels.stream()
                .sorted()
                .map(l -> LevelName.of(l).text())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    @Override
    public void write(Json json) {
        json.objects("formats", formats, f -> {
            Optional<Abilities> abilities = f.writer().map(MetadataWriter::abilities);
            json.field("name", f.name())
                    .field("description", f.description())
                    .field("writable", abilities.isPresent())
                    .field("dirtyFlag", abilities.filter(Abilities::dirtyFlag).isPresent())
                    .strings("verbs", abilities.map(a -> words(a.verbs())).orElse(List.of()))
                    .strings(
                            "levels",
                            abilities.stream()
                                    .flatMap(a -> a.levels().stream().sorted())
                                    .map(l -> LevelName.of(l).word())
                                    .toList())
                    .strings(
                            "creates",
                            f.writer().stream()
                                    .flatMap(FormatList::kinds)
                                    .map(Words::forPrograms)
                                    .toList())
                    .field(
                            "crash",
                            abilities.map(a -> Words.forPrograms(a.crash())).orElse(null))
                    .field(
                            "lossMark",
                            Words.forPrograms(abilities.map(Abilities::loss).orElse(LossMark.NOWHERE)))
                    .field("source", abilities.map(Abilities::source).orElse(null))
                    .strings("provenBy", abilities.map(a -> words(a.proven())).orElse(List.of()));
        });
    }
}
