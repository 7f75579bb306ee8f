package org.dmkit.mutants;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * How a test ended.
 *
 * @param passed tests that ran to their end before one failed
 * @param skipped tests for which this machine lacks something
 * @param failure of the first that failed
 */
record TestRun(int passed, int skipped, Optional<Throwable> failure) {
    /** Runs a class of tests, or one method of it, up to its first failure. Sets the thread's class loader. */
    static TestRun of(String test, ClassLoader loader) {
        Thread.currentThread().setContextClassLoader(loader);
        int hash = test.indexOf('#');
        String method = hash < 0 ? "" : test.substring(hash + 1);
        var listener = new Listener();
        var discovery = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(loader, hash < 0 ? test : test.substring(0, hash)))
                .filters((PostDiscoveryFilter) d -> FilterResult.includedIf(method.isEmpty()
                        || !(d.getSource().orElse(null) instanceof MethodSource m)
                        || m.getMethodName().equals(method)))
                // Other threads would load other classes.
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
        LauncherFactory.create()
                .execute(LauncherExecutionRequestBuilder.request(discovery)
                        .cancellationToken(listener.end)
                        .listeners(listener)
                        .build());
        if (listener.broken != null) {
            throw new IllegalStateException(test + " can't be run", listener.broken);
        }
        return new TestRun(listener.passed, listener.skipped, Optional.ofNullable(listener.failure));
    }

    private static final class Listener implements TestExecutionListener {
        final CancellationToken end = CancellationToken.create();
        int passed;
        int skipped;

        @Nullable
        Throwable broken;

        @Nullable
        Throwable failure;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            switch (result.getStatus()) {
                case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
                case FAILED -> {
                    if (test.getSource().isEmpty()) {
                        // The engine itself: there is no such test.
                        broken = result.getThrowable().orElseThrow();
                    } else if (failure == null) {
                        failure = result.getThrowable().orElseThrow();
                        end.cancel();
                    }
                }
                case ABORTED -> skipped++;
            }
        }
    }
}
