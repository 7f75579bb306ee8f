package org.dmkit.formats.ddf1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.ddf1.DdfChanges.fail;
import static org.dmkit.formats.ddf1.DdfChanges.observed;
import static org.dmkit.formats.ddf1.DdfChanges.rebuilt;
import static org.dmkit.formats.ddf1.DdfChanges.replace;
import static org.dmkit.formats.ddf1.DdfChanges.wish;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write into containers of mdadm's, and what we make, read by the real mdadm in image files. */
class DdfMdadmTest {
    private static final Path MDADM = Path.of("/usr/sbin/mdadm");
    private static final long SECTORS = 163840;

    @TempDir
    private Path dir;

    @BeforeEach
    void present() {
        assumeTrue(Files.isExecutable(MDADM), "needs mdadm");
    }

    private Path file(DdfChanges c, String disk) throws IOException {
        Path file = dir.resolve(disk);
        c.disks().corpus().image(disk, file);
        return file;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("IMSM_NO_PLATFORM", "1", "LC_ALL", "C", "TZ", "UTC"));
        Process p = builder.start();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).as("%s: %s", List.of(command), out).isZero();
        return out.replaceAll("[ \\t]+", " ");
    }

    /** What {@code mdadm --examine} says of a disk but for its own name, blanks squeezed. */
    private String examine(DdfChanges c, String disk) throws IOException, InterruptedException {
        Path file = file(c, disk);
        String said = run(MDADM.toString(), "--examine", file.toString()).replace(file.toString(), "");
        // It looks for a disk that is no file, and names this one by the reference that it has read on it.
        String self = " Physical disks not in metadata!:\n " + reference(c, disk) + " -unknown-\n";
        assertThat(said).contains(self);
        return said.replace(self, "");
    }

    /** The same of all these disks. */
    private String examineAll(DdfChanges c, String... names) throws IOException, InterruptedException {
        var said = new ArrayList<String>();
        for (String name : names) {
            said.add(examine(c, name));
        }
        assertThat(said).allMatch(said.getFirst()::equals);
        return said.getFirst();
    }

    private static String reference(DdfChanges c, String disk) {
        return String.format("%08x", c.disks().found(disk).metadata().reference());
    }

    private static String line(DdfChanges c, String disk, String state) {
        return " " + reference(c, disk) + " 49152K " + state;
    }

    @Test
    void a_mirror_of_mdadms_loses_a_disk_and_is_rebuilt_on_another() throws Exception {
        var c = DdfChanges.of("mdadm-raid1-2");
        assertThat(examineAll(c, "sda", "sdb")).contains("Seq : 00000003", "state[0] : Optimal, Consistent");
        String lost = reference(c, "sdb");

        c.run(fail("sdb"));
        assertThat(examine(c, "sda"))
                .contains("Seq : 00000004", "Redundant hdr : yes", "state[0] : Degraded, Consistent")
                .contains("Raid Devices[0] : 2 (0@0K 1@0K)", line(c, "sda", "active/Online"))
                .contains(" " + lost + " 49152K active/Offline, Failed");

        DiskInfo spare = c.plug("new", SECTORS);
        c.run(new Change.Replace(new MemberName.OfLabel(lost.toUpperCase(Locale.ROOT)), spare));
        assertThat(examineAll(c, "sda", "new"))
                .contains("Seq : 00000005", "state[0] : Degraded", "Raid Devices[0] : 2 (0@0K 2@0K)")
                .contains(line(c, "new", "active/Online, Rebuilding"))
                .contains(" " + lost + " 49152K Global-Spare/Offline, Failed");

        c.run(rebuilt());
        assertThat(examineAll(c, "sda", "new"))
                .contains("Seq : 00000006", "state[0] : Optimal, Consistent", "init state[0] : Fully Initialised")
                .contains(line(c, "new", "active/Online\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mdadm-raid4-3",
                "mdadm-raid5-ls-3",
                "mdadm-raid5-la-4",
                "mdadm-raid5-ra-3",
                "mdadm-raid6-5",
                "mdadm-raid6-6-na",
                "mdadm-raid10-4",
                "mdadm-raid10-6-3way"
            })
    void a_member_of_any_level_is_replaced(String name) throws Exception {
        var c = DdfChanges.of(name);
        String before = examine(c, "sda");
        String[] members =
                c.disks().names().stream().filter(n -> !n.equals("sdb")).toArray(String[]::new);
        c.run(replace("sdb", c.plug("new", SECTORS)));
        for (String member : members) {
            assertThat(examine(c, member))
                    .contains("active/Online, Rebuilding", "Raid Devices[0]")
                    .doesNotContain("state[0] : Optimal");
        }
        c.run(rebuilt());
        for (String member : members) {
            assertThat(examine(c, member))
                    .contains("state[0] : Optimal, Consistent", "Raid Devices[0]")
                    .doesNotContain("Rebuilding");
        }
        String after = examine(c, "sda");
        for (String same : List.of("Raid Level[0]", "Chunk Size[0]", "Device Size[0]", "Array Size[0]", "Name[0]")) {
            assertThat(field(after, same)).isEqualTo(field(before, same));
        }
    }

    private static String field(String said, String name) {
        return said.lines().filter(l -> l.contains(name)).findFirst().orElse("");
    }

    @Test
    void a_spare_is_a_global_spare_and_goes_again() throws Exception {
        var c = DdfChanges.of("mdadm-raid5-ls-3");
        String before = examine(c, "sda");
        Group t0 = c.run(new Change.AddSpare(c.plug("new", SECTORS)));
        assertThat(t0.spares()).extracting(DiskInfo::name).containsExactly("new");
        assertThat(examine(c, "sdb")).contains(line(c, "new", "Global-Spare/Online"));
        assertThat(examine(c, "new"))
                .contains("Seq : 00000004", line(c, "new", "Global-Spare/Online"), "Virtual Disks : 1");
        c.run(new Change.Remove(c.disks().disk("new")));
        assertThat(examine(c, "sda")).isEqualTo(before.replace("Seq : 00000003", "Seq : 00000005"));
        Path erased = file(c, "new");
        assertThat(run("sh", "-c", MDADM + " --examine " + erased + " 2>&1 || true"))
                .contains("No md superblock detected");
    }

    @Test
    void an_absent_disk_is_missing() throws Exception {
        var c = DdfChanges.of("mdadm-raid1-2");
        String lost = reference(c, "sdb");
        c.disks().without("sdb");
        c.run(observed(s -> s.mapLeaves(m -> m instanceof Component.Missing ? m.lost() : m)));
        assertThat(examine(c, "sda"))
                .contains("state[0] : Degraded")
                .contains(" " + lost + " 49152K active/Offline, Failed, Missing");
    }

    @Test
    void what_is_dirty_is_not_consistent() throws Exception {
        var c = DdfChanges.of("mdadm-raid1-2");
        c.run(observed(s -> s.withResync(Resync.DIRTY)));
        assertThat(examineAll(c, "sda", "sdb"))
                .contains("state[0] : Optimal, Not Consistent", "init state[0] : Fully Initialised");
        c.run(observed(s -> s.withResync(Resync.RESYNCING)));
        assertThat(examineAll(c, "sda", "sdb"))
                .contains("state[0] : Optimal, Not Consistent", "init state[0] : Not Initialised");
        c.run(observed(s -> s.withResync(Resync.CLEAN)));
        assertThat(examineAll(c, "sda", "sdb"))
                .contains("state[0] : Optimal, Consistent", "init state[0] : Fully Initialised");
    }

    @Test
    void a_volume_has_its_new_name_until_it_is_gone() throws Exception {
        var c = DdfChanges.of("mdadm-raid1-2");
        Group t0 = c.run(new Change.Rename(c.disks().set().name(), "other"));
        assertThat(examineAll(c, "sda", "sdb")).contains("Name[0] : other\n");
        c.write(c.update(new Change.Delete(t0.sets().getFirst().name())).images());
        for (String disk : c.disks().names()) {
            assertThat(run("sh", "-c", MDADM + " --examine " + file(c, disk) + " 2>&1 || true"))
                    .contains("No md superblock detected");
        }
    }

    @Test
    void new_volumes_are_what_they_were_wished_to_be() throws Exception {
        var c = DdfChanges.blank(4, SECTORS);
        DiskInfo[] d = c.disks().corpus().disks().toArray(DiskInfo[]::new);
        c.create(wish("first", Kind.RAID10, 128, 65536), d);
        assertThat(examine(c, "sda"))
                .contains("Version : 01.02.00", "Redundant hdr : yes", "Virtual Disks : 1")
                .contains("01/15/27 08:00:00", "Name[0] : first\n", "unit[0] : 0")
                .contains("state[0] : Optimal, Not Consistent", "init state[0] : Not Initialised")
                .contains("Chunk Size[0] : 128 sectors", "Raid Level[0] : RAID1", "Secondary Level[0] : Spanned")
                .contains("Device Size[0] : 16384", "Array Size[0] : 32768", "Physical Disks : 63");
        c.run(new Change.Create(wish("second", Kind.RAID5, 0, 0), List.of(d[0], d[1], d[3]), List.of()));
        assertThat(examine(c, "sdb"))
                .contains("Virtual Disks : 2", "Name[1] : second\n", "Raid Level[1] : RAID5")
                .contains("Chunk Size[1] : 1024 sectors", "Raid Devices[1] : 3 (0@16384K 1@16384K 3@16384K)")
                .contains("Device Size[1] : 32768", "Array Size[1] : 65536");
        c.run(new Change.Delete("ddf1_first"));
        assertThat(examine(c, "sda")).contains("Name[1] : second\n").doesNotContain("first");
        assertThat(examine(c, "sdc")).contains(line(c, "sdc", "Global-Spare/Online"));
    }

    @Test
    void new_mirrors_and_stripes_are_read() throws Exception {
        for (int members : new int[] {2, 3}) {
            var c = DdfChanges.blank(members, SECTORS);
            DiskInfo[] d = c.disks().corpus().disks().toArray(DiskInfo[]::new);
            c.create(wish("m", Kind.RAID1, 0, 0), d);
            assertThat(examine(c, "sda"))
                    .contains("Raid Level[0] : RAID1", "Raid Devices[0] : " + members + " (0@0K 1@0K")
                    .contains("Device Size[0] : 49152", "Array Size[0] : 49152", line(c, "sdb", "active/Online\n"));
        }
        var c = DdfChanges.blank(3, SECTORS);
        c.create(wish("s", Kind.RAID0, 0, 0), c.disks().corpus().disks().toArray(DiskInfo[]::new));
        assertThat(examine(c, "sda"))
                .contains("Raid Level[0] : RAID0", "state[0] : Optimal, Consistent", "Array Size[0] : 147456");
    }
}
