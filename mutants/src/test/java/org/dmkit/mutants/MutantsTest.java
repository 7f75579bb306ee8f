package org.dmkit.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests of the tests: each seeded fault is caught by the test that is named for it, which passes without the fault. A fault
 * that survives is a defect of the tests.
 */
class MutantsTest {
    /** A test that waits for ever has caught its mutant as well. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Those that are told with this text; empty for all. */
    private static final String ONLY = System.getProperty("dmkit.mutants", "");

    @TempDir
    private static Path temp;

    private final Path root = Path.of(System.getProperty("dmkit.root"));
    private final BuiltProject project = new BuiltProject(root);

    @TestFactory
    Stream<DynamicTest> eachSeededFaultIsCaughtByATestThatPassesWithoutIt() throws IOException {
        List<Mutant> mutants = MutantList.of(root.resolve("mutants/src/test/mutants")).stream()
                .filter(m -> m.toString().contains(ONLY))
                .toList();
        return Stream.concat(
                mutants.stream()
                        .map(Mutant::killer)
                        .distinct()
                        .sorted()
                        .map(killer -> dynamicTest(killer, () -> passesWithoutAFault(killer))),
                mutants.stream().map(m -> dynamicTest(m.toString(), () -> isCaught(m))));
    }

    private void passesWithoutAFault(String killer) throws Exception {
        TestRun run = run(killer, Files.createTempDirectory(temp, "none"));
        assertThat(run.failure()).isEmpty();
        assumeTrue(run.skipped() == 0, killer + " can't run here");
        assertThat(run.passed()).as("tests of %s", killer).isPositive();
    }

    private void isCaught(Mutant mutant) throws Exception {
        Path overlay = Files.createTempDirectory(temp, "mutant");
        project.compile(mutant, overlay);
        TestRun run = run(mutant.killer(), overlay);
        assumeTrue(run.skipped() == 0, mutant.killer() + " can't run here");
        Optional<Throwable> failure = run.failure();
        System.out.println(mutant + (failure.isPresent() ? ": caught" : ": SURVIVED"));
        assertThat(failure).as("%s survives %s", mutant, mutant.killer()).isPresent();
        assertThat(failure.get()).as("a class that does not load").isNotInstanceOf(LinkageError.class);
    }

    private TestRun run(String test, Path overlay) throws ExecutionException, InterruptedException {
        var run = new CompletableFuture<TestRun>();
        Thread.ofPlatform().daemon().start(() -> {
            try (URLClassLoader loader = project.load(overlay)) {
                run.complete(TestRun.of(test, loader));
            } catch (IOException e) {
                run.completeExceptionally(new UncheckedIOException(e));
            } catch (RuntimeException | Error e) {
                run.completeExceptionally(e);
            }
        });
        try {
            return run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException hangs) {
            return new TestRun(0, 0, Optional.of(hangs));
        }
    }
}
