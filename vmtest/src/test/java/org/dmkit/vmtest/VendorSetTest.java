package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Redundant sets of every format in use; other programs are the judges of what dmkit writes. */
@Tag("vm")
class VendorSetTest {
    private static final long SECTORS = 204800;

    /**
     * Format, level, who puts the new disk in, who reads the data afterwards ({@code judge} in functions.sh).
     *
     * <p>lsi knows no spares. dmraid reads the second member of a hpt37x mirror from sector 10 on, where its data are from 0 on: so the
     * members are read one by one. And it takes the columns, one, for the number of disks, and calls all such mirrors inconsistent
     * (corpus/hpt37x/raid1-2-width-one). A RAID 10 of asr it takes for a mirror, one of ddf1 too. It knows no RAID 5 of hpt45x and pdc, and finds
     * none of sil whole: what those hold is read when the second member is lost.
     */
    private static final String SETS = """
            asr     1   replace dmraid
            ddf1    1   replace mdadm
            hpt45x  1   replace dmraid
            sil     1   replace dmraid
            hpt45x  5   replace nobody
            sil     5   replace nobody
            asr     10  replace list
            ddf1    10  replace mdadm
            hpt45x  10  replace dmraid
            jmicron 10  replace dmraid
            nvidia  10  replace dmraid
            asr     1   monitor dmraid
            ddf1    1   monitor mdadm
            hpt37x  1   monitor legs
            hpt45x  1   monitor dmraid
            isw     1   monitor mdadm
            jmicron 1   monitor dmraid
            nvidia  1   monitor dmraid
            pdc     1   monitor dmraid
            sil     1   monitor dmraid
            via     1   monitor dmraid
            ddf1    5   monitor mdadm
            nvidia  5   monitor dmraid
            isw     10  monitor mdadm
            pdc     10  monitor dmraid
            lsi     1   fail    dmraid
            via     1   fail    dmraid
            isw     5   fail    mdadm
            pdc     5   fail    nobody
            hpt37x  10  fail    dmraid
            sil     10  fail    dmraid
            """;

    /** Format, level, who reads the data, and before which system call the power fails. */
    private static final String CUTS = """
            sil     1   dmraid  ioctl    30
            sil     10  dmraid  ioctl    30
            via     1   dmraid  ioctl    30
            asr     1   dmraid  pwrite64 5
            ddf1    1   mdadm   pwrite64 7
            hpt37x  1   legs    pwrite64 5
            hpt45x  1   dmraid  pwrite64 5
            isw     1   mdadm   pwrite64 6
            jmicron 1   dmraid  pwrite64 5
            lsi     1   dmraid  pwrite64 5
            nvidia  1   dmraid  pwrite64 5
            pdc     1   dmraid  pwrite64 5
            sil     1   dmraid  pwrite64 3
            sil     1   dmraid  pwrite64 6
            sil     10  dmraid  pwrite64 6
            via     1   dmraid  pwrite64 4
            via     1   dmraid  pwrite64 6
            """;

    static Stream<Arguments> sets() {
        return sample(SETS);
    }

    static Stream<Arguments> cuts() {
        return sample(CUTS);
    }

    /** All rows, or one that the seed draws. */
    private static Stream<Arguments> sample(String table) {
        List<String> rows = table.lines().toList();
        return (Bed.everything() ? rows : List.of(rows.get(new Random(Bed.seed()).nextInt(rows.size()))))
                .stream().map(row -> Arguments.of((Object[]) row.split(" +")));
    }

    @ParameterizedTest(name = "{0} RAID {1}, {2}")
    @MethodSource("sets")
    void aProgramWritesOnWhileOneMemberAfterTheOtherIsReplaced(
            String format, int level, String how, String judge, TestInfo test) throws Exception {
        String row = format + " RAID " + level + " " + how;
        Bed.begun(row);
        int members = members(level);
        Scenario whole = scenario(format, level, members + 2, test);

        VmResult first = whole.without(members + 1).run("vendor", format, made(format, level), how);

        Bed.assertFinished(first);
        Bed.assertNothingLost(first);
        assertThat(first.reported("left")).as("device-mapper devices left").hasValue("0");

        VmResult second = whole.run("vendor-second", format, judge, second(format, level));

        Bed.assertFinished(second);
        Bed.assertNothingLost(second);
        assertJudged(second, format, judge, members);
        assertThat(second.reported("md5_returned")).isEqualTo(first.reported("md5"));
        judged(judge).forEach(key -> assertThat(second.reported(key)).as(key).isEqualTo(first.reported("md5")));
        assertThat(second.reported("returned_in_tables")).as(second.text()).hasValue("0");
        assertThat(Bed.number(second, "records_degraded"))
                .as(second.text())
                .isGreaterThanOrEqualTo(Bed.number(second, "acked_degraded"));
        assertThat(second.reported("left")).as("device-mapper devices left").hasValue("0");
        assertThat(second.reported("both_in_tables")).as(second.text()).hasValue("0");
        assertThat(second.reported("md5_both")).isEqualTo(second.reported("md5"));
        Bed.passed(
                row, "I/O held for " + Bed.held(first) + "; replaced after the second loss, for " + Bed.held(second));
    }

    @ParameterizedTest(name = "{0} RAID {1}, cut before {3} {4}")
    @MethodSource("cuts")
    void afterAPowerCutTheSetIsTheOldOrTheNewOne(
            String format, int level, String judge, String call, String number, TestInfo test) throws Exception {
        String row = format + " RAID " + level + " cut before " + call + " " + number;
        Bed.begun(row);
        int members = members(level);
        Scenario scenario = scenario(format, level, members + 1, test);

        VmResult cut = scenario.run("vendor-cut", format, made(format, level), call, number);

        assertThat(cut.ending()).as(cut.text()).isEqualTo(VmResult.Ending.POWER_CUT);
        VmResult settled = scenario.run("vendor-settle", format, judge);
        Bed.assertFinished(settled);
        assertThat(settled.reported("configuration")).as(settled.text()).get().isIn("old", "new");
        assertThat(Bed.number(settled, "records")).as(settled.text()).isGreaterThanOrEqualTo(Bed.lastAcknowledged(cut));
        assertJudged(settled, format, judge, members);
        judged(judge).forEach(key -> assertThat(settled.reported(key)).as(key).isEqualTo(settled.reported("md5")));
        Bed.passed(row, "the " + settled.reported("configuration").orElseThrow() + " set");
    }

    /** What others say of the metadata. */
    private static void assertJudged(VmResult result, String format, String judge, int members) {
        assertThat(result.reported("signatures")).as(result.text()).hasValue(Integer.toString(members));
        for (int i = 1; i <= members; i++) {
            assertThat(result.reported("signature_" + i)).as(result.text()).hasValue(signature(format));
        }
        switch (judge) {
            case "dmraid", "legs", "list" -> {
                assertThat(result.reported("listed")).as(result.text()).hasValue(Integer.toString(members));
                assertThat(result.reported("status"))
                        .as(result.text())
                        .hasValue(judge.equals("legs") ? "inconsistent" : "ok");
            }
            case "mdadm" ->
                assertThat(result.reported("up")).as(result.text()).hasValue("[" + "U".repeat(members) + "]");
            default -> assertThat(judge).isEqualTo("nobody");
        }
    }

    /** Where the judge puts what the data are. */
    private static List<String> judged(String judge) {
        return switch (judge) {
            case "dmraid", "mdadm" -> List.of("md5_judged");
            case "legs" -> List.of("md5_judged_first", "md5_judged_second");
            default -> List.of();
        };
    }

    private static int members(int level) {
        return switch (level) {
            case 1 -> 2;
            case 5 -> 3;
            default -> 4;
        };
    }

    /** An old member without which the one that was replaced is needed. */
    private static String second(String format, int level) {
        return level == 10 && List.of("hpt37x", "nvidia", "pdc").contains(format) ? "sdd" : "sda";
    }

    private static String signature(String format) {
        return switch (format) {
            case "asr" -> "adaptec_raid_member";
            case "ddf1" -> "ddf_raid_member";
            case "hpt37x" -> "hpt37x_raid_member";
            case "hpt45x" -> "hpt45x_raid_member";
            case "isw" -> "isw_raid_member";
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
     * dmraid takes the size of a RAID 10 of sil for that of a member, and dmkit makes them as FreeBSD does, with that of the volume: so this
     * one is of the corpus.
     */
    private static boolean given(String format, int level) {
        return format.equals("sil") && level == 10;
    }

    private static String made(String format, int level) {
        return given(format, level) ? "given" : Integer.toString(level);
    }

    /** The disks of a set, and blank ones behind them. */
    private static Scenario scenario(String format, int level, int count, TestInfo test) throws Exception {
        Path directory = Bed.directory(test);
        List<GuestDisk> disks = new ArrayList<>();
        if (given(format, level)) {
            disks.addAll(CorpusDisks.create(directory, Bed.ROOT.resolve("corpus/sil/raid10-4disk-size-is-member")));
        }
        for (int i = disks.size(); i < count; i++) {
            disks.add(GuestDisk.create(directory.resolve("disk" + i + ".img"), "VMDISK" + i, SECTORS));
        }
        return new Scenario(directory, Bed.image(), disks, line -> {});
    }
}
