package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dmkit.linux.DeviceNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetParserTest {
    private static final DeviceRef SDA = DeviceRef.of(new DeviceNumber(8, 0));
    private static final DeviceRef SDB = DeviceRef.of(new DeviceNumber(8, 16));

    /** Lines of {@code dmsetup table} and of the kernel's Documentation/admin-guide/device-mapper. */
    @ParameterizedTest
    @CsvSource({
        "linear,8:0 2048",
        "linear,/dev/sda 0",
        "striped,2 128 8:0 0 8:16 0",
        "mirror,core 2 512 nosync 2 8:0 0 8:16 0 1 handle_errors",
        "mirror,core 2 512 sync 2 8:0 0 8:16 0",
        "raid,raid1 3 0 region_size 1024 2 254:0 254:1 254:2 254:3",
        "raid,raid5_la 4 128 nosync region_size 512 3 - 8:0 - 8:16 - 8:32",
        "raid,raid5_la 4 128 sync region_size 256 3 - 8:0 - 253:0 - 8:16",
        "raid,raid1 5 0 rebuild 1 region_size 1024 2 254:0 254:1 - -",
        "raid,raid4 1 2048 5 - 8:17 - 8:33 - 8:49 - 8:65 - 8:81",
        "error,''",
        "zero,''",
        "snapshot-origin,8:0"
    })
    void aKnownLineIsUnderstoodAndWrittenAsItWas(String type, String parameters) {
        DmTarget target = DmTarget.parse(type, parameters);
        assertThat(target).isNotInstanceOf(DmTarget.Generic.class);
        assertThat(target.type()).isEqualTo(type);
        assertThat(target.parameters()).isEqualTo(parameters);
    }

    /** What dmkit doesn't make, and what isn't right: kept as it is. */
    @ParameterizedTest
    @CsvSource({
        "mirror,disk 3 253:2 512 nosync 2 8:0 0 8:16 0 1 handle_errors",
        "mirror,core 1 512 2 8:0 0 8:16 0",
        "mirror,core 2 512 block_on_error 2 8:0 0 8:16 0",
        "mirror,core 2 512 nosync 2 8:0 0 8:16 0 2 handle_errors keep_log",
        "mirror,core 2 512 nosync 3 8:0 0 8:16 0",
        "raid,raid4 4 2048 sync min_recovery_rate 1024 5 - 8:17 - 8:33 - 8:49 - 8:65 - 8:81",
        "raid,raid10 5 128 raid10_copies 2 raid10_format near 2 - 8:0 - 8:16",
        "raid,raid5_la 4 128 nosync region_size 512 3 - 8:0 - 8:16",
        "raid,raid5_la",
        "linear,8:0",
        "linear,8:0 2048 more",
        "linear,8:0 many",
        "striped,2 128 8:0 0",
        "cache,8:0 8:16 8:32 128 1 writethrough default 0",
        "striped,''"
    })
    void anotherLineIsKept(String type, String parameters) {
        DmTarget target = DmTarget.parse(type, parameters);
        assertThat(target).isEqualTo(new DmTarget.Generic(type, parameters));
        assertThat(target.parameters()).isEqualTo(parameters);
    }

    @Test
    void theParametersGoWhereTheyBelong() {
        assertThat(DmTarget.parse("mirror", "core 2 512 nosync 2 8:0 0 8:16 63 1 handle_errors"))
                .isEqualTo(new DmTarget.Mirror(
                        512, false, List.of(new DmTarget.Leg(SDA, 0), new DmTarget.Leg(SDB, 63)), true));
        assertThat(DmTarget.parse("raid", "raid6_nr 6 128 sync rebuild 1 region_size 512 2 - 8:0 8:16 -"))
                .isEqualTo(new DmTarget.Raid(
                        "raid6_nr",
                        128,
                        DmTarget.Raid.Sync.SYNC,
                        List.of(1),
                        OptionalInt.of(512),
                        List.of(
                                new DmTarget.RaidSlot(DeviceRef.NONE, SDA),
                                new DmTarget.RaidSlot(SDB, DeviceRef.NONE))));
    }

    @Test
    void everyTargetComesBack() {
        for (DmTarget target : Targets.ALL) {
            assertThat(DmTarget.parse(target.type(), target.parameters())).isEqualTo(target);
        }
    }

    /** What the real dmraid made of the corpus, as dmsetup printed it. */
    @Test
    void dmraidsTablesAreUnderstood() throws IOException {
        Path corpus = Path.of(System.getProperty("dmkit.root"), "corpus");
        assumeTrue(Files.isDirectory(corpus), "no corpus");
        List<String> lines;
        try (Stream<Path> files = Files.walk(corpus)) {
            lines = files.filter(f -> f.endsWith("expect/tables.txt"))
                    .flatMap(TargetParserTest::lines)
                    // NAME: START LENGTH TYPE PARAMETERS
                    .filter(l -> l.matches(".*: \\d+ \\d+ \\S+( .*)?"))
                    .toList();
        }
        assertThat(lines).hasSizeGreaterThan(50);
        for (String line : lines) {
            String[] words = line.substring(line.lastIndexOf(": ") + 2).strip().split(" ", 4);
            String parameters = words.length > 3 ? words[3] : "";
            DmTarget target = DmTarget.parse(words[2], parameters);
            assertThat(target).as(line).isNotInstanceOf(DmTarget.Generic.class);
            assertThat(target.parameters()).isEqualTo(parameters);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
