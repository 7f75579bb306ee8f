package org.dmkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Draws trees. */
final class TreePrinter {
    /** A line and what hangs below it. */
    record Node(List<Cell> cells, List<Node> children) {
        Node {
            cells = List.copyOf(cells);
            children = List.copyOf(children);
        }
    }

    private final Style style;
    private final List<String> lines = new ArrayList<>();

    private TreePrinter(Style style) {
        this.style = style;
    }

    /** The lines of a tree. Cells of siblings line up. */
    static List<String> lines(Node root, Style style) {
        var printer = new TreePrinter(style);
        printer.lines.addAll(Columns.align(List.of(root.cells()), Set.of(), style));
        printer.below(root, "");
        return printer.lines;
    }

    private void below(Node parent, String indent) {
        List<String> texts =
                Columns.align(parent.children().stream().map(Node::cells).toList(), Set.of(), style);
        for (int i = 0; i < texts.size(); i++) {
            boolean last = i == texts.size() - 1;
            lines.add(indent + style.paint(Tone.FAINT, last ? style.lastBranch() : style.branch()) + texts.get(i));
            below(parent.children().get(i), indent + (last ? "   " : style.paint(Tone.FAINT, style.trunk())));
        }
    }
}
