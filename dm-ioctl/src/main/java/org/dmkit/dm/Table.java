package org.dmkit.dm;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A table: lines that follow each other without a gap from sector 0. An empty one stands for "no table loaded".
 *
 * @param lines in order of {@link Line#start}
 */
public record Table(List<Line> lines) {
    public static final Table EMPTY = new Table(List.of());

    public Table {
        lines = List.copyOf(lines);
        long next = 0;
        for (Line line : lines) {
            if (line.start() != next || line.length() <= 0) {
                throw new IllegalArgumentException("a table line starts at " + line.start() + ", not at " + next);
            }
            next = Math.addExact(next, line.length());
        }
    }

    /**
     * One line.
     *
     * @param start first sector of the mapped device
     * @param length sectors
     */
    public record Line(long start, long length, DmTarget target) {
        /** {@code START LENGTH TYPE PARAMETERS}, as dmsetup prints it. */
        @Override
        public String toString() {
            String parameters = target.parameters();
            String head = start + " " + length + " " + target.type();
            return parameters.isEmpty() ? head : head + " " + parameters;
        }
    }

    /** A table of one line. */
    public static Table of(long length, DmTarget target) {
        return new Table(List.of(new Line(0, length, target)));
    }

    /**
     * Reads a table, one line of it a line of text: the inverse of {@link #text}. Blank lines and those that begin with {@code #}
     * are skipped. Whether the kernel takes the parameters is not asked.
     *
     * @throws TableException telling line and word, if a line is no {@code START LENGTH TARGET [PARAMETERS]} or leaves a gap
     */
    public static Table parse(String text) throws TableException {
        return TableParser.parse(text);
    }

    /** All lines as {@code dmsetup create} takes them, with a line break between two. */
    public String text() {
        return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
    }

    /** Sectors mapped. */
    public long length() {
        return lines.isEmpty() ? 0 : lines.getLast().start() + lines.getLast().length();
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The lower devices of all lines. */
    public List<DeviceRef> devices() {
        return lines.stream().flatMap(l -> l.target().devices().stream()).toList();
    }

    /** The same table over other lower devices. */
    public Table withDevices(UnaryOperator<DeviceRef> change) {
        return new Table(lines.stream()
                .map(l -> new Line(l.start(), l.length(), l.target().withDevices(change)))
                .toList());
    }
}
