package org.dmkit.formats.hpt37x;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.SetAssembly;
import org.dmkit.raid.assemble.Succession;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/** HighPoint HPT366/370/37x: one record in sector 9 of each disk, which is inside the data of the first member. */
public final class Hpt37xFormat implements Format<Hpt37x> {
    @Override
    public String name() {
        return "hpt37x";
    }

    @Override
    public String description() {
        return "HighPoint HPT37x";
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return Hpt37xReader.possible(disk) ? List.of(Hpt37x.PLACE) : List.of();
    }

    @Override
    public Reading<Hpt37x> read(DiskInfo disk, Sectors sectors) {
        return Hpt37xReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found<Hpt37x>> found) {
        var sets = new LinkedHashMap<Long, List<Reading.Found<Hpt37x>>>();
        var unsupported = new LinkedHashMap<String, List<Reading.Found<Hpt37x>>>();
        var groups = new ArrayList<Group>();
        var findings = new ArrayList<Finding>();
        for (Reading.Found<Hpt37x> f : found) {
            var record = f.metadata();
            switch (record.kind()) {
                case SPARE -> groups.add(SetAssembly.withoutSet(this, record.setName(), List.of(f), Standing.SPARE));
                case UNSUPPORTED -> {
                    unsupported
                            .computeIfAbsent(record.setName(), n -> new ArrayList<>())
                            .add(f);
                    findings.add(unsupported(f, record));
                }
                case STRIPE, MIRROR, MIRROR_OF_STRIPES, SPAN, SINGLE ->
                    sets.computeIfAbsent(record.id(), id -> new ArrayList<>()).add(f);
            }
        }
        unsupported.forEach((set, disks) -> groups.add(SetAssembly.withoutSet(this, set, disks, Standing.MEMBER)));
        var succession = new Succession<>(sets, Hpt37x::former);
        var members = new ArrayList<Membership<Hpt37x>>();
        var against = new LinkedHashMap<String, List<Finding>>();
        var untold = new HashSet<String>();
        sets.forEach((id, disks) -> {
            long newest = succession.newest(id);
            if (newest == id) {
                var set = new Hpt37xSet(disks);
                members.addAll(set.members());
                against.put(
                        set.identity(),
                        Stream.concat(set.rivals(succession.rivals(id)).stream(), set.against().stream())
                                .toList());
                findings.addAll(set.warnings());
                if (set.untold()) {
                    disks.forEach(d -> untold.add(d.disk().name()));
                }
            } else {
                var now = new Hpt37xSet(Objects.requireNonNull(sets.get(newest)));
                disks.forEach(d -> members.add(now.outdated(d)));
            }
        });
        Assembly assembly = SetAssembly.of(this, members, Map.copyOf(against));
        assembly.groups().stream()
                .map(g -> g.disks().stream().anyMatch(d -> untold.contains(d.name())) ? g.unchangeable() : g)
                .map(SetAssembly::readOnlyIfCrossed)
                .forEach(groups::add);
        findings.addAll(assembly.findings());
        return new Assembly(groups, findings);
    }

    private static Finding unsupported(Reading.Found<Hpt37x> found, Hpt37x record) {
        return Finding.error("hpt37x.level")
                .on(found.disk())
                .at(Hpt37x.PLACE.lba())
                .field("type")
                .found(Integer.toString(record.type()))
                .expected("0, 1, 2, 3 or 6")
                .remedy("nobody but the controller knows where the data of " + record.setName() + " lie");
    }

    @Override
    public Optional<DmraidView<Hpt37x>> dmraid() {
        return Optional.of(new Hpt37xListing());
    }

    @Override
    public Optional<MetadataWriter<Hpt37x>> writer() {
        return Optional.of(new Hpt37xWriter());
    }
}
