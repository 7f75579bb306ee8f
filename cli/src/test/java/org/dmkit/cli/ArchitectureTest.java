package org.dmkit.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may use whom, and what only the command may do. */
class ArchitectureTest {
    private static final Path ROOT = Path.of(System.getProperty("dmkit.root", ".."));

    /** Module to the modules of ours that it may require. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "org.dmkit.bindings", Set.of(),
            "org.dmkit.dm", Set.of("org.dmkit.bindings"),
            "org.dmkit.blockio", Set.of("org.dmkit.bindings"),
            "org.dmkit.simulation", Set.of("org.dmkit.dm", "org.dmkit.blockio"),
            "org.dmkit.raid", Set.of("org.dmkit.dm", "org.dmkit.blockio"),
            "org.dmkit.formats", Set.of("org.dmkit.raid"));

    /** These stand above all others. */
    private static final Set<String> TOP =
            Set.of("org.dmkit.cli", "org.dmkit.bench", "org.dmkit.fuzz", "org.dmkit.vmtest");

    private static final Pattern MODULE = Pattern.compile("module\\s+(org\\.dmkit[\\w.]*)\\s*\\{");
    private static final Pattern REQUIRES =
            Pattern.compile("requires\\s+(?:static\\s+|transitive\\s+)*(org\\.dmkit[\\w.]*)\\s*;");

    @Test
    void modulesUseOnlyWhatIsBelowThem() throws IOException {
        Map<String, Set<String>> uses = modules();
        assertThat(uses.keySet()).containsAll(MAY_USE.keySet());
        uses.forEach((module, required) -> {
            if (!TOP.contains(module)) {
                assertThat(MAY_USE).as("a new module needs its line here").containsKey(module);
                assertThat(MAY_USE.get(module)).as(module).containsAll(required);
            }
        });
    }

    @Test
    void onlyTheCommandPrintsReadsTheEnvironmentOrExits() {
        noClasses()
                .that()
                // What jextract generates can trace calls, when it is told to by a system property.
                .resideOutsideOfPackages("org.dmkit.cli..", "org.dmkit.uapi..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(PrintStream.class)
                .check(classes());
    }

    @Test
    void insideTheCommandOnlyMainDoes() {
        noClasses()
                .that()
                .resideInAPackage("org.dmkit.cli..")
                .and()
                .doNotHaveSimpleName("Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(classes());
    }

    @Test
    void generatedBindingsStayBelowTheDeviceMapperAndDisks() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.dmkit.uapi..", "org.dmkit.dm..", "org.dmkit.blockio..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dmkit.uapi..")
                .check(classes());
    }

    /** The rooms of raid from the top down: each may use those behind it. */
    private static final List<String> ROOMS = List.of(
            "control",
            "commit",
            "change",
            "partition",
            "data",
            "scan",
            "live",
            "record",
            "read",
            "table",
            "write",
            "assemble",
            "format",
            "model");

    @Test
    void aRoomOfRaidUsesOnlyThoseBehindIt() {
        JavaClasses classes = classes();
        String raid = "org.dmkit.raid.";
        assertThat(classes.stream().map(c -> c.getPackageName()).filter(p -> p.startsWith("org.dmkit.raid")))
                .as("a new room needs its place here")
                .allMatch(p -> p.startsWith(raid) && ROOMS.contains(p.substring(raid.length())));
        for (int room = 1; room < ROOMS.size(); room++) {
            String[] before =
                    ROOMS.subList(0, room).stream().map(r -> raid + r + "..").toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(raid + ROOMS.get(room) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(before)
                    .check(classes);
        }
    }

    private static Map<String, Set<String>> modules() throws IOException {
        var modules = new TreeMap<String, Set<String>>();
        try (Stream<Path> directories = Files.list(ROOT)) {
            for (Path directory : directories.toList()) {
                Path file = directory.resolve("src/main/java/module-info.java");
                if (Files.exists(file)) {
                    String text = Files.readString(file);
                    var name = MODULE.matcher(text);
                    if (name.find()) {
                        modules.put(
                                name.group(1),
                                REQUIRES.matcher(text)
                                        .results()
                                        .map(m -> m.group(1))
                                        .collect(Collectors.toCollection(TreeSet::new)));
                    }
                }
            }
        }
        return modules;
    }

    /** The compiled modules of this source tree, except those that stand above the command. */
    private static JavaClasses classes() {
        JavaClasses classes = new ClassFileImporter()
                .importPaths(Stream.of("bindings", "dm-ioctl", "blockio", "simulation", "raid", "formats", "cli")
                        .map(m -> ROOT.resolve(m).resolve("target/classes"))
                        .toList());
        assertThat(classes.size()).isGreaterThan(50);
        return classes;
    }
}
