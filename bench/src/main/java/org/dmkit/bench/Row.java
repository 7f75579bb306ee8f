package org.dmkit.bench;

import java.util.Locale;

/**
 * One line of the report.
 *
 * @param ours how long ours took, or how much it took
 * @param theirs the same of what it is compared with; NaN if {@code ours} stands alone
 * @param ratio of both; of {@code ours} alone it is {@code ours}
 * @param target what the ratio should not exceed; NaN if nothing is asked
 */
record Row(String what, String unit, double ours, double theirs, double ratio, double target) {
    static final String HEADER = String.format(
            Locale.ROOT, "%-66s %-9s %10s %10s %8s %8s", "what", "unit", "dmkit", "other", "ratio", "target");

    static Row alone(String what, String unit, double ours, double target) {
        return new Row(what, unit, ours, Double.NaN, ours, target);
    }

    @Override
    public String toString() {
        String verdict = Double.isNaN(target) ? "" : ratio <= target ? "  met" : "  MISSED";
        boolean alone = Double.isNaN(theirs);
        return String.format(
                Locale.ROOT,
                "%-66s %-9s %10s %10s %8s %8s%s",
                what,
                unit,
                number(ours),
                number(theirs),
                alone ? "" : number(ratio),
                number(target),
                verdict);
    }

    String toJson() {
        return String.format(
                Locale.ROOT,
                "    {\"what\": \"%s\", \"unit\": \"%s\", \"ours\": %s, \"theirs\": %s, \"ratio\": %s, \"target\": %s}",
                what,
                unit,
                json(ours),
                json(theirs),
                json(ratio),
                json(target));
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    private static String json(double value) {
        return Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.4g", value);
    }
}
