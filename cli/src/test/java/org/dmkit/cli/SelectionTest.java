package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.cli.Samples.disk;
import static org.dmkit.cli.Samples.member;
import static org.dmkit.cli.Samples.mirror;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RefusedException;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final Component LOST = new Component.Missing("678-LONG:0", new Extent(0, 8), true);
    private static final Group GROUP = Samples.group(
            List.of(disk("a"), disk("b")),
            List.of(),
            List.of(),
            mirror("isw_abc_Vol0", member("a", State.IN_SYNC), LOST),
            mirror("isw_abc_Vol1", member("a", State.IN_SYNC), member("b", State.IN_SYNC)));
    private static final Selection SELECTION = new Selection(
            List.of(GROUP),
            List.of(new Named(disk("a")), new Named(disk("b")), new Named(disk("c"))),
            Map.of("old", GROUP.sets().getFirst().name()));

    /** A disk that is only known. */
    private record Named(DiskInfo info) implements Disk {
        @Override
        public void read(long lba, MemorySegment into) throws IOException {
            throw new IOException("not read");
        }

        @Override
        public void write(long lba, MemorySegment from) throws IOException {
            throw new IOException("not written");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void aSetIsNamedInFullOrByAnUnambiguousBeginning() throws RefusedException {
        assertThat(SELECTION.set("isw_abc_Vol1").set().name()).isEqualTo("isw_abc_Vol1");
        assertThatThrownBy(() -> SELECTION.set("isw_abc_"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.findings().getFirst().expected()).contains("isw_abc_Vol0", "isw_abc_Vol1"));
        assertThatThrownBy(() -> SELECTION.set("nvidia")).isInstanceOf(RefusedException.class);
    }

    /** In some formats the name follows from the members: what runs keeps the one that it was started with. */
    @Test
    void aSetIsNamedAsItRunsToo() throws RefusedException {
        assertThat(SELECTION.set("old").set().name()).isEqualTo("isw_abc_Vol0");
    }

    @Test
    void aDiskIsNamedByPathKernelNameOrSerial() throws RefusedException {
        assertThat(SELECTION.disk("/dev/sdc")).isEqualTo(disk("c"));
        assertThat(SELECTION.disk("sdc")).isEqualTo(disk("c"));
        assertThat(SELECTION.disk("Sc")).isEqualTo(disk("c"));
        assertThatThrownBy(() -> SELECTION.disk("dc")).isInstanceOf(RefusedException.class);
    }

    @Test
    void aMemberIsNamedBySlotToo() throws RefusedException {
        Selection.Chosen chosen = SELECTION.set("isw_abc_Vol0");
        assertThat(SELECTION.member(chosen, "0")).isEqualTo(new MemberName.OfDisk("/dev/sda"));
        assertThat(SELECTION.member(chosen, "1")).isEqualTo(new MemberName.OfLabel("678-LONG:0"));
        assertThatThrownBy(() -> SELECTION.member(chosen, "2")).isInstanceOf(RefusedException.class);
    }

    @Test
    void aLostMemberIsNamedByItsWholeSerialThoughMetadataKeepOnlyTheEnd() throws RefusedException {
        Selection.Chosen chosen = SELECTION.set("isw_abc_Vol0");
        assertThat(SELECTION.member(chosen, "WD-5678-LONG")).isEqualTo(new MemberName.OfLabel("678-LONG:0"));
        assertThatThrownBy(() -> SELECTION.member(chosen, "LONG")).isInstanceOf(RefusedException.class);
    }

    @Test
    void aDiskThatIsInNoSetIsNoMember() throws RefusedException {
        Selection.Chosen chosen = SELECTION.set("isw_abc_Vol0");
        assertThatThrownBy(() -> SELECTION.member(chosen, "sdc")).isInstanceOf(RefusedException.class);
    }

    /** Neither has a name, which makes them no more the same than two strangers are. */
    @Test
    void aDiskWithoutASerialIsNotTheLostMemberWithoutALabel() throws RefusedException {
        var blank = new DiskInfo("/dev/sdx", Samples.DISK, 512, "", null, "ACME", null, false);
        var selection = new Selection(
                List.of(Samples.group(
                        List.of(disk("a")),
                        List.of(),
                        List.of(),
                        mirror(
                                "isw_abc_Vol0",
                                member("a", State.IN_SYNC),
                                new Component.Missing("", new Extent(0, 8), true)))),
                List.of(new Named(disk("a")), new Named(blank)),
                Map.of());
        Selection.Chosen chosen = selection.set("isw_abc_Vol0");
        assertThatThrownBy(() -> selection.member(chosen, "sdx"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.findings().getFirst().expected())
                                .isEqualTo("one of: 0 (/dev/sda, Sa), 1 (missing)"));
        assertThat(selection.member(chosen, "missing")).isEqualTo(new MemberName.OfLabel(""));
    }
}
