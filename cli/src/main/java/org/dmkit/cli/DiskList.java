package org.dmkit.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;

/** What {@code dmkit scan} prints: each disk, what it bears, which sets that makes, and what is wrong. */
record DiskList(List<Row> rows, List<SetState> sets, List<Finding> findings) implements Report {
    DiskList {
        rows = List.copyOf(rows);
        sets = List.copyOf(sets);
        findings = List.copyOf(findings);
    }

    /**
     * A disk and its metadata, of more than one format if it had several lives.
     *
     * @param signatures all that it bears: formats, partition tables, file systems, ...
     */
    record Row(DiskInfo disk, List<Bearing> bearings, List<String> signatures) {
        Row {
            bearings = List.copyOf(bearings);
            signatures = List.copyOf(signatures);
        }
    }

    /** Turns a scan around: from groups of disks to what each disk bears. */
    static DiskList of(
            List<DiskInfo> disks, List<Group> groups, List<Finding> findings, Map<String, List<String>> signatures) {
        return new DiskList(
                disks.stream()
                        .map(d ->
                                new Row(d, bearings(d, groups, findings), signatures.getOrDefault(d.name(), List.of())))
                        .toList(),
                groups.stream().flatMap(SetState::of).toList(),
                findings);
    }

    private static List<Bearing> bearings(DiskInfo disk, List<Group> groups, List<Finding> findings) {
        var bearings = new ArrayList<Bearing>();
        for (Group group : groups) {
            String format = group.format().name();
            List<String> codes = codes(disk, format, findings);
            List<String> sets = group.sets().stream()
                    .filter(s -> s.member(disk).isPresent())
                    .map(RaidSet::name)
                    .toList();
            group.standing(disk)
                    .map(DiskList::told)
                    .ifPresent(told -> bearings.add(new Bearing(format, group.name(), told, sets, codes)));
        }
        findings.stream()
                .filter(f -> f.isOn(disk) && f.severity() == Finding.Severity.ERROR)
                .flatMap(f -> f.format().stream())
                .distinct()
                .filter(format -> bearings.stream().noneMatch(b -> b.format().equals(format)))
                .map(format ->
                        new Bearing(format, "", Bearing.Standing.BROKEN, List.of(), codes(disk, format, findings)))
                .forEach(bearings::add);
        return bearings;
    }

    private static Bearing.Standing told(Bearer.Standing standing) {
        return switch (standing) {
            case MEMBER -> Bearing.Standing.MEMBER;
            case SPARE -> Bearing.Standing.SPARE;
            case STALE -> Bearing.Standing.STALE;
        };
    }

    private static List<String> codes(DiskInfo disk, String format, List<Finding> findings) {
        return findings.stream()
                .filter(f -> f.isOn(disk) && f.format().filter(format::equals).isPresent())
                .map(Finding::code)
                .distinct()
                .toList();
    }

    @Override
    public void print(PrintWriter out, Style style) {
        var cells = new ArrayList<List<Cell>>();
        for (Row row : rows) {
            DiskInfo disk = row.disk();
            String serial = disk.serial().strip();
            List<Cell> head = List.of(
                    Cell.strong(disk.name()),
                    Cell.of(Size.ofSectors(disk.sectors())),
                    serial.isEmpty() ? Cell.faint("-") : Cell.of(serial));
            List<String> others = row.signatures().stream()
                    .filter(s ->
                            row.bearings().stream().noneMatch(b -> b.format().equals(s)))
                    .toList();
            String beside = others.isEmpty() ? "" : "bears " + String.join(", ", others);
            if (row.bearings().isEmpty()) {
                cells.add(append(head, Cell.faint("no RAID metadata"), Cell.faint(beside)));
            }
            for (int i = 0; i < row.bearings().size(); i++) {
                Bearing b = row.bearings().get(i);
                cells.add(append(
                        i == 0 ? head : List.of(Cell.of(""), Cell.of(""), Cell.of("")),
                        new Cell(Words.forPeople(b.standing()), tone(b.standing())),
                        Cell.of(b.group().isEmpty() ? b.format() : b.group()),
                        Cell.faint(Stream.concat(b.sets().stream(), b.findings().stream())
                                .collect(Collectors.joining(", "))),
                        Cell.faint(i == 0 ? beside : "")));
            }
        }
        Columns.align(cells, Set.of(1), style).forEach(out::println);
        Columns.align(sets.stream().map(SetState::cells).toList(), Set.of(2), style)
                .forEach(out::println);
        for (Finding finding : findings) {
            out.println(style.paint(tone(finding.severity()), Cell.printable(finding.toString())));
        }
    }

    @Override
    public void write(Json json) {
        json.objects("disks", rows, row -> {
            DiskInfo disk = row.disk();
            json.field("name", disk.name())
                    .field("sectors", disk.sectors())
                    .field("sectorSize", disk.sectorSize())
                    .field("serial", disk.serial().strip())
                    .field("wwn", disk.wwn())
                    .field("model", disk.model());
            json.strings("signatures", row.signatures());
            json.objects("metadata", row.bearings(), b -> {
                json.field("format", b.format())
                        .field("group", b.group())
                        .field("standing", Words.forPrograms(b.standing()));
                json.strings("sets", b.sets()).strings("findings", b.findings());
            });
        });
        json.objects("sets", sets, s -> s.write(json));
        json.objects(
                "findings",
                findings,
                f -> json.field("code", f.code())
                        .field("severity", Words.forPrograms(f.severity()))
                        .field("format", f.format().orElse(null))
                        .field("disk", f.disk().orElse(null))
                        .field("sector", f.sector().orElse(-1))
                        .field("field", f.field().orElse(""))
                        .field("found", f.found())
                        .field("expected", f.expected())
                        .field("remedy", f.remedy()));
    }

    private static List<Cell> append(List<Cell> head, Cell... tail) {
        var cells = new ArrayList<>(head);
        cells.addAll(List.of(tail));
        return cells;
    }

    private static Tone tone(Bearing.Standing standing) {
        return switch (standing) {
            case MEMBER, SPARE -> Tone.GOOD;
            case STALE -> Tone.WARNING;
            case BROKEN -> Tone.BAD;
        };
    }

    private static Tone tone(Finding.Severity severity) {
        return switch (severity) {
            case INFO -> Tone.FAINT;
            case WARNING -> Tone.WARNING;
            case ERROR -> Tone.BAD;
        };
    }
}
