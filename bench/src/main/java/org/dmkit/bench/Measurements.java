package org.dmkit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What was measured, by name, one value a round. */
final class Measurements {
    private final Map<String, List<Double>> rounds = new TreeMap<>();

    void add(String name, double value) {
        rounds.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    boolean has(String name) {
        return rounds.containsKey(name);
    }

    /** In the order of names. */
    Map<String, List<Double>> all() {
        return rounds;
    }

    List<Double> rounds(String name) {
        return Objects.requireNonNull(rounds.get(name), name);
    }

    double median(String name) {
        return Quartiles.of(rounds(name)).median();
    }

    /** Of each round: what slows the machine for a while slows both sides of a round. */
    List<Double> ratios(String ours, String theirs) {
        List<Double> above = rounds(ours);
        List<Double> below = rounds(theirs);
        return IntStream.range(0, Math.min(above.size(), below.size()))
                .mapToObj(i -> above.get(i) / below.get(i))
                .toList();
    }
}
