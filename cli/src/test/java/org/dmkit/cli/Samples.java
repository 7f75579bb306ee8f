package org.dmkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.jspecify.annotations.Nullable;

/** Arrays to show. */
final class Samples {
    static final long DISK = 976_773_168;
    static final Extent DATA = new Extent(0, 976_766_976);

    record NoMetadata() {}

    /** Writes nothing. */
    record NamedWriter(boolean dirtyFlag) implements MetadataWriter<NoMetadata> {
        @Override
        public Abilities abilities() {
            return new Abilities(Set.of(), dirtyFlag, LossMark.ON_SURVIVORS, Crash.REDO, "");
        }

        @Override
        public List<Finding> check(Delta delta, Known<NoMetadata> known) {
            return List.of();
        }

        @Override
        public Update encode(Delta delta, Known<NoMetadata> known) {
            return Update.nothing();
        }
    }

    /** A format in name only. */
    record NamedFormat(
            String name, String description, @Nullable NamedWriter metadataWriter) implements Format<NoMetadata> {
        @Override
        public List<Extent> anchors(DiskInfo disk) {
            return List.of();
        }

        @Override
        public Reading<NoMetadata> read(DiskInfo disk, Sectors sectors) {
            return new Reading.Absent<>();
        }

        @Override
        public Assembly assemble(List<Reading.Found<NoMetadata>> found) {
            return new Assembly(List.of(), List.of());
        }

        @Override
        public Optional<MetadataWriter<NoMetadata>> writer() {
            return Optional.ofNullable(metadataWriter);
        }
    }

    static final NamedFormat ISW = new NamedFormat("isw", "Intel Matrix", new NamedWriter(true));

    private Samples() {}

    static DiskInfo disk(String letter) {
        return new DiskInfo("/dev/sd" + letter, DISK, 512, "S" + letter, null, "ACME", null, false);
    }

    static Component member(String letter, Component.State state) {
        return new Component.Member(disk(letter), DATA, state);
    }

    static RaidSet mirror(String name, Component... components) {
        return new RaidSet(name, name, Level.RAID1, 0, DATA.count(), List.of(components), RaidSet.Resync.CLEAN);
    }

    static Group group(List<DiskInfo> disks, List<DiskInfo> stale, List<DiskInfo> spares, RaidSet... sets) {
        var bearers = new ArrayList<Bearer>();
        disks.stream()
                .filter(d -> !spares.contains(d))
                .forEach(d -> bearers.add(new Bearer(d, Standing.MEMBER, List.of())));
        spares.forEach(d -> bearers.add(new Bearer(d, Standing.SPARE, List.of())));
        stale.forEach(d -> bearers.add(new Bearer(d, Standing.STALE, List.of())));
        return new Group("isw_abc", bearers, List.of(sets), Known.shared(ISW, new NoMetadata()));
    }
}
