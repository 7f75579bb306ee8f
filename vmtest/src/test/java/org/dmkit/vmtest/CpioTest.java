package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpioTest {
    @TempDir
    Path directory;

    /** The real cpio reads what we wrote. */
    @Test
    void anotherProgramUnpacksTheArchive() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/cpio")), "needs cpio");
        Path source = directory.resolve("source");
        Files.writeString(source, "odd length!");
        Path archive = directory.resolve("archive");
        new Cpio()
                .script("/init", "#!/bin/sh\n")
                .file("/a/b/copied", source)
                .link("/a/link", "b/copied")
                .directory("/empty")
                .writeTo(archive);
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));

        Command.of("cpio", "-i", "--quiet", "-F", archive.toString()).output(unpacked);

        assertThat(unpacked.resolve("init")).isExecutable().hasContent("#!/bin/sh\n");
        assertThat(unpacked.resolve("a/link")).isSymbolicLink().hasContent("odd length!");
        assertThat(unpacked.resolve("empty")).isEmptyDirectory();
    }

    @Test
    void theDigestChangesWithNamesModesAndContents() throws Exception {
        String digest = new Cpio().script("/a", "text").digest();

        assertThat(new Cpio().script("/a", "text").digest()).isEqualTo(digest);
        assertThat(new Cpio().script("/b", "text").digest()).isNotEqualTo(digest);
        assertThat(new Cpio().script("/a", "texts").digest()).isNotEqualTo(digest);
        assertThat(new Cpio().link("/a", "text").digest()).isNotEqualTo(digest);
    }
}
