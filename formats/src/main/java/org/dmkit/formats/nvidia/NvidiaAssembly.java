package org.dmkit.formats.nvidia;

import java.util.ArrayList;
import java.util.HashMap;
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

/** Puts disks together by the line of their signatures. */
final class NvidiaAssembly {
    private NvidiaAssembly() {}

    static Assembly assemble(Format<NvidiaMetadata> format, List<Reading.Found<NvidiaMetadata>> found) {
        var byLine = new LinkedHashMap<String, List<Reading.Found<NvidiaMetadata>>>();
        for (Reading.Found<NvidiaMetadata> f : found) {
            byLine.computeIfAbsent(f.metadata().signature().line(), i -> new ArrayList<>())
                    .add(f);
        }
        var members = new ArrayList<Membership<NvidiaMetadata>>();
        var defects = new HashMap<String, List<Finding>>();
        var findings = new ArrayList<Finding>();
        var loose = new ArrayList<Group>();
        byLine.forEach((identity, disks) -> {
            Optional<NvidiaSet> set = NvidiaSet.of(identity, disks);
            set.ifPresentOrElse(
                    s -> {
                        members.addAll(s.memberships());
                        defects.put(identity, s.defects());
                        findings.addAll(s.remarks());
                    },
                    () -> loose.add(withoutSet(format, disks, findings)));
        });
        Assembly sets = SetAssembly.of(format, members, defects);
        List<Group> groups =
                sets.groups().stream().map(SetAssembly::readOnlyIfCrossed).toList();
        return new Assembly(groups, sets.findings()).with(loose, findings);
    }

    /** Disks of level 0 are spares; what any other is nobody knows. */
    private static Group withoutSet(
            Format<NvidiaMetadata> format, List<Reading.Found<NvidiaMetadata>> disks, List<Finding> findings) {
        List<Reading.Found<NvidiaMetadata>> unknown =
                disks.stream().filter(f -> f.metadata().levelCode() != 0).toList();
        unknown.forEach(f -> findings.add(NvidiaFindings.level(f)));
        String name = NvidiaNames.set(disks.getFirst().metadata());
        return SetAssembly.withoutSet(format, name, disks, unknown.isEmpty() ? Standing.SPARE : Standing.MEMBER);
    }
}
