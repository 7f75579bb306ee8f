package org.dmkit.vmtest.guest;

import java.nio.file.Path;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The program {@code CLASSES TAG}: runs another module's tests that have a tag, and prints a line of tabbed fields for each. */
public final class UnitTests {
    private UnitTests() {}

    /** See {@link UnitTests}. */
    public static void main(String[] args) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(args[0]))))
                .filters(TagFilter.includeTags(args[1]))
                .build();
        LauncherFactory.create().execute(request, new Printer());
        System.out.println("DONE");
    }

    private static final class Printer implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            boolean broken = result.getStatus() == TestExecutionResult.Status.FAILED;
            if (test.isTest() || broken) {
                result.getThrowable().filter(t -> broken).ifPresent(Throwable::printStackTrace);
                print(
                        test,
                        result.getStatus().name(),
                        result.getThrowable().map(String::valueOf).orElse(""));
            }
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            print(test, "SKIPPED", reason);
        }

        private static void print(TestIdentifier test, String status, String why) {
            System.out.println(
                    "TEST\t" + test.getLegacyReportingName() + "\t" + status + "\t" + why.replaceAll("\\s+", " "));
        }
    }
}
