package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("vm")
class SameTablesTest {
    @ParameterizedTest(name = "raid {0}")
    @CsvSource({"1, 3", "10, 5"})
    void dmraidMapsWhatDmkitWroteAsDmkitSays(String level, int disks, TestInfo test) throws Exception {
        VmResult result = Bed.scenario(test, disks).run("tables", level);

        Bed.assertFinished(result);
        List<String> ours = tables(result.out().resolve("dmkit.tables"));
        assertThat(ours).isNotEmpty().isEqualTo(tables(result.out().resolve("dmraid.tables")));
    }

    private static List<String> tables(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .sorted()
                .toList();
    }
}
