package org.dmkit.formats.sil;

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

/** Puts disks together by identity. A spare has one of its own, or that of a set, and then waits for that set. */
final class SilAssembly {
    private SilAssembly() {}

    static Assembly assemble(Format<SilMetadata> format, List<Reading.Found<SilMetadata>> found) {
        var byIdentity = new LinkedHashMap<String, List<Reading.Found<SilMetadata>>>();
        for (Reading.Found<SilMetadata> f : found) {
            byIdentity
                    .computeIfAbsent(f.metadata().identity(), i -> new ArrayList<>())
                    .add(f);
        }
        var members = new ArrayList<Membership<SilMetadata>>();
        var defects = new HashMap<String, List<Finding>>();
        var findings = new ArrayList<Finding>();
        var loose = new ArrayList<Group>();
        byIdentity.forEach((identity, disks) -> {
            Optional<SilSet> set = SilSet.of(identity, disks);
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

    /** Spares; or what nobody knows, which is told. */
    private static Group withoutSet(
            Format<SilMetadata> format, List<Reading.Found<SilMetadata>> disks, List<Finding> findings) {
        List<Reading.Found<SilMetadata>> unknown =
                disks.stream().filter(f -> !f.metadata().spare()).toList();
        unknown.forEach(f -> findings.add(SilFindings.type(f)));
        String name = SilNames.set(disks.getFirst().metadata());
        return SetAssembly.withoutSet(format, name, disks, unknown.isEmpty() ? Standing.SPARE : Standing.MEMBER);
    }
}
