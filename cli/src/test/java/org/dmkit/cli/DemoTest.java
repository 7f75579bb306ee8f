package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.dmkit.blockio.Extent;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
    private final Terminal terminal = new Terminal();

    @Test
    void nothingIsLostAndTheImagesAreAMirrorAfterwards(@TempDir Path directory) {
        assertThat(terminal.type("demo", "--keep", directory.toString())).isEqualTo(ExitCode.DONE);
        assertThat(terminal.err()).isEmpty();
        assertThat(terminal.lines()).endsWith("VERDICT: nothing was lost");
        assertThat(terminal.out())
                .contains("an interrupted change was completed")
                .doesNotContain("\u001b")
                .doesNotContain("\r");

        assertThat(terminal.type(
                        "--disks",
                        directory.resolve("disk0.img").toString(),
                        "--disks",
                        directory.resolve("disk1.img").toString(),
                        "show"))
                .isEqualTo(ExitCode.DONE);
        assertThat(terminal.out()).contains("RAID 1  48 MiB  complete  inactive");
    }

    /** As many ways as formats have: one block shared by all disks, sets called by their members, a disk that comes back as a stranger. */
    @ParameterizedTest
    @ValueSource(strings = {"ddf1", "via", "lsi"})
    void nothingIsLostInOtherFormats(String format) {
        assertThat(terminal.type("demo", "--format", format))
                .as(terminal.out() + terminal.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(terminal.lines()).endsWith("VERDICT: nothing was lost");
        assertThat(terminal.out()).contains("create " + format).contains("Power cut: disk");
    }

    @Test
    void aFormatThatIsNotThereIsRefused() {
        assertThat(terminal.type("demo", "--format", "ext4")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).contains("ext4").contains("dmkit formats");
    }

    @Test
    void asJsonOnlyTheVerdictIsPrinted() {
        assertThat(terminal.type("demo", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(terminal.out().replaceAll("\\s", ""))
                .startsWith("{\"schema\":1,\"command\":\"demo\",\"good\":true,\"records\":")
                .contains("\"lost\":0,")
                .contains("\"differentSectors\":0,");
    }

    @Test
    void imagesThatAreThereAreNotOverwritten(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("disk0.img"), "precious");
        assertThat(terminal.type("demo", "--keep", directory.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(directory.resolve("disk0.img")).hasContent("precious");
    }

    @Test
    void theVirtualMachineIsRefusedOutsideTheSourceTree() {
        assertThat(terminal.type("demo", "--vm")).isEqualTo(ExitCode.REFUSED);
        assertThat(terminal.err()).contains("./dmkit demo --vm");
    }

    @Test
    void thePowerFailsBeforeTheSecondDisksMetadata() {
        var power = new DemoPower();
        var first = new Operation.Write("a", new Extent(100, 1));
        var second = new Operation.Write("b", new Extent(99, 2));
        power.about(first);
        power.about(second);
        power.failBetweenTwoDisks(List.of(new Extent(100, 1)));
        power.about(first);
        power.about(new Operation.Write("b", new Extent(0, 100)));
        assertThatThrownBy(() -> power.about(second)).isInstanceOf(PowerCut.class);
        assertThatThrownBy(() -> power.about(new Operation.Flush("c"))).isInstanceOf(PowerCut.class);
        assertThat(power.written()).isEqualTo("a");
        assertThat(power.spared()).isEqualTo("b");
        power.restore();
        power.about(second);
    }

    @Test
    void recordsHavePlacesOfTheirOwnAndTellApart() {
        var records = new DemoRecords(98_304);
        assertThat(LongStream.range(0, records.count())
                        .map(records::lba)
                        .distinct()
                        .count())
                .isEqualTo(records.count());
        var memory = SectorBuffer.allocate(DemoRecords.SECTORS);
        records.fill(7, memory);
        assertThat(records.is(7, memory)).isTrue();
        assertThat(records.is(8, memory)).isFalse();
        memory.set(ValueLayout.JAVA_BYTE, 2000, (byte) ~memory.get(ValueLayout.JAVA_BYTE, 2000));
        assertThat(records.is(7, memory)).isFalse();
    }

    @Test
    void oneLostRecordOrOneSectorSpoilsTheVerdict() {
        var good = new DemoVerdict(10, 0, "a and b", 8, 0, true, Duration.ZERO);
        assertThat(good.good()).isTrue();
        assertThat(new DemoVerdict(10, 1, "a and b", 8, 0, true, Duration.ZERO).good())
                .isFalse();
        assertThat(new DemoVerdict(10, 0, "a and b", 8, 1, true, Duration.ZERO).good())
                .isFalse();
        assertThat(new DemoVerdict(10, 0, "a and b", 8, 0, false, Duration.ZERO).good())
                .isFalse();
        assertThat(new DemoVerdict(0, 0, "a and b", 8, 0, true, Duration.ZERO).good())
                .isFalse();
    }
}
