package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    @TempDir
    private Path directory;

    private Cache cache;

    @BeforeEach
    void setUp() {
        cache = new Cache(directory.resolve("cache"));
    }

    @Test
    void whatIsThereIsNotMadeAgain() throws Exception {
        Path first = cache.get("thing", path -> directoryWith(path, "first"));
        Path second = cache.get("thing", path -> directoryWith(path, "second"));

        assertThat(second).isEqualTo(first);
        assertThat(first.resolve("first")).exists();
    }

    @Test
    void ofTwoWhoMakeTheSameAtOnceTheSecondKeepsWhatIsThere() throws Exception {
        Path kept = cache.get("thing", path -> {
            cache.get("thing", faster -> directoryWith(faster, "faster"));
            directoryWith(path, "slower");
        });

        assertThat(kept.resolve("faster")).exists();
        assertThat(kept.resolve("slower")).doesNotExist();
        assertThat(kept.getParent()).isDirectoryNotContaining("glob:**making-*");
    }

    @Test
    void whatCouldNotBeMadeIsNotThere() {
        assertThatThrownBy(() -> cache.get("thing", path -> {
                    directoryWith(path, "half");
                    throw new IOException("no network");
                }))
                .hasMessage("no network");

        assertThat(directory.resolve("cache")).isEmptyDirectory();
    }

    private static void directoryWith(Path path, String file) throws IOException {
        Files.createFile(Files.createDirectory(path).resolve(file));
    }
}
