package org.dmkit.bench;

import java.nio.file.Path;
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
record JmhRounds(int rounds, int warmups, int iterations, TimeValue time) {
    /** Added to a benchmark's name: the bytes that one call allocates. */
    static final String ALLOCATED = " bytes";

    static final JmhRounds QUICK = new JmhRounds(2, 3, 5, TimeValue.milliseconds(200));
    static final JmhRounds FULL = new JmhRounds(7, 5, 9, TimeValue.seconds(1));

    /** With C on the other side if {@code library} is there; the ioctl only if there are loop devices. */
    void run(Path library, boolean c, Measurements into) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("org\\.dmkit\\.bench\\.")
                .forks(1)
                .warmupIterations(warmups)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        if (c) {
            // The other options are those of this JVM.
            options.jvmArgsAppend("-D" + Baseline.LIBRARY + "=" + library);
        } else {
            options.exclude("Benchmark\\.c$");
        }
        if (!LoopDisks.possible()) {
            options.exclude("IoctlBenchmark");
        }
        for (int round = 1; round <= rounds; round++) {
            System.err.println("bench: round " + round + " of " + rounds);
            for (RunResult result : new Runner(options.build()).run()) {
                String name = name(result.getParams());
                into.add(name, result.getPrimaryResult().getStatistics().getPercentile(50));
                result.getSecondaryResults().forEach((label, value) -> {
                    if (label.endsWith("gc.alloc.rate.norm")) {
                        into.add(name + ALLOCATED, value.getScore());
                    }
                });
            }
        }
    }

    /** Such as {@code TableBenchmark.dmkit 100}. */
    private static String name(BenchmarkParams params) {
        var name = new StringBuilder(params.getBenchmark().substring("org.dmkit.bench.".length()));
        params.getParamsKeys().forEach(k -> name.append(' ').append(params.getParam(k)));
        return name.toString();
    }
}
