package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Redundant sets of formats that mdadm doesn't know: dmraid and blkid are the judges. */
@Tag("vm")
class VendorSetTest {
    private static final int LOST = 1;
    private static final long SECTORS = 204800;

    @ParameterizedTest(name = "{0} RAID {1}, {2}")
    @CsvSource({
        "sil, 1, monitor, quick",
        "via, 1, replace, quick",
        "sil, 10, replace, all",
        "sil, 1, replace, all",
        "sil, 1, fail, all",
        "via, 1, fail, all",
        "sil, 10, fail, all",
        "asr, 1, replace, all",
        "ddf1, 1, replace, all",
        "hpt45x, 1, replace, all",
        "jmicron, 1, replace, all",
        "lsi, 1, replace, all",
        "nvidia, 1, replace, all",
        "pdc, 1, replace, all"
    })
    void aProgramWritesOnWhileAMemberIsReplaced(String format, int level, String how, String when, TestInfo test)
            throws Exception {
        Bed.mayRun(when);
        Scenario scenario = made(format, level, test);

        VmResult change = scenario.run("vendor", format, how);

        Bed.assertFinished(change);
        Bed.assertNothingLost(change);
        assertThat(change.reported("left")).as("device-mapper devices left").hasValue("0");

        VmResult peers = scenario.without(LOST).run("vendor-peers", format);
        Bed.assertFinished(peers);
        assertThat(peers.reported("status")).as(peers.text()).hasValue("ok");
        assertThat(peers.reported("members")).as(peers.text()).hasValue("2");
        assertThat(peers.reported("disks")).as(peers.text()).hasValue(Integer.toString(members(level)));
        assertThat(peers.reported("blkid_sda")).as(peers.text()).hasValue(signature(format));
        assertThat(peers.reported("md5")).isEqualTo(change.reported("md5"));

        VmResult returned = scenario.run("vendor-returned", format);
        Bed.assertFinished(returned);
        assertThat(returned.reported("stale_in_a_table")).as(returned.text()).hasValue("0");
        assertThat(returned.reported("md5")).isEqualTo(change.reported("md5"));
    }

    @ParameterizedTest(name = "{0} RAID {1}, cut before {2} {3}")
    @CsvSource({
        "sil, 1, pwrite64, 6, all",
        "via, 1, pwrite64, 4, all",
        "sil, 1, pwrite64, 3, all",
        "sil, 1, ioctl, 30, all",
        "via, 1, pwrite64, 6, all",
        "via, 1, ioctl, 30, all",
        "sil, 10, pwrite64, 6, all",
        "sil, 10, ioctl, 30, all"
    })
    void afterAPowerCutTheSetIsTheOldOrTheNewOne(
            String format, int level, String call, String number, String when, TestInfo test) throws Exception {
        Bed.mayRun(when);
        Scenario scenario = made(format, level, test);

        VmResult cut = scenario.run("vendor", format, "cut", call, number);

        assertThat(cut.ending()).as(cut.text()).isEqualTo(VmResult.Ending.POWER_CUT);
        VmResult settled = scenario.run("vendor-settle", format);
        Bed.assertFinished(settled);
        assertThat(settled.reported("configuration")).as(settled.text()).get().isIn("old", "new");
        assertThat(Bed.number(settled, "records")).as(settled.text()).isGreaterThanOrEqualTo(Bed.lastAcknowledged(cut));
    }

    private static int members(int level) {
        return level == 10 ? 4 : 2;
    }

    private static String signature(String format) {
        return switch (format) {
            case "asr" -> "adaptec_raid_member";
            case "ddf1" -> "ddf_raid_member";
            case "hpt45x" -> "hpt45x_raid_member";
            case "jmicron" -> "jmicron_raid_member";
            case "lsi" -> "lsi_mega_raid_member";
            case "nvidia" -> "nvidia_raid_member";
            case "pdc" -> "promise_fasttrack_raid_member";
            case "sil" -> "silicon_medley_raid_member";
            case "via" -> "via_raid_member";
            default -> throw new IllegalArgumentException(format);
        };
    }

    /**
     * A set that dmkit makes, and a blank disk behind its members. dmraid takes the size of a RAID 10 of sil for that of a member, and
     * dmkit makes them as FreeBSD does, with that of the volume: so this one is of the corpus.
     */
    private static Scenario made(String format, int level, TestInfo test) throws Exception {
        Path directory = Bed.directory(test);
        List<GuestDisk> disks = new ArrayList<>();
        if (level == 10) {
            disks.addAll(CorpusDisks.create(directory, Bed.ROOT.resolve("corpus/sil/raid10-4disk-size-is-member")));
        } else {
            for (int i = 0; i < members(level); i++) {
                disks.add(GuestDisk.create(directory.resolve("disk" + i + ".img"), "VMDISK" + i, SECTORS));
            }
        }
        disks.add(GuestDisk.create(directory.resolve("blank.img"), "BLANK0", SECTORS));
        var scenario = new Scenario(directory, Bed.image(), disks, line -> {});
        if (level != 10) {
            Bed.assertFinished(scenario.run("vendor-create", format, Integer.toString(level)));
        }
        return scenario;
    }
}
