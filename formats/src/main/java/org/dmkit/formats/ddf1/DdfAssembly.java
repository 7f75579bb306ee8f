package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.raid.assemble.Layout;
import org.dmkit.raid.assemble.SetBuilder;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.RaidSet;

/** Makes a group of each container, with a set for each of its volumes. */
final class DdfAssembly {
    private final Format<DdfDisk> format;
    private final List<Finding> findings = new ArrayList<>();

    private DdfAssembly(Format<DdfDisk> format) {
        this.format = format;
    }

    /** A container and its volumes. */
    private record Contents(DdfContainer container, List<DdfVolume.Outcome> volumes) {}

    static Assembly assemble(Format<DdfDisk> format, List<Reading.Found<DdfDisk>> found) {
        var byContainer = new LinkedHashMap<String, List<DdfCopy>>();
        for (Reading.Found<DdfDisk> f : found) {
            DdfCopy copy = DdfCopy.of(f);
            byContainer
                    .computeIfAbsent(copy.metadata().anchor().guid(), g -> new ArrayList<>())
                    .add(copy);
        }
        var contents = new ArrayList<Contents>();
        byContainer.values().forEach(copies -> {
            DdfContainer container = DdfContainer.of(copies);
            contents.add(new Contents(
                    container,
                    container
                            .champion()
                            .metadata()
                            .virtualDisks()
                            .entries()
                            .map(v -> DdfVolume.of(container, v))
                            .toList()));
        });
        var assembly = new DdfAssembly(format);
        Map<String, Integer> names = names(contents);
        List<Group> groups = contents.stream()
                .map(c -> assembly.group(c, contents.size() > 1, names))
                .toList();
        return new Assembly(groups, assembly.findings);
    }

    /** How many volumes would have a device of this name. */
    private static Map<String, Integer> names(List<Contents> contents) {
        var names = new HashMap<String, Integer>();
        contents.forEach(c -> c.volumes().forEach(v -> v.names().forEach(name -> names.merge(name, 1, Integer::sum))));
        return names;
    }

    private Group group(Contents contents, boolean several, Map<String, Integer> names) {
        DdfContainer container = contents.container();
        findings.addAll(container.findings());
        strangers(container);
        var sets = new ArrayList<RaidSet>();
        var blocked = new HashMap<String, Finding>();
        for (DdfVolume.Outcome volume : contents.volumes()) {
            findings.addAll(volume.findings());
            Layout layout = volume.layout();
            if (layout == null) {
                continue;
            }
            String suffix = suffix(container, volume, names);
            RaidSet set = SetBuilder.build(
                    layout, suffix, volume.placed(), Set.of(), volume.entry().resync());
            List<Finding> defects = DdfVolume.defects(volume, set);
            findings.addAll(defects);
            var wrong = new ArrayList<Finding>(Findings.errors(volume.findings()));
            wrong.addAll(defects);
            wrong.addAll(container.against());
            sets.add(set);
            if (!wrong.isEmpty()) {
                blocked.put(set.name(), wrong.getFirst());
            }
        }
        overlaps(sets, blocked);
        var copies = new HashMap<String, DdfDisk>();
        for (DdfCopy copy : container.copies()) {
            copies.put(copy.disk().name(), copy.metadata());
        }
        return new Group(
                several ? DdfNames.group(container.guid()) : DdfListing.GROUP,
                bearers(container, sets),
                sets,
                Known.byDisk(format, copies),
                blocked);
    }

    /** Records of volumes that the table doesn't have: deleted ones, or ones that a newer copy no longer knows. */
    private void strangers(DdfContainer container) {
        List<VirtualDisk> known =
                container.champion().metadata().virtualDisks().entries().toList();
        for (DdfCopy copy : container.members().values()) {
            for (ConfigRecord record : copy.metadata().records()) {
                if (known.stream().noneMatch(v -> DdfGuid.same(v.guid(), record.guid()))) {
                    findings.add(Findings.about(
                            copy.disk(),
                            Severity.WARNING,
                            "no-volume",
                            "a configuration record of volume "
                                    + HexFormat.of().formatHex(record.guid().toBytes()),
                            "a volume of the table",
                            "it is not used"));
                }
            }
        }
    }

    private String suffix(DdfContainer container, DdfVolume.Outcome volume, Map<String, Integer> names) {
        if (volume.names().stream().allMatch(n -> names.getOrDefault(n, 0) < 2)) {
            return "";
        }
        String suffix = DdfNames.suffix(container.guid(), volume.entry());
        String name = volume.entry().deviceName();
        findings.add(Findings.volume(
                name,
                Severity.WARNING,
                "same-name",
                "two different volumes named " + name,
                "",
                "this one is named " + name + suffix + " while both are here"));
        return suffix;
    }

    /** Two volumes on the same sectors of a disk: starting either harms the other. */
    private void overlaps(List<RaidSet> sets, Map<String, Finding> blocked) {
        for (int i = 0; i < sets.size(); i++) {
            for (int j = i + 1; j < sets.size(); j++) {
                RaidSet a = sets.get(i);
                RaidSet b = sets.get(j);
                if (overlap(a, b)) {
                    Finding finding = Findings.volume(
                            a.name(),
                            Severity.ERROR,
                            "overlap",
                            "sectors that " + b.name() + " has too",
                            "its own",
                            "");
                    findings.add(finding);
                    blocked.putIfAbsent(a.name(), finding);
                    blocked.putIfAbsent(b.name(), finding);
                }
            }
        }
    }

    private static boolean overlap(RaidSet a, RaidSet b) {
        return a.members()
                .anyMatch(m -> b.member(m.disk())
                        .map(Component.Member::extent)
                        .filter(m.extent()::overlaps)
                        .isPresent());
    }

    private static List<Bearer> bearers(DdfContainer container, List<RaidSet> sets) {
        var bearers = new ArrayList<Bearer>();
        for (DdfCopy copy : container.members().values()) {
            boolean spare = container
                            .entry(copy.reference())
                            .filter(PhysicalDisk::spare)
                            .isPresent()
                    && sets.stream().allMatch(s -> s.member(copy.disk()).isEmpty());
            bearers.add(new Bearer(copy.disk(), spare ? Standing.SPARE : Standing.MEMBER, copy.extents()));
        }
        container.stale().forEach(copy -> bearers.add(new Bearer(copy.disk(), Standing.STALE, copy.extents())));
        return bearers;
    }
}
