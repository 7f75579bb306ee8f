package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallFileTest {
    private static final int SECTORS = 8;

    @TempDir
    Path directory;

    private static MemorySegment sector(int value) {
        MemorySegment sector = SectorBuffer.allocate(1);
        sector.fill((byte) value);
        return sector;
    }

    private static byte[] read(Disk file, long lba) throws IOException {
        MemorySegment into = sector(99);
        file.read(lba, into);
        return into.toArray(ValueLayout.JAVA_BYTE);
    }

    private static byte[] bytes(int value) {
        return sector(value).toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void whatIsNotThereReadsAsZerosAndIsNotMade() throws IOException {
        Path path = directory.resolve("journal");
        try (SmallFile file = SmallFile.open(path, SECTORS, true)) {
            assertThat(read(file, 7)).isEqualTo(bytes(0));
            file.flush();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void theFirstWriteMakesAllOfIt() throws IOException {
        Path path = directory.resolve("journal");
        try (SmallFile file = SmallFile.open(path, SECTORS, true)) {
            file.write(2, sector(5));
            file.flush();
            assertThat(read(file, 2)).isEqualTo(bytes(5));
            assertThat(read(file, 1)).isEqualTo(bytes(0));
        }
        assertThat(path).hasSize(SECTORS * 512);
        try (SmallFile again = SmallFile.open(path, SECTORS, false)) {
            assertThat(read(again, 2)).isEqualTo(bytes(5));
            assertThatThrownBy(() -> again.write(2, sector(6)))
                    .isInstanceOfSatisfying(
                            KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EROFS));
        }
    }

    @Test
    void whatAShortFileLacksReadsAsZeros() throws IOException {
        Path path = Files.write(directory.resolve("short"), new byte[] {1, 2, 3});
        try (SmallFile file = SmallFile.open(path, SECTORS, false)) {
            assertThat(read(file, 0)).startsWith(1, 2, 3).endsWith(0);
            assertThat(read(file, 1)).isEqualTo(bytes(0));
        }
    }

    @Test
    void onlyASmallRegularFileIsTaken() throws IOException {
        Path large = Files.write(directory.resolve("large"), new byte[SECTORS * 512 + 1]);
        assertThatThrownBy(() -> SmallFile.open(large, SECTORS, true)).hasMessageContaining("larger than 4096 bytes");
        assertThatThrownBy(() -> SmallFile.open(directory, SECTORS, true)).hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> SmallFile.open(Path.of("/dev/null"), SECTORS, true))
                .hasMessageContaining("not a regular file");
        assertThatThrownBy(() -> SmallFile.open(directory.resolve("unmounted/journal"), SECTORS, true))
                .hasMessageContaining("unmounted: not a directory");
    }
}
