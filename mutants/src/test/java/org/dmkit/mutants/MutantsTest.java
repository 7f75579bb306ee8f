package org.dmkit.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
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
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The tests of the tests: each seeded fault is caught by the test that is named for it, which passes without the fault. A fault
 * that survives is a defect of the tests.
 */
class MutantsTest {
    /** A test that waits for ever has caught its mutant as well. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Those that are told with this text; empty for all. */
    private static final String ONLY = System.getProperty("dmkit.mutants", "");

    /** Of the tests of the command some look at the whole process: those run alone. */
    private static final ReadWriteLock PROCESS = new ReentrantReadWriteLock();

    private static final String COMMAND = "org.dmkit.cli.";

    @TempDir
    private static Path temp;

    private static final Path ROOT = Path.of(System.getProperty("dmkit.root"));
    private static final BuiltProject PROJECT = new BuiltProject(ROOT);

    /** All runs without a fault have their classes from one loader, which need not warm up again for each. */
    @AutoClose
    private static final URLClassLoader FAULTLESS = PROJECT.load();

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> eachSeededFaultIsCaughtByATestThatPassesWithoutIt() throws IOException {
        List<Mutant> mutants = MutantList.of(ROOT.resolve("mutants/src/test/mutants")).stream()
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

    private static void passesWithoutAFault(String killer) throws Exception {
        TestRun run = run(killer, FAULTLESS);
        assertThat(run.failure()).isEmpty();
        assumeTrue(run.skipped() == 0, killer + " can't run here");
        assertThat(run.passed()).as("tests of %s", killer).isPositive();
    }

    private void isCaught(Mutant mutant) throws Exception {
        Path overlay = Files.createTempDirectory(temp, "mutant");
        PROJECT.compile(mutant, overlay);
        TestRun run;
        // One that waits for ever finds its loader closed, when it goes on after all.
        try (URLClassLoader faulty = PROJECT.load(overlay)) {
            run = run(mutant.killer(), faulty);
        }
        assumeTrue(run.skipped() == 0, mutant.killer() + " can't run here");
        Optional<Throwable> failure = run.failure();
        System.out.println(mutant + (failure.isPresent() ? ": caught" : ": SURVIVED"));
        assertThat(failure).as("%s survives %s", mutant, mutant.killer()).isPresent();
        assertThat(failure.get()).as("a class that does not load").isNotInstanceOf(LinkageError.class);
    }

    private static TestRun run(String test, ClassLoader loader) throws ExecutionException, InterruptedException {
        Lock lock = test.startsWith(COMMAND) ? PROCESS.writeLock() : PROCESS.readLock();
        lock.lock();
        try {
            return runInItsOwnThread(test, loader);
        } finally {
            lock.unlock();
        }
    }

    private static TestRun runInItsOwnThread(String test, ClassLoader loader)
            throws ExecutionException, InterruptedException {
        var run = new CompletableFuture<TestRun>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                run.complete(TestRun.of(test, loader));
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
