package org.dmkit.vmtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dmkit.vmtest.guest.UnitTests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;

/**
 * The tests of dm-ioctl that need a device-mapper, in a guest that has one, on a JDK copied into it: on a host without they are
 * skipped.
 */
@Tag("vm")
class DeviceMapperTest {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Pattern LIBRARIES =
            Pattern.compile("(junit|opentest4j|assertj|byte-buddy|jspecify|apiguardian)[^/]*\\.jar");

    /** What JUnit, AssertJ and the tests themselves need. */
    private static final String JDK_MODULES = "java.base,java.instrument,java.logging,java.management,jdk.management";

    private static final String SCRIPT = """
            cd /bring/tests
            /bring/jdk/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
              -cp "tested:used:dm-ioctl:program:lib/*" "$1" dm-ioctl root
            """;

    @TestFactory
    Stream<DynamicTest> theRealKernelAnswersAsTheTestsExpect(TestInfo test) throws Exception {
        GuestPrograms.assumePresent();
        Path compiled = Bed.ROOT.resolve("dm-ioctl/target/test-classes");
        assumeTrue(Files.isDirectory(compiled), "dm-ioctl's tests are not compiled");
        Path directory = Bed.directory(test);
        Path tests = directory.resolve("tests");
        if (Files.exists(tests)) {
            Cache.deleteTree(tests);
        }
        copy(compiled, tests.resolve("dm-ioctl"));
        copy(Bed.ROOT.resolve("dm-ioctl/target/classes"), tests.resolve("tested"));
        copy(Bed.ROOT.resolve("bindings/target/classes"), tests.resolve("used"));
        copy(
                Path.of(UnitTests.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()),
                tests.resolve("program"));
        Files.createDirectories(tests.resolve("lib"));
        for (Path library : libraries()) {
            Files.copy(library, tests.resolve("lib").resolve(library.getFileName()));
        }

        VmResult result = Vm.builder(directory)
                .bring(jdk(directory))
                .bring(tests)
                .timeout(LIMIT)
                .build()
                .run(SCRIPT, UnitTests.class.getName());

        assertThat(result.output()).contains("DONE");
        List<DynamicTest> found = result.output().stream()
                .filter(line -> line.startsWith("TEST\t"))
                .map(line -> line.split("\t", -1))
                .map(fields -> dynamicTest(fields[1], () -> verdict(fields[2], fields[3])))
                .toList();
        assertThat(found).isNotEmpty();
        return found.stream();
    }

    private static void verdict(String status, String why) {
        switch (status) {
            case "SUCCESSFUL" -> {}
            case "ABORTED", "SKIPPED" -> abort(why);
            default -> throw new AssertionError(why);
        }
    }

    /** A run-time image of the JDK that this runs on. */
    private static Path jdk(Path directory) throws IOException, VmException, InterruptedException {
        Path jdk = directory.resolve("jdk");
        if (Files.exists(jdk)) {
            Cache.deleteTree(jdk);
        }
        Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                        "--add-modules",
                        JDK_MODULES,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        jdk.toAbsolutePath().toString())
                .output(directory);
        return jdk;
    }

    private static List<Path> libraries() {
        var paths = new ArrayList<String>();
        for (String property : List.of("java.class.path", "jdk.module.path")) {
            paths.addAll(List.of(System.getProperty(property, "").split(File.pathSeparator)));
        }
        return paths.stream()
                .map(Path::of)
                .filter(p -> p.getFileName() != null)
                .filter(p -> LIBRARIES.matcher(p.getFileName().toString()).matches())
                .distinct()
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path each : (Iterable<Path>) walk::iterator) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        }
    }
}
