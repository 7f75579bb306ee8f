package org.dmkit.formats.isw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.Wish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, read by the real mdadm on loop devices. A loop device has no serial; mdadm then takes its name. */
@Tag("root")
@Tag("loop")
class IswMdadmTest {
    private static final long SECTORS = 1048576;

    private final List<String> loops = new ArrayList<>();
    private final IswCase disks = new IswCase();

    @BeforeEach
    void attach(@TempDir Path dir) throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/loop-control")), "needs root and loop devices");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/mdadm")), "needs mdadm");
        for (int i = 0; i < 4; i++) {
            Path file = dir.resolve("disk" + i);
            try (var f = new RandomAccessFile(file.toFile(), "rw")) {
                f.setLength(SECTORS * 512);
            }
            String loop = run("losetup", "-f", "--show", file.toString()).strip();
            loops.add(loop);
            disks.add(loop, SECTORS, loop);
        }
    }

    @AfterEach
    void detach() throws Exception {
        for (String loop : loops) {
            run("losetup", "-d", loop);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("IMSM_NO_PLATFORM", "1", "IMSM_DEVNAME_AS_SERIAL", "1", "LC_ALL", "C"));
        Process p = builder.start();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).as("%s: %s", List.of(command), out).isZero();
        return out;
    }

    private DiskInfo disk(int i) {
        return disks.disk(loops.get(i));
    }

    /** What {@code mdadm --examine} says, blanks squeezed. */
    private String examine(int disk) throws Exception {
        return run("mdadm", "--examine", loops.get(disk)).replaceAll("[ \\t]+", " ");
    }

    private void write(Map<String, List<Image>> images) throws IOException {
        for (var entry : images.entrySet()) {
            try (var f = new RandomAccessFile(entry.getKey(), "rw")) {
                for (Image image : entry.getValue()) {
                    f.seek(image.lba() * 512);
                    f.write(image.bytes());
                }
                f.getFD().sync();
            }
        }
        disks.write(images);
    }

    /** A case's set on our disks: its first disks under the names of ours. */
    private Group start(String name, int members) throws IOException {
        IswCase c = IswCase.load(name);
        Mpb mpb = c.mpb("sda");
        for (int i = 0; i < members; i++) {
            IswDisk entry = IswDisk.of(IswSerial.of(disk(i)).getFirst(), SECTORS, IswDisk.MEMBER_STATUS);
            mpb = mpb.withDisk(i, d -> entry);
        }
        for (int i = 0; i < members; i++) {
            write(Map.of(loops.get(i), MpbWriter.images(mpb, disk(i))));
        }
        return disks.group();
    }

    private Group change(Group t0, Group t1) throws IOException {
        assertThat(Findings.errors(t0.known().check(Delta.between(t0, t1)))).isEmpty();
        write(t0.known().encode(Delta.between(t0, t1)).images());
        return disks.group();
    }

    @Test
    void a_mirror_loses_a_disk_and_is_rebuilt_on_another() throws Exception {
        Group t0 = start("raid1-2disk", 2);
        assertThat(examine(0)).contains(" correct", "Slots : [UU]", "Map State : normal");

        Group degraded = change(t0, IswTrees.fail(t0, disk(1)));
        assertThat(examine(0))
                .contains(" correct", "Slots : [U_]", "Failed disk : 1", "Map State : degraded")
                .contains("Disk01 Serial : " + loops.get(1) + ":0\n State : active failed");

        Group rebuilding = change(degraded, IswTrees.rebuild(degraded, disk(2)));
        for (int i : List.of(0, 2)) {
            assertThat(examine(i))
                    .contains(" correct", "Disks : 2", "Migrate State : rebuild", "Map State : normal <-- degraded")
                    .contains("Slots : [UU] <-- [U_]", "Checkpoint : 0")
                    .contains("Disk01 Serial : " + loops.get(2) + "\n State : active\n");
        }
        assertThat(examine(2)).contains("This Slot : 1 (out-of-sync)");

        Group done = change(rebuilding, IswTrees.finish(rebuilding));
        for (int i : List.of(0, 2)) {
            assertThat(examine(i))
                    .contains(" correct", "MPB Sectors : 1", "Migrate State : idle", "Map State : normal")
                    .contains("Slots : [UU]", "Failed disk : none");
        }
        change(done, IswTrees.resync(done, Resync.DIRTY));
        assertThat(examine(0)).contains("Dirty State : dirty");
    }

    @Test
    void a_raid5_loses_a_disk_and_is_rebuilt_on_another() throws Exception {
        Group t0 = start("raid5-3disk-ord-not-identity", 3);
        Group degraded = change(t0, IswTrees.fail(t0, disk(0)));
        assertThat(examine(1)).contains(" correct", "Slots : [UU_]", "Failed disk : 2", "Map State : degraded");
        Group rebuilding = change(degraded, IswTrees.rebuild(degraded, disk(3)));
        assertThat(examine(3))
                .contains(" correct", "Slots : [UUU] <-- [UU_]", "Migrate State : rebuild")
                .contains("This Slot : 2 (out-of-sync)");
        change(rebuilding, IswTrees.finish(rebuilding));
        assertThat(examine(3)).contains("Slots : [UUU]", "Migrate State : idle", "Map State : normal");
    }

    @Test
    void a_raid10_loses_a_disk_of_each_mirror() throws Exception {
        Group t0 = start("raid10-4disk-ord-not-identity", 4);
        Group one = change(t0, IswTrees.fail(t0, disk(0)));
        Group two = change(one, IswTrees.fail(one, disk(1)));
        assertThat(examine(2)).contains(" correct", "Slots : [U_U_]", "Failed disk : 1", "Map State : degraded");
        assertThat(two.sets().getFirst().health()).isEqualTo(Health.DEGRADED);
    }

    private Group create(Wish.Kind kind, int members) throws Exception {
        List<DiskInfo> on = loops.stream().limit(members).map(disks::disk).toList();
        Group t0 = IswPlacement.INSTANCE.ground(
                new IswFormat(), on, new Placement.Birth(4711, Instant.ofEpochSecond(1_800_000_000)));
        var wish = new Wish("vol", kind, OptionalInt.empty(), OptionalLong.empty());
        return change(t0, new Change.Create(wish, on, List.of()).apply(t0));
    }

    @Test
    void new_volumes_are_what_they_were_wished_to_be() throws Exception {
        create(Wish.Kind.RAID1, 2);
        assertThat(examine(1))
                .contains(" correct", "[vol]:", "RAID Level : 1", "Members : 2", "Slots : [UU] <-- [UU]")
                .contains("Array Size : 1036288 ", "Sector Offset : 0", "Migrate State : initialize")
                .contains("Attributes : All supported", "Creation Time : Fri Jan 15 08:00:00 2027");
        create(Wish.Kind.RAID5, 3);
        assertThat(examine(2)).contains(" correct", "RAID Level : 5", "Array Size : 2072576 ", "Chunk Size : 128 KiB");
        create(Wish.Kind.RAID10, 4);
        assertThat(examine(3)).contains(" correct", "RAID Level : 10", "Array Size : 2072576 ", "Members : 4");
        create(Wish.Kind.RAID0, 4);
        assertThat(examine(3)).contains(" correct", "RAID Level : 0", "Array Size : 4145152 ", "Migrate State : idle");
    }

    @Test
    void what_is_deleted_is_gone() throws Exception {
        Group t0 = create(Wish.Kind.RAID1, 2);
        Group t1 = new Change.Delete(t0.sets().getFirst().name()).apply(t0);
        write(t0.known().encode(Delta.between(t0, t1)).images());
        for (String loop : loops.subList(0, 2)) {
            assertThat(run("sh", "-c", "mdadm --examine " + loop + " 2>&1 || true"))
                    .contains("No md superblock detected");
        }
    }

    @Test
    void a_spare_is_a_spare() throws Exception {
        Group t0 = start("raid1-2disk", 2);
        write(t0.known().encode(Delta.between(t0, IswTrees.spare(t0, disk(2)))).images());
        assertThat(examine(2))
                .contains(" correct", "Version : 1.0.00", "RAID Devices : 0", "Disks : 1")
                .contains("Serial : " + loops.get(2) + "\n State : spare");
    }

    @Test
    void a_resync_is_a_repair() throws Exception {
        Group t0 = start("raid1-2disk", 2);
        change(t0, IswTrees.resync(t0, Resync.RESYNCING));
        assertThat(examine(1)).contains(" correct", "Migrate State : repair", "Map State : normal <-- normal");
    }
}
