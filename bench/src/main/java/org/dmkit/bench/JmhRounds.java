package org.dmkit.bench;

import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the JMH benchmarks, all of them in each round and each in a JVM of its own. */
record JmhRounds(int rounds, int warmups, int iterations, TimeValue time, List<Suite> suites) {
    /** Added to a benchmark's name: the bytes that one call allocates. */
    static final String ALLOCATED = " bytes";

    /** Added to a benchmark's name: half of JMH's confidence interval (99.9 %) of the round's mean, as a part of it. */
    static final String ERROR = " error";

    /** Classes of benchmarks, and the values of their parameter. */
    record Suite(String benchmark, String parameter, List<Integer> values) {
        Suite {
            values = List.copyOf(values);
        }
    }

    static final JmhRounds QUICK = new JmhRounds(
            3,
            2,
            4,
            TimeValue.milliseconds(100),
            List.of(
                    new Suite("TableBenchmark", "targets", List.of(1, 100, 10000)),
                    new Suite("IoctlBenchmark", "", List.of()),
                    new Suite("ScanBenchmark", "disks", List.of(64)),
                    new Suite("ScaleBenchmark", "disks", List.of(100, 1000)),
                    new Suite("ActivateBenchmark", "sets", List.of(10))));

    static final JmhRounds FULL = new JmhRounds(
            5,
            3,
            5,
            TimeValue.milliseconds(400),
            List.of(
                    new Suite("TableBenchmark", "targets", List.of(1, 100, 10000)),
                    new Suite("IoctlBenchmark", "", List.of()),
                    new Suite("ScanBenchmark", "disks", List.of(64, 256, 1000)),
                    new Suite("ScaleBenchmark", "disks", List.of(10, 100, 1000, 10000)),
                    new Suite("ActivateBenchmark", "sets", List.of(10, 100))));

    /** Something else that is measured once a round. */
    interface Beside {
        void measure() throws Exception;
    }

    /** With C on the other side if it was built; the ioctl only if there are loop devices. */
    void run(Tools tools, Beside beside, Measurements into) throws Exception {
        for (int round = 1; round <= rounds; round++) {
            System.err.println("bench: JMH, round " + round + " of " + rounds);
            beside.measure();
            for (Suite suite : suites) {
                if (!suite.benchmark.equals("IoctlBenchmark") || LoopDisks.possible()) {
                    run(suite, tools, into);
                }
            }
        }
    }

    private void run(Suite suite, Tools tools, Measurements into) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("org\\.dmkit\\.bench\\." + suite.benchmark + "\\.")
                .forks(1)
                // Else what fails has no row, and nobody sees it.
                .shouldFailOnError(true)
                .warmupIterations(warmups)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        if (!suite.parameter.isEmpty()) {
            options.param(
                    suite.parameter,
                    suite.values.stream().map(v -> Integer.toString(v)).toArray(String[]::new));
        }
        if (tools.hasC()) {
            // The other options are those of this JVM.
            options.jvmArgsAppend("-D" + Baseline.LIBRARY + "=" + tools.baseline());
        } else {
            options.exclude("Benchmark\\.c$");
        }
        for (RunResult result : new Runner(options.build()).run()) {
            String name = name(result.getParams());
            var times = result.getPrimaryResult().getStatistics();
            into.add(name, times.getPercentile(50));
            into.add(name + ERROR, times.getMeanErrorAt(0.999) / times.getMean());
            result.getSecondaryResults().forEach((label, value) -> {
                if (label.endsWith("gc.alloc.rate.norm")) {
                    into.add(name + ALLOCATED, value.getScore());
                }
            });
        }
    }

    /** Such as {@code TableBenchmark.dmkit 100}. */
    private static String name(BenchmarkParams params) {
        var name = new StringBuilder(params.getBenchmark().substring("org.dmkit.bench.".length()));
        params.getParamsKeys().forEach(k -> name.append(' ').append(params.getParam(k)));
        return name.toString();
    }
}
