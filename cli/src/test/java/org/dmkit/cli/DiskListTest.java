package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.cli.Samples.disk;
import static org.dmkit.cli.Samples.member;
import static org.dmkit.cli.Samples.mirror;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.junit.jupiter.api.Test;

class DiskListTest {
    private static Finding finding(String code, Finding.Severity severity, String disk) {
        Finding finding = Finding.of(severity, code).on(disk).at(7);
        return code.startsWith("isw.") ? finding.from("isw") : finding;
    }

    private static List<String> print(DiskList list) {
        var out = new StringWriter();
        list.print(new PrintWriter(out), Style.PLAIN);
        return out.toString().lines().toList();
    }

    @Test
    void everyDiskSaysWhatItBears() {
        Group group = Samples.group(
                List.of(disk("a"), disk("b"), disk("c")),
                List.of(disk("d")),
                List.of(disk("c")),
                mirror("isw_abc_Vol0", member("a", State.IN_SYNC), member("b", State.IN_SYNC)));
        var list = DiskList.of(
                List.of(disk("a"), disk("c"), disk("d"), disk("e"), disk("f")),
                List.of(group),
                List.of(
                        finding("isw.generation", Finding.Severity.WARNING, "/dev/sdd"),
                        finding("isw.checksum", Finding.Severity.ERROR, "/dev/sde")),
                Map.of("/dev/sda", List.of("isw", "gpt"), "/dev/sdf", List.of("ext")));
        assertThat(print(list))
                .containsExactly(
                        "/dev/sda  465.8 GiB  Sa  member            isw_abc  isw_abc_Vol0  bears gpt",
                        "/dev/sdc  465.8 GiB  Sc  spare             isw_abc",
                        "/dev/sdd  465.8 GiB  Sd  stale             isw_abc  isw.generation",
                        "/dev/sde  465.8 GiB  Se  broken            isw      isw.checksum",
                        "/dev/sdf  465.8 GiB  Sf  no RAID metadata  bears ext",
                        "isw_abc_Vol0  RAID 1  465.8 GiB  complete",
                        "isw.generation /dev/sdd sector 7",
                        "isw.checksum /dev/sde sector 7");
    }

    @Test
    void aDiskThatCantBeReadBearsNothingForThat() {
        var list = DiskList.of(
                List.of(disk("e")),
                List.of(),
                List.of(finding("disk.unreadable", Finding.Severity.ERROR, "/dev/sde")),
                Map.of());
        assertThat(list.rows().getFirst().bearings()).isEmpty();
        assertThat(print(list))
                .containsExactly("/dev/sde  465.8 GiB  Se  no RAID metadata", "disk.unreadable /dev/sde sector 7");
    }

    @Test
    void jsonHasTheFindingsWhole() {
        var list = DiskList.of(
                List.of(disk("e")),
                List.of(),
                List.of(finding("isw.checksum", Finding.Severity.ERROR, "/dev/sde")),
                Map.of("/dev/sde", List.of("isw")));
        var out = new StringWriter();
        Json.write(out, "scan", list::write);
        assertThat(out.toString().replaceAll("\\s", ""))
                .contains("\"metadata\":[{\"format\":\"isw\",\"group\":\"\",\"standing\":\"broken\",\"sets\":[],"
                        + "\"findings\":[\"isw.checksum\"]}]")
                .contains(
                        "{\"code\":\"isw.checksum\",\"severity\":\"error\",\"format\":\"isw\",\"disk\":\"/dev/sde\",\"sector\":7,");
    }

    @Test
    void aCodeMakesNoFormat() {
        var list = DiskList.of(
                List.of(disk("e")),
                List.of(),
                List.of(finding("redo.newer-version", Finding.Severity.ERROR, "/dev/sde")),
                Map.of());
        assertThat(list.rows().getFirst().bearings()).isEmpty();
    }
}
