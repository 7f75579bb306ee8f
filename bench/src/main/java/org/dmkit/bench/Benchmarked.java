package org.dmkit.bench;

import java.util.List;
import java.util.Locale;

/**
 * What JMH says of one benchmark.
 *
 * @param rounds each in a JVM of its own
 * @param error the largest of the rounds, as a part of the mean
 * @param bytes allocated a call
 */
record Benchmarked(String name, int rounds, Quartiles time, double error, double bytes) {
    static final List<String> HEADS =
            List.of("benchmark", "median", "quartile", "quartile", "rounds", "error within a round", "bytes a call");

    static final String STORY =
            "Times in the benchmark's own unit: tables and ioctl ns, reading and activation us, planning ms. The error "
                    + "is half of JMH's confidence interval of 99.9 %, of the worst round.";

    static List<Benchmarked> of(Measurements measured) {
        return measured.all().keySet().stream()
                .filter(name -> measured.has(name + JmhRounds.ERROR))
                .map(name -> new Benchmarked(
                        name,
                        measured.rounds(name).size(),
                        Quartiles.of(measured.rounds(name)),
                        measured.rounds(name + JmhRounds.ERROR).stream()
                                .max(Double::compare)
                                .orElse(Double.NaN),
                        measured.has(name + JmhRounds.ALLOCATED)
                                ? measured.median(name + JmhRounds.ALLOCATED)
                                : Double.NaN))
                .toList();
    }

    /** As the heads after the first. */
    List<String> numbers() {
        return List.of(
                Row.number(time.median()),
                Row.number(time.first()),
                Row.number(time.third()),
                Integer.toString(rounds),
                String.format(Locale.ROOT, "%.0f %%", error * 100),
                Row.number(bytes));
    }
}
