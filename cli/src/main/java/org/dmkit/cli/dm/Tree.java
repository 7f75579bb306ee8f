package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.linux.DeviceNumber;

/** Devices with what each stands on, or upwards with what stands on each, drawn. */
final class Tree {
    private static final Comparator<DeviceNumber> BY_NUMBER =
            Comparator.comparingInt(DeviceNumber::major).thenComparingInt(DeviceNumber::minor);

    private final Stack stack;
    private final Blocks blocks;
    private final boolean up;
    private final List<String> lines = new ArrayList<>();

    private Tree(Stack stack, Blocks blocks, boolean up) {
        this.stack = stack;
        this.blocks = blocks;
        this.up = up;
    }

    /** All of them: from those on which no mapped device stands, or from those that stand on none. */
    static List<String> ofAll(Stack stack, Blocks blocks, boolean up) throws IOException {
        return of(up ? lowest(stack) : highest(stack), stack, blocks, up);
    }

    private static List<DeviceNumber> highest(Stack stack) {
        return stack.devices().stream()
                .map(DeviceEntry::number)
                .filter(n -> stack.upper(n).isEmpty())
                .toList();
    }

    private static List<DeviceNumber> lowest(Stack stack) {
        Set<DeviceNumber> lowest = new LinkedHashSet<>();
        for (DeviceEntry device : stack.devices()) {
            List<DeviceNumber> below = stack.lower().getOrDefault(device.name(), List.of());
            if (below.isEmpty()) {
                lowest.add(device.number());
            }
            below.stream().filter(n -> stack.find(n).isEmpty()).forEach(lowest::add);
        }
        return lowest.stream().sorted(BY_NUMBER).toList();
    }

    /** From these on. */
    static List<String> of(List<DeviceNumber> roots, Stack stack, Blocks blocks, boolean up) throws IOException {
        var tree = new Tree(stack, blocks, up);
        for (DeviceNumber root : roots) {
            tree.lines.add(tree.label(root));
            tree.draw(root, "");
        }
        return tree.lines;
    }

    private void draw(DeviceNumber number, String indent) throws IOException {
        List<DeviceNumber> next = next(number);
        List<String> leaves = up
                ? stack.notMapped(blocks.users(number)).stream()
                        .map(Object::toString)
                        .toList()
                : List.of();
        int left = next.size() + leaves.size();
        for (DeviceNumber each : next) {
            left--;
            lines.add(indent + branch(left) + label(each));
            draw(each, indent + (left == 0 ? "   " : "|  "));
        }
        for (String leaf : leaves) {
            left--;
            lines.add(indent + branch(left) + leaf);
        }
    }

    private static String branch(int left) {
        return left == 0 ? "`- " : "|- ";
    }

    private List<DeviceNumber> next(DeviceNumber number) {
        return up
                ? stack.upper(number).stream().map(DeviceEntry::number).toList()
                : stack.find(number)
                        .map(d -> stack.lower().getOrDefault(d.name(), List.of()))
                        .orElse(List.of());
    }

    private String label(DeviceNumber number) throws IOException {
        DeviceEntry mapped = stack.find(number).orElse(null);
        String name = mapped != null
                ? mapped.name().value()
                : blocks.find(number).map(Blocks.Block::name).orElse("");
        return (name.isEmpty() ? "" : name + " ") + "(" + number + ")";
    }
}
