package org.dmkit.formats.jmicron;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.SetAssembly;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.DmraidView;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;

/** JMicron JMB36x: one structure in the last sector of each disk. */
public final class JmicronFormat implements Format<Jm> {
    @Override
    public String name() {
        return "jmicron";
    }

    @Override
    public String description() {
        return "JMicron JMB36x";
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return JmReader.possible(disk) ? List.of(Jm.place(disk)) : List.of();
    }

    @Override
    public Reading<Jm> read(DiskInfo disk, Sectors sectors) {
        return JmReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found<Jm>> found) {
        var supported = new ArrayList<Reading.Found<Jm>>();
        var unsupported = new LinkedHashMap<String, List<Reading.Found<Jm>>>();
        var findings = new ArrayList<Finding>();
        for (Reading.Found<Jm> f : found) {
            var jm = f.metadata();
            switch (jm.mode()) {
                case Jm.RAID0, Jm.RAID1, Jm.RAID01, Jm.JBOD -> supported.add(f);
                default -> {
                    unsupported
                            .computeIfAbsent(jm.setName(), n -> new ArrayList<>())
                            .add(f);
                    findings.add(unsupported(f, jm));
                }
            }
        }
        var groups = new ArrayList<Group>();
        unsupported.forEach((set, disks) -> groups.add(SetAssembly.withoutSet(this, set, disks, Standing.MEMBER)));
        var tables = new JmTables(supported);
        var members = new ArrayList<Membership<Jm>>();
        var against = new LinkedHashMap<String, List<Finding>>();
        for (JmTable table : tables.believed()) {
            List<Reading.Found<Jm>> disks = tables.disks(table);
            var set = new JmSet(table, disks);
            if (set.onlySpares()) {
                String name = disks.getFirst().metadata().setName();
                groups.add(SetAssembly.withoutSet(this, name, disks, Standing.SPARE));
            } else {
                members.addAll(set.members());
                tables.outdatedBy(table).forEach(f -> members.add(set.outdated(f)));
                against.put(set.identity(), set.against(tables.doubtful(table)));
                findings.addAll(set.warnings());
            }
        }
        Assembly assembly = SetAssembly.of(this, members, Map.copyOf(against));
        groups.addAll(assembly.groups());
        findings.addAll(assembly.findings());
        return new Assembly(groups, findings);
    }

    private static Finding unsupported(Reading.Found<Jm> found, Jm jm) {
        return Finding.error("jmicron.mode")
                .on(found.disk())
                .at(Jm.place(found.disk()).lba())
                .field("mode")
                .found(Integer.toString(jm.mode()))
                .expected("0..3")
                .remedy("nobody but the controller knows where the data of " + jm.setName() + " lie");
    }

    @Override
    public Optional<MetadataWriter<Jm>> writer() {
        return Optional.of(new JmWriter());
    }

    @Override
    public Optional<DmraidView<Jm>> dmraid() {
        return Optional.of(new JmListing());
    }
}
