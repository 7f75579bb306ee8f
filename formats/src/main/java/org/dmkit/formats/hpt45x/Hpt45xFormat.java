package org.dmkit.formats.hpt45x;

import java.util.ArrayList;
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
import org.dmkit.raid.model.Level;

/** HighPoint HPT45x and RocketRAID: one record of each disk, eleven sectors before its end. */
public final class Hpt45xFormat implements Format<Hpt45x> {
    @Override
    public String name() {
        return "hpt45x";
    }

    @Override
    public String description() {
        return "HighPoint HPT45x";
    }

    @Override
    public List<Extent> anchors(DiskInfo disk) {
        return Hpt45xReader.possible(disk) ? List.of(Hpt45x.place(disk)) : List.of();
    }

    @Override
    public Reading<Hpt45x> read(DiskInfo disk, Sectors sectors) {
        return Hpt45xReader.read(disk, sectors);
    }

    @Override
    public Assembly assemble(List<Reading.Found<Hpt45x>> found) {
        var sets = new LinkedHashMap<Long, List<Reading.Found<Hpt45x>>>();
        var unsupported = new LinkedHashMap<String, List<Reading.Found<Hpt45x>>>();
        var groups = new ArrayList<Group>();
        var findings = new ArrayList<Finding>();
        for (Reading.Found<Hpt45x> f : found) {
            var record = f.metadata();
            switch (record.kind()) {
                case SPARE -> groups.add(SetAssembly.withoutSet(this, record.setName(), List.of(f), Standing.SPARE));
                case LEFT_OVER ->
                    groups.add(SetAssembly.withoutSet(this, record.setName(), List.of(f), Standing.MEMBER));
                case UNSUPPORTED -> {
                    unsupported
                            .computeIfAbsent(record.setName(), n -> new ArrayList<>())
                            .add(f);
                    findings.add(unsupported(f, record));
                }
                case SPAN, STRIPE, MIRROR, STRIPE_OF_MIRRORS, PARITY ->
                    sets.computeIfAbsent(record.stamp(), id -> new ArrayList<>())
                            .add(f);
            }
        }
        unsupported.forEach((set, disks) -> groups.add(SetAssembly.withoutSet(this, set, disks, Standing.MEMBER)));
        var stamps = new Succession<>(sets, Hpt45x::failedStamps);
        var members = new ArrayList<Membership<Hpt45x>>();
        var against = new LinkedHashMap<String, List<Finding>>();
        sets.forEach((stamp, disks) -> {
            long newest = stamps.newest(stamp);
            if (newest == stamp) {
                var set = new Hpt45xSet(disks);
                members.addAll(set.members());
                against.put(
                        set.identity(),
                        Stream.concat(set.rivals(stamps.rivals(stamp)).stream(), set.against().stream())
                                .toList());
            } else {
                var now = new Hpt45xSet(Objects.requireNonNull(sets.get(newest)));
                disks.forEach(d -> members.add(now.outdated(d)));
            }
        });
        Assembly assembly = SetAssembly.of(this, members, Map.copyOf(against));
        assembly.groups().stream().map(Hpt45xFormat::readOnlyIfUntold).forEach(groups::add);
        findings.addAll(assembly.findings());
        return new Assembly(groups, findings);
    }

    /**
     * A stripe of mirrors is a mirror of stripes again as soon as one of the stripes is whole. Mirrors of another number of disks
     * than two the vendor has none.
     */
    private static Group readOnlyIfUntold(Group g) {
        boolean many = g.sets().stream()
                .filter(s -> s.level() == Level.RAID1)
                .anyMatch(s -> s.components().size() != 2);
        return many ? g.unchangeable() : SetAssembly.readOnlyIfCrossed(g);
    }

    private static Finding unsupported(Reading.Found<Hpt45x> found, Hpt45x record) {
        Hpt45xLevel outer = record.outer();
        return Finding.error("hpt45x.level")
                .on(found.disk())
                .at(Hpt45x.place(found.disk()).lba())
                .field("type")
                .found(
                        record.levels() == 2
                                ? outer.type() + " over " + record.inner().type()
                                : outer.type() + " in " + record.levels() + " levels")
                .expected("4, 5, 6, 8, or 5 over 6")
                .remedy(record.setName() + " can be read with the vendor's driver only");
    }

    @Override
    public Optional<DmraidView<Hpt45x>> dmraid() {
        return Optional.of(new Hpt45xListing());
    }

    @Override
    public Optional<MetadataWriter<Hpt45x>> writer() {
        return Optional.of(new Hpt45xWriter());
    }
}
