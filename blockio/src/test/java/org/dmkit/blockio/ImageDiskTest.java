package org.dmkit.blockio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDiskTest {
    @TempDir
    Path dir;

    @Test
    void sectorsGoToTheirPlacesInTheFile() throws IOException {
        Path image = image("a.img", 10 * 512);
        try (ImageDisk disk = ImageDisk.open(image, true)) {
            disk.write(3, Disks.counting(7, 2));
            disk.flush();
            assertThat(Disks.read(disk, 4, 1)).isEqualTo(Disks.sector(8));
        }
        byte[] file = Files.readAllBytes(image);
        assertThat(file).hasSize(5120);
        assertThat(file[3 * 512]).isEqualTo((byte) 7);
        assertThat(file[5 * 512 - 1]).isEqualTo((byte) 8);
        assertThat(file[5 * 512]).isZero();
    }

    @Test
    void theLastPartOfASectorIsNotPartOfTheDisk() throws IOException {
        try (ImageDisk disk = ImageDisk.open(image("a.img", 1023), false)) {
            assertThat(disk.info().sectors()).isEqualTo(1);
            assertThatThrownBy(() -> Disks.read(disk, 1, 1)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anImageOpenedForReadingIsNotWritten() throws IOException {
        try (ImageDisk disk = ImageDisk.open(image("a.img", 512), false)) {
            assertThat(disk.info().readOnly())
                    .as("the file itself could be written")
                    .isFalse();
            assertThatThrownBy(() -> disk.write(0, Disks.counting(1, 1))).hasMessageEndingWith("sector 0: EROFS");
        }
    }

    @Test
    void onlyRegularFilesAreImages() {
        assertThatThrownBy(() -> ImageDisk.open(dir, false)).hasMessageContaining("no image file");
        assertThatThrownBy(() -> ImageDisk.open(Path.of("/dev/zero"), false)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ImageDisk.open(dir.resolve("absent"), false)).isInstanceOf(IOException.class);
    }

    @Test
    void theSerialIsTheNameOfTheFileUnlessGiven() throws IOException {
        try (ImageDisk byName = ImageDisk.open(image("WD-1.raw.img", 512), false);
                ImageDisk given = ImageDisk.open(image("b.img", 512), "S-1", false)) {
            assertThat(byName.info().serial()).isEqualTo("WD-1.raw");
            assertThat(given.info().serial()).isEqualTo("S-1");
        }
    }

    @Test
    void aSpecIsAPathAndMaybeASerial() {
        assertThat(DiskSpec.parse("x/a.img,serial= S 1")).isEqualTo(new DiskSpec("x/a.img", Optional.of(" S 1")));
        assertThat(DiskSpec.parse("x/a.img,serial=")).isEqualTo(new DiskSpec("x/a.img", Optional.of("")));
        assertThat(DiskSpec.parse("x.d/a,b.img")).isEqualTo(new DiskSpec("x.d/a,b.img", Optional.empty()));
        assertThat(DiskSpec.parse("x.d/.a")).isEqualTo(new DiskSpec("x.d/.a", Optional.empty()));
    }

    @Test
    void aBatchAnswersEachRequestForItself() throws IOException {
        try (ImageDisk disk = ImageDisk.open(image("a.img", 4 * 512), true);
                BatchReader reader = BatchReader.sequential()) {
            disk.write(0, Disks.counting(1, 4));
            var good = new BatchReader.Request(disk, 2, SectorBuffer.allocate(1));
            var bad = new BatchReader.Request(disk, 4, SectorBuffer.allocate(1));
            List<IOException> answers = reader.read(List.of(bad, good)).stream()
                    .filter(Objects::nonNull)
                    .toList();
            assertThat(answers).singleElement().isInstanceOf(IOException.class);
            assertThat(Disks.bytes(good.into())).isEqualTo(Disks.sector(3));
        }
    }

    private Path image(String name, int bytes) throws IOException {
        return Files.write(dir.resolve(name), new byte[bytes]);
    }
}
