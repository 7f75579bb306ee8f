package org.dmkit.formats.asr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one array in a table.
 *
 * @param top of an array of arrays; null for a plain one
 * @param parts one for a plain array
 * @param spares the dedicated ones
 */
record AsrArray(@Nullable ConfigLine top, List<Part> parts, List<ConfigLine> spares) {
    /** There is none behind it. */
    static final int LAST_SEQUENCE = 0xffff;

    /** States of an array. */
    static final int OPTIMAL = 0;

    static final int DEGRADED = 1;
    static final int REBUILDING = 2;
    static final int MORPHING = 3;
    static final int DEAD = 4;
    static final int BUILDING = 0x0b;

    AsrArray {
        parts = List.copyOf(parts);
        spares = List.copyOf(spares);
    }

    /**
     * A logical line with the disks below it.
     *
     * @param members in the order of their places
     */
    record Part(ConfigLine logical, List<ConfigLine> members) {
        Part {
            members = List.copyOf(members);
        }
    }

    /** The array that the line of a disk belongs to; empty if no logical line stands before it. */
    static Optional<AsrArray> of(List<ConfigLine> lines, ConfigLine disk) {
        Optional<ConfigLine> logical = lines.subList(0, disk.index()).reversed().stream()
                .filter(ConfigLine::logical)
                .findFirst();
        if (!disk.physical() || logical.isEmpty()) {
            return Optional.empty();
        }
        for (ConfigLine top : lines) {
            if (top.dual()) {
                List<ConfigLine> below = below(lines, top);
                if (below.contains(logical.get())) {
                    return Optional.of(of(lines, top, below));
                }
            }
        }
        return Optional.of(of(lines, null, List.of(logical.get())));
    }

    /** The arrays of which {@code top} is made: those that follow it; those before it if too few do. */
    private static List<ConfigLine> below(List<ConfigLine> lines, ConfigLine top) {
        List<ConfigLine> after = lines.subList(top.index() + 1, lines.size()).stream()
                .takeWhile(l -> !l.dual())
                .filter(ConfigLine::logical)
                .toList();
        if (after.size() >= top.count()) {
            return after.subList(0, top.count());
        }
        List<ConfigLine> before = lines.subList(0, top.index()).reversed().stream()
                .takeWhile(l -> !l.dual())
                .filter(ConfigLine::logical)
                .toList()
                .reversed();
        return before.size() >= top.count()
                ? before.subList(before.size() - top.count(), before.size())
                : Stream.concat(before.stream(), after.stream()).toList();
    }

    private static AsrArray of(List<ConfigLine> lines, @Nullable ConfigLine top, List<ConfigLine> logicals) {
        var parts = new ArrayList<Part>();
        var spares = new ArrayList<ConfigLine>();
        for (ConfigLine logical : logicals) {
            List<ConfigLine> disks = lines.subList(logical.index() + 1, lines.size()).stream()
                    .takeWhile(l -> !l.logical())
                    .filter(ConfigLine::physical)
                    .toList();
            disks.stream().filter(l -> l.type() == ConfigLine.SPARE).forEach(spares::add);
            parts.add(new Part(
                    logical,
                    disks.stream()
                            .filter(l -> l.type() != ConfigLine.SPARE)
                            .sorted(Comparator.comparingLong(ConfigLine::place))
                            .toList()));
        }
        return new AsrArray(top, parts, spares);
    }

    /** The line that stands for the whole. */
    ConfigLine head() {
        return top == null ? parts.getFirst().logical() : top;
    }

    /** Equal for all members, whatever their tables say else. */
    String identity() {
        return (top == null ? "array " : "array of arrays ") + String.format("%08x", head().magic());
    }

    /** The line of each place; empty where a member has no line any more. */
    List<Optional<ConfigLine>> slots() {
        var slots = new ArrayList<Optional<ConfigLine>>();
        for (Part part : parts) {
            part.members().forEach(m -> slots.add(Optional.of(m)));
            int gone = Math.min(part.logical().count(), RaidTable.MOST_LINES)
                    - part.members().size();
            for (int i = 0; i < gone; i++) {
                slots.add(Optional.empty());
            }
        }
        return slots;
    }

    Stream<ConfigLine> members() {
        return parts.stream().flatMap(p -> p.members().stream());
    }

    Stream<ConfigLine> lines() {
        Stream<ConfigLine> below =
                parts.stream().flatMap(p -> Stream.concat(Stream.of(p.logical()), p.members().stream()));
        return top == null ? below : Stream.concat(Stream.of(top), below);
    }

    /** The line of a member, if there is one. */
    Optional<ConfigLine> member(int driveMagic) {
        return members().filter(l -> l.magic() == driveMagic).reduce((a, b) -> b);
    }

    boolean spare(int driveMagic) {
        return spares.stream().anyMatch(l -> l.magic() == driveMagic);
    }

    /** Generation. Each change raises it in all lines of the array. */
    int sequence() {
        return lines().mapToInt(ConfigLine::sequence).max().orElse(0);
    }

    /** True if both say the same of what the array is and how its members stand. */
    boolean agrees(AsrArray other) {
        List<ConfigLine> mine = lines().toList();
        List<ConfigLine> theirs = other.lines().toList();
        if (mine.size() != theirs.size()) {
            return false;
        }
        for (int i = 0; i < mine.size(); i++) {
            if (!mine.get(i).agrees(theirs.get(i))) {
                return false;
            }
        }
        return true;
    }

    boolean redundant() {
        return lines().anyMatch(l -> !l.physical() && l.type() == ConfigLine.RAID1);
    }

    /** How the member may be used, seen beside the others. */
    Standing standing(ConfigLine member) {
        Standing alone = Standing.of(member.state());
        if (alone != Standing.BUILDING) {
            return alone;
        }
        // What is built is copied from a member that is ready; if none is, any is as good as the other.
        return copiedTogether(member).anyMatch(m -> Standing.of(m.state()) == Standing.IN_SYNC)
                ? Standing.BEHIND
                : Standing.BUILDING;
    }

    /** The members that bear the same data; of stripes, the member alone. */
    private Stream<ConfigLine> copiedTogether(ConfigLine member) {
        if (top != null && top.type() == ConfigLine.RAID1) {
            return members();
        }
        return parts.stream()
                .filter(p ->
                        p.logical().type() == ConfigLine.RAID1 && p.members().contains(member))
                .flatMap(p -> p.members().stream());
    }
}
