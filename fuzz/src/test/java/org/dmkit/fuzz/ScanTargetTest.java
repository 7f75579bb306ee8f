package org.dmkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.MemoryDisk;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the fuzzer does, with seeded changes instead of clever ones. */
class ScanTargetTest {
    private static final Path CORPUS = Path.of("..", "corpus");
    private static final Path REGRESSIONS = Path.of("src/test/resources/regressions");
    private static final int CHANGES = 40;

    @TestFactory
    Stream<DynamicTest> noChangeOfACaseBreaksAScan() {
        return Formats.all().stream()
                .filter(f -> Files.isDirectory(CORPUS.resolve(f.name())))
                .map(f -> dynamicTest(f.name(), () -> change(f)));
    }

    private static void change(Format<?> format) throws IOException {
        var random = new Random(format.name().hashCode());
        for (Path directory : Seeds.cases(CORPUS.resolve(format.name()))) {
            byte[] seed = Seeds.of(directory);
            for (int i = 0; i < CHANGES && seed.length > 0; i++) {
                byte[] changed = seed.clone();
                // Asking takes longer than scanning.
                changed[0] = (byte) (i % 10 == 0 ? ScanTarget.REPAIR | ScanTarget.ASK : ScanTarget.REPAIR);
                for (int k = random.nextInt(8); k >= 0; k--) {
                    changed[1 + random.nextInt(seed.length - 1)] = (byte) random.nextInt();
                }
                ScanTarget.scan(List.of(format), changed);
            }
        }
    }

    /** What the fuzzer has found once, by format. */
    @TestFactory
    Stream<DynamicTest> whatBrokeADecoderOnceDoesNotAgain() throws IOException {
        try (Stream<Path> files = Files.walk(REGRESSIONS)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(f -> dynamicTest(REGRESSIONS.relativize(f).toString(), () -> replay(f)))
                    .toList()
                    .stream();
        }
    }

    private static void replay(Path file) throws IOException {
        String format = String.valueOf(file.getName(file.getNameCount() - 2));
        ScanTarget.scan(
                Formats.all().stream().filter(f -> f.name().equals(format)).toList(), Files.readAllBytes(file));
    }

    @Test
    void aSeedIsTheDisksOfItsCase() throws IOException {
        Path directory = CORPUS.resolve("isw/raid1-2disk");
        List<MemoryDisk> disks = DiskBytes.decode(Seeds.of(directory));
        var original = Capture.read(directory).disks();
        assertThat(disks).hasSameSizeAs(original);
        for (int i = 0; i < disks.size(); i++) {
            assertThat(disks.get(i).info().sectors())
                    .isEqualTo(original.get(i).info().sectors());
            assertThat(disks.get(i).extents()).isEqualTo(((MemoryDisk) original.get(i)).extents());
        }
    }
}
