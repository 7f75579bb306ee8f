package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.cli.Samples.disk;
import static org.dmkit.cli.Samples.member;
import static org.dmkit.cli.Samples.mirror;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;

class SetTreeTest {
    private static final Style UNICODE = new Style(true, false);

    private static List<String> print(Group group, Running running) {
        var out = new StringWriter();
        var tree = new SetTree(List.of(GroupView.of(group, name -> running)));
        tree.print(new PrintWriter(out), UNICODE);
        return out.toString().lines().toList();
    }

    @Test
    void aWholeMirrorAndItsSpare() {
        Group group = Samples.group(
                List.of(disk("a"), disk("b"), disk("c")),
                List.of(disk("d")),
                List.of(disk("c")),
                mirror("isw_abc_Vol0", member("a", State.IN_SYNC), member("b", State.IN_SYNC)));
        assertThat(print(group, Running.NOT))
                .containsExactly(
                        "isw_abc  Intel Matrix",
                        "├─ isw_abc_Vol0  RAID 1  465.8 GiB  complete  inactive",
                        "│  ├─ 0  /dev/sda  465.8 GiB  in sync",
                        "│  └─ 1  /dev/sdb  465.8 GiB  in sync",
                        "├─ /dev/sdc              465.8 GiB  spare",
                        "└─ /dev/sdd              465.8 GiB  not used: its metadata are stale");
    }

    @Test
    void aRebuildShowsHowFarItIs() {
        Group group = Samples.group(
                List.of(disk("a"), disk("b")),
                List.of(),
                List.of(),
                mirror("isw_abc_Vol0", member("a", State.IN_SYNC), member("b", State.REBUILDING)));
        assertThat(print(group, new Running(Running.Mapping.ACTIVE, new Progress(1, 4))))
                .containsExactly(
                        "isw_abc  Intel Matrix",
                        "└─ isw_abc_Vol0  RAID 1  465.8 GiB  degraded  active  [██████░░░░░░░░░░░░░░░░░░]  25.0 %",
                        "   ├─ 0  /dev/sda  465.8 GiB  in sync",
                        "   └─ 1  /dev/sdb  465.8 GiB  rebuilding");
    }

    @Test
    void whereABarDoesNotFitTheNumberDoes() {
        Group group = Samples.group(
                List.of(disk("a"), disk("b")),
                List.of(),
                List.of(),
                mirror("isw_abc_Vol0", member("a", State.IN_SYNC), member("b", State.REBUILDING)));
        var tree = new SetTree(List.of(
                GroupView.of(group, name -> new Running(Running.Mapping.ACTIVE, new Progress(1, 4)))));
        var out = new StringWriter();
        tree.print(new PrintWriter(out), new Style(true, true, () -> 80));
        assertThat(out.toString().replaceAll("\u001b\\[[0-9]*m", "").lines())
                .contains("└─ isw_abc_Vol0  RAID 1  465.8 GiB  degraded  active  25.0 %");
    }

    @Test
    void anEmptySlotTellsWhoWasThereAndWhetherTheMetadataKnow() {
        Group group = Samples.group(
                List.of(disk("a")),
                List.of(),
                List.of(),
                mirror(
                        "isw_abc_Vol0",
                        member("a", State.IN_SYNC),
                        new Component.Missing("S1234", new Extent(0, 8), true),
                        new Component.Missing("", new Extent(0, 8), false)));
        assertThat(print(group, Running.NOT))
                .endsWith(
                        "   ├─ 0  /dev/sda  465.8 GiB  in sync",
                        "   ├─ 1  S1234                failed",
                        "   └─ 2  -                    missing");
    }

    @Test
    void aSetOfSetsIsNamedAsAWhole() {
        RaidSet top = new RaidSet(
                "isw_abc_Ten",
                "Ten",
                Level.RAID0,
                128,
                4096,
                List.of(
                        new Component.Subset(mirror("isw_abc_Ten-0", member("a", State.IN_SYNC))),
                        new Component.Subset(mirror("isw_abc_Ten-1", member("b", State.IN_SYNC)))),
                RaidSet.Resync.DIRTY);
        Group group = Samples.group(List.of(disk("a"), disk("b")), List.of(), List.of(), top);
        assertThat(print(group, Running.NOT))
                .contains("└─ isw_abc_Ten  RAID 10  2 MiB  complete  inactive  dirty")
                .contains("   ├─ 0  isw_abc_Ten-0  RAID 1  465.8 GiB  complete  inactive");
    }

    @Test
    void jsonSaysTheSame() {
        Group group = Samples.group(
                List.of(disk("a")),
                List.of(),
                List.of(disk("c")),
                mirror(
                        "isw_abc_Vol0",
                        member("a", State.REBUILDING),
                        new Component.Missing("S1234", new Extent(0, 8), true)));
        var tree = new SetTree(List.of(
                GroupView.of(group, name -> new Running(Running.Mapping.ACTIVE, new Progress(1, 4)))));
        var out = new StringWriter();
        Json.write(out, "show", tree::write);
        assertThat(out.toString().replaceAll("\\s", ""))
                .isEqualTo("""
                        {"schema":1,"command":"show","groups":[{"name":"isw_abc","format":"isw","revision":"%s","sets":[
                        {"name":"isw_abc_Vol0","label":"isw_abc_Vol0","level":"raid1","sectors":976766976,"chunk":0,
                        "health":"failed","resync":"clean","mapping":"active","progress":{"done":1,"total":4},"slots":[
                        {"slot":0,"state":"rebuilding","disk":"/dev/sda","start":0,"sectors":976766976},
                        {"slot":1,"state":"failed","label":"S1234"}]}],"spares":["/dev/sdc"],"stale":[]}]}
                        """.formatted(Revision.of(group)).replaceAll("\\s", ""));
    }
}
