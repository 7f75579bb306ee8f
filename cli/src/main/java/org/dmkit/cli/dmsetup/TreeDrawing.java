package org.dmkit.cli.dmsetup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.dm.DeviceMapper.DeviceInfo;

/** Draws a tree of devices. */
final class TreeDrawing {
    private static final int DEEPEST = 98;

    private final Work work;
    private final TreeStyle style;
    private final StringBuilder out = new StringBuilder();
    /** Of each level: the width of what stands beside its children, and whether more follows. */
    private final int[] widths = new int[DEEPEST + 2];

    private final boolean[] more = new boolean[DEEPEST + 2];
    private int column = 1;
    private int held;

    TreeDrawing(Work work, TreeStyle style) {
        this.work = work;
        this.style = style;
    }

    void draw(DeviceTree tree) throws Failure, IOException {
        children(tree, tree.root(), 0);
        work.log().part(out.toString());
    }

    private List<DeviceTree.Node> below(DeviceTree tree, DeviceTree.Node node) {
        List<DeviceTree.Node> below = style.has(TreeStyle.Part.UPSIDE_DOWN) ? node.users() : node.uses();
        return below.contains(tree.root()) ? List.of() : below;
    }

    private void children(DeviceTree tree, DeviceTree.Node node, int depth) throws Failure, IOException {
        List<DeviceTree.Node> below = below(tree, node);
        for (int i = 0; i < below.size(); i++) {
            DeviceTree.Node child = below.get(i);
            boolean leaf = below(tree, child).isEmpty();
            if (depth <= DEEPEST) {
                node(child, depth, i == below.size() - 1, leaf);
            }
            if (!leaf) {
                children(tree, child, depth + 1);
            }
        }
    }

    private void node(DeviceTree.Node node, int depth, boolean last, boolean leaf) throws Failure, IOException {
        if (node.name().isEmpty() && !style.has(TreeStyle.Part.NUMBER) && !style.has(TreeStyle.Part.BLOCK_NAME)) {
            return;
        }
        more[depth] = !last;
        widths[depth] = 0;
        boolean begins = column == 1;
        boolean compact = style.compact();
        if (!compact || begins) {
            prefix(depth);
        }
        int start = column;
        if (compact && !begins) {
            text(last ? style.symbols().single() : style.symbols().first());
        }
        text(node.name());
        if (style.has(TreeStyle.Part.BLOCK_NAME)) {
            Optional<String> name = work.blockName(node.number(), false);
            name.ifPresent(n -> text(" <" + n + ">"));
        }
        if (style.has(TreeStyle.Part.NUMBER)) {
            text(" (" + node.number() + ")");
        }
        DeviceInfo info = node.info();
        if (info != null) {
            text(attributes(info));
        }
        if (compact) {
            widths[depth] = column - start;
        }
        if (!compact || leaf) {
            newLine();
        }
    }

    private String attributes(DeviceInfo info) {
        var words = new ArrayList<String>();
        if (style.has(TreeStyle.Part.ACTIVE)) {
            words.add(info.suspended() ? "SUSPENDED" : "ACTIVE");
        }
        if (style.has(TreeStyle.Part.ACCESS)) {
            words.add(info.readOnly() ? "RO" : "RW");
        }
        if (style.has(TreeStyle.Part.OPEN)) {
            words.add(Integer.toString(info.openCount()));
        }
        if (style.has(TreeStyle.Part.UUID)) {
            words.add(work.mangling().shown(info.uuid()));
        }
        return words.isEmpty() ? "" : " [" + String.join(", ", words) + "]";
    }

    private void prefix(int depth) {
        TreeStyle.Symbols symbols = style.symbols();
        for (int d = 0; d < depth; d++) {
            text(" ".repeat(widths[d] + 1));
            boolean here = d == depth - 1;
            text(
                    here
                            ? more[depth] ? symbols.branch() : symbols.last()
                            : more[d + 1] ? symbols.trunk() : symbols.empty());
        }
    }

    private void text(String text) {
        text.codePoints().forEach(this::character);
    }

    /** What would run over the end of the line is cut; a last character that just fits is held until that is known. */
    private void character(int c) {
        column++;
        if (!style.has(TreeStyle.Part.TRUNCATED) || column <= style.width()) {
            out.appendCodePoint(c);
            return;
        }
        if (column == style.width() + 1) {
            if (held != 0 || c >= 0x80) {
                out.append("...");
            } else {
                held = c;
                column--;
            }
        }
    }

    private void newLine() {
        if (held != 0 && column == style.width()) {
            out.appendCodePoint(held);
        }
        held = 0;
        out.append('\n');
        column = 1;
    }
}
