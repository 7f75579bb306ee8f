package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mirrors of formats that mdadm doesn't know: dmraid and blkid are the judges. */
@Tag("vm")
class VendorMirrorTest {
    private static final int LOST = 1;
    private static final long SECTORS = 204800;

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource({"sil, sil/raid1-spare-own-timestamp, replace", "sil, sil/raid1-spare-own-timestamp, monitor"})
    void aProgramWritesOnWhileAMemberIsReplaced(String format, String corpusCase, String how, TestInfo test)
            throws Exception {
        assumeTrue(
                how.equals("replace") || Bed.everything(),
                "runs with --all only: the monitor has not been seen to take the spare of a sil mirror in a guest yet");
        Scenario scenario = scenario(corpusCase, test);

        VmResult change = scenario.run("vendor", format, how);

        Bed.assertFinished(change);
        Bed.assertNothingLost(change);
        assertThat(change.reported("left")).as("device-mapper devices left").hasValue("0");

        VmResult peers = scenario.without(LOST).run("vendor-peers", format);
        Bed.assertFinished(peers);
        assertThat(peers.reported("status")).as(peers.text()).hasValue("mirror:ok");
        assertThat(peers.reported("members")).as(peers.text()).hasValue("2");
        assertThat(peers.reported("md5")).isEqualTo(change.reported("md5"));

        VmResult returned = scenario.run("vendor-returned", format);
        Bed.assertFinished(returned);
        assertThat(returned.reported("stale_in_a_table")).as(returned.text()).hasValue("0");
        assertThat(returned.reported("md5")).isEqualTo(change.reported("md5"));
    }

    @ParameterizedTest(name = "{0} cut before {2} {3}")
    @CsvSource({
        "sil, sil/raid1-spare-own-timestamp, pwrite64, 3",
        "sil, sil/raid1-spare-own-timestamp, pwrite64, 6",
        "sil, sil/raid1-spare-own-timestamp, ioctl, 30"
    })
    void afterAPowerCutTheSetIsTheOldOrTheNewOne(
            String format, String corpusCase, String call, String number, TestInfo test) throws Exception {
        assumeTrue(Bed.everything(), "runs with --all only: not seen to its end yet");
        Scenario scenario = scenario(corpusCase, test);

        VmResult cut = scenario.run("vendor", format, "cut", call, number);

        assertThat(cut.ending()).as(cut.text()).isEqualTo(VmResult.Ending.POWER_CUT);
        VmResult settled = scenario.run("vendor-settle", format);
        Bed.assertFinished(settled);
        assertThat(settled.reported("configuration")).as(settled.text()).get().isIn("old", "new");
        assertThat(Bed.number(settled, "records")).as(settled.text()).isGreaterThanOrEqualTo(Bed.lastAcknowledged(cut));
    }

    /** The case's mirror, and a blank disk. */
    private static Scenario scenario(String corpusCase, TestInfo test) throws Exception {
        Path dmkit = Bed.image();
        Path directory = Bed.directory(test);
        List<GuestDisk> disks = new ArrayList<>(
                CorpusDisks.create(directory, Bed.ROOT.resolve("corpus").resolve(corpusCase)));
        while (disks.size() > 2) {
            disks.removeLast();
        }
        disks.add(GuestDisk.create(directory.resolve("blank.img"), "BLANK0", SECTORS));
        return new Scenario(directory, dmkit, disks, line -> {});
    }
}
