package org.dmkit.raid.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/** Small trees for tests. Disk N is {@code sdN}, number 8:16*N, serial {@code SN}, 100 000 sectors. */
public final class TestGroups {
    public static final long DISK = 100_000;
    public static final Extent DATA = new Extent(0, 65_536);
    public static final Extent BEHIND = new Extent(70_000, 16_384);

    private TestGroups() {}

    public static DiskInfo disk(int n) {
        return new DiskInfo("sd" + (char) ('a' + n), DISK, 512, "S" + n, null, "", new DeviceNumber(8, 16 * n), false);
    }

    public static Component.Member member(int n) {
        return member(n, DATA);
    }

    public static Component.Member member(int n, Extent extent) {
        return new Component.Member(disk(n), extent, Component.State.IN_SYNC);
    }

    public static Component.Missing missing(String label) {
        return new Component.Missing(label, DATA, false);
    }

    public static RaidSet mirror(String name, Component... members) {
        return new RaidSet(name, "", Level.RAID1, 0, DATA.count(), List.of(members), RaidSet.Resync.CLEAN);
    }

    public static RaidSet raid5(String name, Component... members) {
        return new RaidSet(
                name,
                "",
                Level.RAID5_LEFT_ASYMMETRIC,
                128,
                DATA.count() * (members.length - 1),
                List.of(members),
                RaidSet.Resync.CLEAN);
    }

    public static RaidSet stripe(String name, RaidSet... subsets) {
        return new RaidSet(
                name,
                "",
                Level.RAID0,
                128,
                Arrays.stream(subsets).mapToLong(RaidSet::size).sum(),
                Arrays.stream(subsets).<Component>map(Component.Subset::new).toList(),
                RaidSet.Resync.CLEAN);
    }

    public static Group group(RaidSet... sets) {
        List<DiskInfo> disks = Stream.of(sets)
                .flatMap(RaidSet::members)
                .map(Component.Member::disk)
                .distinct()
                .toList();
        return new Group(
                "fmt_g",
                bearers(Standing.MEMBER, disks),
                List.of(sets),
                Known.shared(new NoFormat<>(), new NoMetadata()));
    }

    /** Disks whose metadata lie nowhere. */
    public static List<Bearer> bearers(Standing standing, List<DiskInfo> disks) {
        return disks.stream().map(d -> new Bearer(d, standing, List.of())).toList();
    }

    public static Image image(int value) {
        byte[] bytes = new byte[512];
        Arrays.fill(bytes, (byte) value);
        return new Image(DISK - 2, bytes);
    }

    public record NoMetadata() {}

    /** For trees that never go to disk. */
    public record NoFormat<M>() implements Format<M> {
        @Override
        public String name() {
            return "fmt";
        }

        @Override
        public String description() {
            return "";
        }

        @Override
        public List<Extent> anchors(DiskInfo disk) {
            return List.of();
        }

        @Override
        public Reading<M> read(DiskInfo disk, Sectors sectors) {
            return new Reading.Absent<>();
        }

        @Override
        public Assembly assemble(List<Reading.Found<M>> found) {
            return new Assembly(List.of(), List.of());
        }

        @Override
        public Optional<MetadataWriter<M>> writer() {
            return Optional.of(new NoWriter<>(true));
        }
    }
}
