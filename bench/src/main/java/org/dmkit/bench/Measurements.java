package org.dmkit.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What was measured, by name, one value a round. */
final class Measurements {
    private final Map<String, List<Double>> rounds = new TreeMap<>();

    void add(String name, double value) {
        rounds.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    boolean has(String name) {
        return rounds.containsKey(name);
    }

    double median(String name) {
        return median(Objects.requireNonNull(rounds.get(name), name));
    }

    /** The median of each round's ratio: what slows the machine for a while slows both sides of a round. */
    double ratio(String ours, String theirs) {
        List<Double> above = Objects.requireNonNull(rounds.get(ours), ours);
        List<Double> below = Objects.requireNonNull(rounds.get(theirs), theirs);
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < Math.min(above.size(), below.size()); i++) {
            ratios.add(above.get(i) / below.get(i));
        }
        return median(ratios);
    }

    /** As a JSON object of arrays. */
    String toJson() {
        var members = new ArrayList<String>();
        rounds.forEach((name, values) -> members.add("    \"" + name + "\": " + values));
        return "{\n" + String.join(",\n", members) + "\n  }";
    }

    private static double median(List<Double> values) {
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
