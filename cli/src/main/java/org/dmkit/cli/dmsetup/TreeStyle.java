package org.dmkit.cli.dmsetup;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How {@code ls --tree} draws.
 *
 * @param width characters of a line at most
 */
record TreeStyle(Set<Part> parts, Symbols symbols, int width) {
    private static final int USUAL_WIDTH = 80;
    private static final int MARGIN = 3;

    private static final List<String> WORDS = List.of(
            "device",
            "blkdevname",
            "nodevice",
            "status",
            "table",
            "active",
            "open",
            "uuid",
            "rw",
            "utf",
            "vt100",
            "ascii",
            "inverted",
            "compact",
            "notrunc");

    /** What is drawn, and how. */
    enum Part {
        NUMBER,
        BLOCK_NAME,
        ACTIVE,
        OPEN,
        UUID,
        ACCESS,
        /** Of the targets, of which nothing is told. */
        TARGETS,
        UPSIDE_DOWN,
        COMPACT,
        TRUNCATED
    }

    /** Lines. */
    enum Symbols {
        ASCII("  ", "|-", "| ", "`-", "---", "-+-"),
        UTF("  ", "\u251c\u2500", "\u2502 ", "\u2514\u2500", "\u2500\u2500\u2500", "\u2500\u252c\u2500"),
        VT100("  ", vt("tq"), vt("x") + " ", vt("mq"), vt("qqq"), vt("qwq"));

        private final String empty;
        private final String branch;
        private final String trunk;
        private final String last;
        private final String single;
        private final String first;

        Symbols(String empty, String branch, String trunk, String last, String single, String first) {
            this.empty = empty;
            this.branch = branch;
            this.trunk = trunk;
            this.last = last;
            this.single = single;
            this.first = first;
        }

        /** In the terminal's set of graphic characters. */
        private static String vt(String letters) {
            return "\u001b(0\u000f" + letters + "\u001b(B";
        }

        String empty() {
            return empty;
        }

        String branch() {
            return branch;
        }

        String trunk() {
            return trunk;
        }

        String last() {
            return last;
        }

        String single() {
            return single;
        }

        String first() {
            return first;
        }
    }

    /** What {@code -o} says; beginnings of words will do. */
    static TreeStyle of(Switches switches, Premises premises) throws Failure {
        Set<Part> parts = EnumSet.of(Part.NUMBER, Part.TRUNCATED);
        Symbols symbols = premises.unicode() ? Symbols.UTF : Symbols.ASCII;
        for (String word : switches.abbreviated(WORDS, "Tree options not recognised")) {
            switch (word) {
                case "device" -> parts.add(Part.NUMBER);
                case "blkdevname" -> parts.add(Part.BLOCK_NAME);
                case "nodevice" -> parts.remove(Part.NUMBER);
                case "active" -> parts.add(Part.ACTIVE);
                case "open" -> parts.add(Part.OPEN);
                case "uuid" -> parts.add(Part.UUID);
                case "rw" -> parts.add(Part.ACCESS);
                case "utf" -> symbols = Symbols.UTF;
                case "vt100" -> symbols = Symbols.VT100;
                case "ascii" -> symbols = Symbols.ASCII;
                case "inverted" -> parts.add(Part.UPSIDE_DOWN);
                case "compact" -> parts.add(Part.COMPACT);
                case "notrunc" -> parts.remove(Part.TRUNCATED);
                default -> parts.add(Part.TARGETS);
            }
        }
        int columns = symbols == Symbols.VT100 ? 0 : premises.columns().orElse(0);
        return new TreeStyle(parts, symbols, columns > MARGIN ? columns - MARGIN : USUAL_WIDTH);
    }

    boolean has(Part part) {
        return parts.contains(part);
    }

    /** Children beside their parent; only where nothing else is told. */
    boolean compact() {
        return has(Part.COMPACT)
                && !has(Part.ACTIVE)
                && !has(Part.ACCESS)
                && !has(Part.OPEN)
                && !has(Part.UUID)
                && !has(Part.TARGETS);
    }
}
