package org.dmkit.formats.asr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.SetAssembly;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;

/** Puts the disks of all controllers together. Arrays are told apart by their identity: names may be equal. */
final class AsrAssembly {
    /** dmraid's set of all spares that wait for any array. */
    private static final String SPARES = ".asr_spares";

    private final Format<AsrMetadata> format;
    private final List<Group> groups = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private AsrAssembly(Format<AsrMetadata> format) {
        this.format = format;
    }

    static Assembly assemble(Format<AsrMetadata> format, List<Reading.Found<AsrMetadata>> found) {
        return new AsrAssembly(format).assemble(found);
    }

    private Assembly assemble(List<Reading.Found<AsrMetadata>> found) {
        var arrays = new LinkedHashMap<String, List<Copy>>();
        var spares = new ArrayList<Reading.Found<AsrMetadata>>();
        for (Reading.Found<AsrMetadata> f : found) {
            var metadata = f.metadata();
            Optional<AsrArray> array = AsrArray.of(metadata.lines(), metadata.own());
            boolean spare = metadata.own().type() == ConfigLine.SPARE;
            if (array.isPresent() && array.get().members().findAny().isPresent()) {
                arrays.computeIfAbsent(array.get().identity(), i -> new ArrayList<>())
                        .add(new Copy(f, metadata, array.get()));
            } else if (spare) {
                spares.add(f);
            } else {
                groups.add(
                        SetAssembly.withoutSet(format, "asr_" + metadata.own().name(), List.of(f), Standing.MEMBER));
                findings.add(finding(
                        f,
                        metadata.own(),
                        "raidlevel",
                        "a line that belongs to no array",
                        "an array's line before it"));
            }
        }
        if (!spares.isEmpty()) {
            groups.addFirst(SetAssembly.withoutSet(format, SPARES, spares, Standing.SPARE));
        }
        var members = new ArrayList<Membership<AsrMetadata>>();
        arrays.values().forEach(copies -> members.addAll(members(copies)));
        Assembly sets = SetAssembly.of(format, members);
        return new Assembly(sets.groups().stream().map(this::readOnlyIfUntold).toList(), sets.findings())
                .with(groups, findings);
    }

    /** What a change could not tell. */
    private Group readOnlyIfUntold(Group g) {
        Optional<AsrMetadata> newest = g.known().byDisk().values().stream()
                .filter(AsrMetadata.class::isInstance)
                .map(AsrMetadata.class::cast)
                .max(AsrMetadata.AGE);
        return newest.flatMap(m -> m.array().flatMap(a -> untold(g, m, a))).isPresent() ? g.unchangeable() : g;
    }

    private Optional<Finding> untold(Group g, AsrMetadata newest, AsrArray array) {
        boolean shared = newest.lines().stream()
                .anyMatch(l -> !l.physical()
                        && l.type() != ConfigLine.SPARE
                        && array.lines().noneMatch(l::equals));
        // A stripe of mirrors, as long as no stripe of the mirror is whole.
        boolean crossed = array.top() != null
                && array.top().type() == ConfigLine.RAID1
                && g.sets().stream().noneMatch(s -> s.level() == Level.RAID1);
        boolean noRoom = newest.table().block().size() < RaidTable.SIZE || array.sequence() == AsrArray.LAST_SEQUENCE;
        if (!shared && !crossed && !noRoom) {
            return Optional.empty();
        }
        Finding why = Finding.warning("asr.read-only")
                .field("RAID table")
                .found(
                        shared
                                ? "other arrays in it, whose disks would go on telling the old state of this one"
                                : crossed ? "a mirror none of whose stripes is whole" : "no room for another change")
                .expected(shared ? "one array" : crossed ? "a whole stripe" : "one that can be changed")
                .remedy("it can be started, but not changed");
        findings.add(why);
        return Optional.of(why);
    }

    private List<Membership<AsrMetadata>> members(List<Copy> copies) {
        Truth truth = Truth.of(copies);
        Optional<ArrayCheck.Problem> problem = ArrayCheck.of(truth.array());
        if (problem.isEmpty()) {
            return truth.memberships();
        }
        List<Reading.Found<AsrMetadata>> disks =
                copies.stream().map(Copy::found).toList();
        groups.add(SetAssembly.withoutSet(format, "asr_" + truth.array().head().name(), disks, Standing.MEMBER));
        copies.stream()
                .filter(c -> c.disk().equals(truth.disk()))
                .map(c -> finding(
                        c.found(),
                        problem.get().line(),
                        problem.get().field(),
                        problem.get().found(),
                        problem.get().expected()))
                .forEach(findings::add);
        return List.of();
    }

    private static Finding finding(
            Reading.Found<AsrMetadata> found, ConfigLine line, String field, String is, String expected) {
        return Finding.error("asr." + field)
                .on(found.disk())
                .at(found.extents().getFirst().lba()
                        + (RaidTable.HEADER_SIZE + RaidTable.LINE_SIZE * line.index()) / 512)
                .field(field)
                .found("\"" + line.name() + "\": " + is)
                .expected(expected)
                .remedy("the array is not used");
    }
}
