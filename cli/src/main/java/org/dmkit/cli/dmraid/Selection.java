package org.dmkit.cli.dmraid;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sets that operands name: by the name or, if there is no set of that name, by the beginning of it. A group stands for its
 * sets, and a subset for the set that it is in. Debian's dmraid-activate reads DDF names with the blanks behind them; they don't
 * count.
 */
final class Selection {
    private Selection() {}

    static List<SetNode> of(List<SetNode> nodes, List<String> operands) {
        if (operands.isEmpty()) {
            return nodes;
        }
        Set<String> wanted = operands.stream()
                .flatMap(o -> wanted(nodes, o).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var chosen = new ArrayList<SetNode>();
        for (SetNode node : nodes) {
            if (!node.isGroup()) {
                if (wanted.contains(node.name())) {
                    chosen.add(node);
                }
                continue;
            }
            List<SetNode> subsets = node.subsets().stream()
                    .filter(s -> wanted.contains(s.name()))
                    .toList();
            if (!subsets.isEmpty()) {
                chosen.add(node.withSubsets(subsets));
            }
        }
        return chosen;
    }

    /** The names of tops that one operand means. */
    private static Set<String> wanted(List<SetNode> nodes, String operand) {
        if (operand.isBlank()) {
            return Set.of();
        }
        Set<String> exact = new LinkedHashSet<>();
        Set<String> beginning = new LinkedHashSet<>();
        String name = operand.stripTrailing();
        for (SetNode node : nodes) {
            for (SetNode top : node.tops()) {
                if (isNamed(node, name) || top.all().anyMatch(s -> isNamed(s, name))) {
                    exact.add(top.name());
                }
                if (node.name().startsWith(name) || top.name().startsWith(name)) {
                    beginning.add(top.name());
                }
            }
        }
        return exact.isEmpty() ? beginning : exact;
    }

    private static boolean isNamed(SetNode node, String name) {
        return node.name().stripTrailing().equals(name);
    }
}
