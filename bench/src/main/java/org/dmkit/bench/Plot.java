package org.dmkit.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws lines and bars as SVG that can stand within a page beside others. */
final class Plot {
    private static final int WIDTH = 620;
    private static final int HEIGHT = 380;
    private static final int MOST_LABELS = 4;
    private static final Color INK = new Color(0x33, 0x33, 0x33);
    private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);

    /** dmkit's is the first. Told apart by those who see few colours, too. */
    private static final Color[] COLOURS = {
        new Color(0xd5, 0x5e, 0x00),
        new Color(0x00, 0x72, 0xb2),
        new Color(0x00, 0x9e, 0x73),
        new Color(0x88, 0x88, 0x88),
        new Color(0xcc, 0x79, 0xa7),
        new Color(0xe6, 0x9f, 0x00),
        new Color(0x56, 0xb4, 0xe9),
        new Color(0x44, 0x44, 0x44)
    };

    /** One line: values by a number. */
    record Line(String name, Map<Integer, Double> points) {}

    /** One colour of bars: a value for each group. */
    record Bars(String name, List<Double> values) {
        Bars {
            values = List.copyOf(values);
        }
    }

    private Plot() {}

    /** Both axes logarithmic. */
    static String lines(String key, String across, String up, List<Line> lines) {
        var chart = new XYChart(WIDTH, HEIGHT);
        AxesChartStyler style = chart.getStyler();
        dress(style);
        style.setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        style.setXAxisTickLabelsFormattingFunction(Plot::label);
        style.setYAxisTickLabelsFormattingFunction(Plot::label);
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Line line : lines) {
            List<Integer> x = line.points.keySet().stream().sorted().toList();
            List<Double> y = x.stream().map(line.points::get).toList();
            XYSeries series = chart.addSeries(line.name, x, y);
            series.setMarker(SeriesMarkers.CIRCLE);
            series.setLineStyle(new BasicStroke(line.equals(lines.getFirst()) ? 3.2f : 1.8f));
            for (double value : y) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        style.setYAxisMin(decade(least, Math.floor(Math.log10(least))));
        style.setYAxisMax(decade(most, Math.ceil(Math.log10(most))));
        chart.setXAxisTitle(across);
        chart.setYAxisTitle(up);
        return svg(key, chart);
    }

    /** How groups of bars stand. */
    enum Stand {
        BESIDE,
        /** On a logarithmic axis. */
        BESIDE_LOGARITHMIC,
        /** On each other, with the sum above. */
        STACKED
    }

    static String bars(String key, String up, List<String> groups, List<Bars> bars, Stand stand) {
        var chart = new CategoryChart(WIDTH, HEIGHT);
        CategoryStyler style = chart.getStyler();
        dress(style);
        boolean stacked = stand == Stand.STACKED;
        style.setStacked(stacked).setShowStackSum(stacked);
        style.setAvailableSpaceFill(bars.size() * groups.size() > 2 && !stacked ? 0.8 : 0.5);
        // Of many on each other they would hide themselves.
        style.setLabelsVisible(!stacked || bars.size() <= MOST_LABELS);
        style.setLabelsFont(font(11)).setLabelsFontColorAutomaticEnabled(stacked);
        style.setYAxisTickLabelsFormattingFunction(Plot::label);
        style.setYAxisMin(0.0);
        if (stacked) {
            style.setLegendPosition(Styler.LegendPosition.OutsideE).setLegendLayout(Styler.LegendLayout.Vertical);
        }
        if (stand == Stand.BESIDE_LOGARITHMIC) {
            double least = bars.stream()
                    .flatMap(b -> b.values.stream())
                    .min(Double::compare)
                    .orElse(1.0);
            style.setYAxisLogarithmic(true);
            style.setYAxisMin(decade(least, Math.floor(Math.log10(least))));
        }
        for (Bars each : bars) {
            chart.addSeries(each.name, groups, each.values);
        }
        chart.setYAxisTitle(up);
        return svg(key, chart);
    }

    private static double decade(double value, double exponent) {
        return value > 0 ? Math.pow(10, exponent) : 1;
    }

    private static String label(double value) {
        return value >= 1e6
                ? String.format(Locale.ROOT, "%.0fM", value / 1e6)
                : value >= 1e4
                        ? String.format(Locale.ROOT, "%.0fk", value / 1e3)
                        : Row.number(value).replaceFirst("\\.0+$", "");
    }

    /** Letters are drawn as outlines, of many numbers. */
    private static String hundredths(double value) {
        double rounded = Math.round(value * 100) / 100.0;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private static void dress(AxesChartStyler style) {
        style.setChartTitleVisible(false)
                .setSeriesColors(COLOURS)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartFontColor(INK)
                .setLegendBorderColor(Color.WHITE)
                .setLegendFont(font(13))
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal)
                .setMarkerSize(6)
                .setDecimalPattern("#,##0.#")
                .setLocale(Locale.ROOT);
        style.setAxisTitleFont(font(13))
                .setAxisTickLabelsFont(font(12))
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1))
                .setPlotGridVerticalLinesVisible(false);
    }

    private static Font font(int size) {
        return new Font("DejaVu Sans", Font.PLAIN, size);
    }

    private static String svg(String key, Chart<?, ?> chart) {
        var graphics = new SVGGraphics2D(WIDTH, HEIGHT);
        graphics.setGeomDoubleConverter(Plot::hundredths);
        graphics.setTransformDoubleConverter(Plot::hundredths);
        // Names within one page.
        graphics.setDefsKeyPrefix(key);
        chart.paint(graphics, WIDTH, HEIGHT);
        return graphics.getSVGElement(key, true, new ViewBox(0, 0, WIDTH, HEIGHT), null, null);
    }
}
