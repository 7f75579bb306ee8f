package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Judge;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's table of formats says what the formats say of themselves. */
class FormatsReadmeTest {
    /** The cells behind the name, by format. */
    private static Map<String, List<String>> table() throws IOException {
        return Files.readAllLines(
                        Path.of(System.getProperty("dmkit.root", "..")).resolve("README.md"))
                .stream()
                .filter(line -> line.matches("\\| `[a-z0-9]+` [A-Z].*\\|"))
                .map(line -> List.of(line.substring(2).split(" +\\| *", -1)))
                .collect(Collectors.toMap(
                        cells -> cells.getFirst().replaceAll("`([a-z0-9]+)`.*", "$1"),
                        cells -> cells.subList(1, cells.size())));
    }

    static List<Format<?>> formats() {
        return Formats.all();
    }

    @Test
    void allOfThemAreThere() throws IOException {
        assertThat(table().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Formats.all().stream().map(Format::name).toList());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aRowIsTrue(Format<?> format) throws IOException {
        List<String> cells = Objects.requireNonNull(table().get(format.name()), "a row");
        MetadataWriter<?> writer = format.writer().orElseThrow();
        assertThat(cells.get(2)).as("created").isEqualTo(created(writer));
        assertThat(cells.get(4)).as("proven by").isEqualTo(proven(writer.abilities()));
        assertThat(words(cells.get(1)))
                .as("levels that are changed while in use")
                .containsAll(writer.abilities().levels().stream()
                        .filter(Level::redundant)
                        .map(level -> LevelName.of(level).text().replace("RAID ", ""))
                        .toList());
    }

    private static List<String> words(String cell) {
        return List.of(cell.split("[^0-9]+"));
    }

    private static String created(MetadataWriter<?> writer) {
        return writer.placement().stream()
                .flatMap(placement -> placement.kinds().stream())
                .sorted()
                .map(Wish.Kind::toString)
                .map(kind -> kind.replace("RAID ", ""))
                .collect(Collectors.joining(", "));
    }

    private static String proven(Abilities abilities) {
        return Stream.concat(
                        Stream.of("simulation"),
                        abilities.proven().stream()
                                .sorted()
                                .map(judge -> judge == Judge.VM ? "a real kernel" : Words.forPrograms(judge)))
                .collect(Collectors.joining(", "));
    }
}
