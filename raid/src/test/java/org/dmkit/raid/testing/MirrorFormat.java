package org.dmkit.raid.testing;

import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/**
 * {@link FakeFormat}'s words, of a mirror of disks of 400 sectors: data in 100 to 299, so that they reach into the tail,
 * metadata in the last sector and a second copy in 20 and 21.
 */
public record MirrorFormat(FakeFormat words, MetadataWriter<FakeFormat.Metadata> how, List<Extent> metadata)
        implements WordsOf {
    public static final long DISK = 400;
    public static final Extent DATA = new Extent(100, 200);

    public MirrorFormat(FakeFormat words, MetadataWriter<FakeFormat.Metadata> how) {
        this(words, how, List.of(new Extent(20, 2), new Extent(DISK - 1, 1)));
    }

    @Override
    public Assembly assemble(List<Reading.Found<FakeFormat.Metadata>> found) {
        List<DiskInfo> disks = found.stream().map(Reading.Found::disk).toList();
        RaidSet set = new RaidSet(
                "mirror",
                "",
                Level.RAID1,
                0,
                DATA.count(),
                disks.stream()
                        .<Component>map(d -> new Component.Member(d, DATA, Component.State.IN_SYNC))
                        .toList(),
                RaidSet.Resync.CLEAN);
        return new Assembly(
                List.of(new Group(
                        "group",
                        disks.stream()
                                .map(d -> new Bearer(d, Standing.MEMBER, metadata))
                                .toList(),
                        List.of(set),
                        Known.shared(this, found.getFirst().metadata()))),
                List.of());
    }

    @Override
    public Optional<MetadataWriter<FakeFormat.Metadata>> writer() {
        return Optional.of(how);
    }
}
