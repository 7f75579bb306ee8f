package org.dmkit.bench;

import java.util.List;

/** The middle of some values, and the middle half of them. */
record Quartiles(double first, double median, double third) {
    /** Between two values they are interpolated. */
    static Quartiles of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    boolean overlaps(Quartiles other) {
        return first <= other.third && other.first <= third;
    }

    private static double at(List<Double> sorted, double part) {
        double place = part * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
