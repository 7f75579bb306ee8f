package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.cli.TreePrinter.Node;
import org.junit.jupiter.api.Test;

class TreePrinterTest {
    private static Node node(String text, Node... children) {
        return new Node(Stream.of(text.split(",", -1)).map(Cell::of).toList(), List.of(children));
    }

    private static final Node TREE =
            node("root", node("a,x", node("below a")), node("longer,y"), node("c,", node("below c")));

    @Test
    void siblingsLineUp() {
        assertThat(TreePrinter.lines(TREE, new Style(true, false)))
                .containsExactly("root", "├─ a       x", "│  └─ below a", "├─ longer  y", "└─ c", "   └─ below c");
    }

    @Test
    void asciiDoesWithoutLines() {
        assertThat(TreePrinter.lines(TREE, Style.PLAIN))
                .containsExactly(
                        "root", //
                        "|- a       x",
                        "|  `- below a",
                        "|- longer  y",
                        "`- c",
                        "   `- below c");
    }

    @Test
    void colourDoesNotMoveColumns() {
        var tree = new Node(
                List.of(),
                List.of(
                        new Node(List.of(new Cell("ok", Tone.GOOD), Cell.of("1")), List.of()),
                        new Node(List.of(Cell.of("failed"), Cell.of("2")), List.of())));
        List<String> coloured = TreePrinter.lines(tree, new Style(false, true));
        assertThat(coloured.get(1)).contains("\u001b[32mok\u001b[0m");
        assertThat(coloured.stream().map(l -> l.replaceAll("\u001b\\[\\d+m", "")))
                .isEqualTo(TreePrinter.lines(tree, Style.PLAIN));
    }

    @Test
    void whatADiskSaysCantSteerTheTerminal() {
        assertThat(Cell.of("A\u001b[2J\n").text()).isEqualTo("A\\x1b[2J\\x0a");
    }
}
