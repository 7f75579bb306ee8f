package org.dmkit.formats.asr;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Says why an array can't be mapped. */
final class ArrayCheck {
    private ArrayCheck() {}

    /** What is wrong with a field of a line. */
    record Problem(ConfigLine line, String field, String found, String expected) {}

    /** The first problem. */
    static Optional<Problem> of(AsrArray array) {
        List<ConfigLine> above = array.lines().filter(l -> !l.physical()).toList();
        return Stream.of(types(array), counts(array), alike(array), states(array, above), extents(array))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Problem> types(AsrArray array) {
        Optional<Problem> unknown = array.lines()
                .filter(l -> l.type() != ConfigLine.RAID0 && l.type() != ConfigLine.RAID1)
                .findFirst()
                .map(l -> new Problem(l, "raidtype", l.type() + "", "0 or 1; the layout of others is not known"));
        ConfigLine top = array.top();
        ConfigLine below = array.parts().getFirst().logical();
        if (unknown.isEmpty() && top != null && top.type() == ConfigLine.RAID0 && below.type() == ConfigLine.RAID0) {
            return Optional.of(new Problem(top, "raidtype", "stripes over stripes", "one of both levels a mirror"));
        }
        return unknown;
    }

    private static Optional<Problem> counts(AsrArray array) {
        ConfigLine top = array.top();
        if (top != null && (top.count() == 0 || top.count() != array.parts().size())) {
            return Optional.of(
                    new Problem(top, "raidcnt", top.count() + "", array.parts().size() + ", the arrays below it"));
        }
        return array.parts().stream()
                .filter(p -> p.members().isEmpty()
                        || p.logical().count() < p.members().size()
                        || p.logical().count() > RaidTable.MOST_LINES)
                .findFirst()
                .map(p -> new Problem(
                        p.logical(),
                        "raidcnt",
                        p.logical().count() + "",
                        Math.max(1, p.members().size()) + " or more, but not more than a table holds"));
    }

    private static Optional<Problem> alike(AsrArray array) {
        List<ConfigLine> logicals =
                array.parts().stream().map(AsrArray.Part::logical).toList();
        List<ConfigLine> members = array.members().toList();
        boolean striped = array.lines().anyMatch(l -> !l.physical() && l.type() == ConfigLine.RAID0);
        long names = logicals.stream().map(ConfigLine::magic).distinct().count();
        if (names < logicals.size()) {
            return Optional.of(new Problem(logicals.getFirst(), "raidmagic", "used twice", "one for each array"));
        }
        return Stream.of(
                        differing(logicals, "raidtype", ConfigLine::type),
                        differing(logicals, "raidcnt", ConfigLine::count),
                        striped ? differing(members, "strpsize", ConfigLine::chunk) : Optional.<Problem>empty())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Problem> differing(List<ConfigLine> lines, String field, ToIntFunction<ConfigLine> value) {
        int first = value.applyAsInt(lines.getFirst());
        return lines.stream()
                .filter(l -> value.applyAsInt(l) != first)
                .findFirst()
                .map(l -> new Problem(l, field, value.applyAsInt(l) + "", first + ", as the first one has"));
    }

    /** Of an array that is rebuilding, somebody must say which member is. */
    private static Optional<Problem> states(AsrArray array, List<ConfigLine> above) {
        boolean allOptimal = array.members().allMatch(m -> Standing.of(m.state()) == Standing.IN_SYNC);
        return above.stream()
                .filter(l -> l.state() == AsrArray.MORPHING
                        || l.state() == AsrArray.DEAD
                        || (l.state() == AsrArray.REBUILDING && allOptimal))
                .findFirst()
                .map(l -> new Problem(
                        l,
                        "raidstate",
                        l.state() + (l.state() == AsrArray.REBUILDING ? ", rebuilding, and no member that is" : ""),
                        "a state in which it is clear what the members hold"));
    }

    private static Optional<Problem> extents(AsrArray array) {
        return array.members()
                .filter(l -> l.offset() != 0 || l.capacity() == 0)
                .findFirst()
                .map(l -> l.capacity() == 0
                        ? new Problem(l, "lcapcty", "0 sectors", "more than none")
                        : new Problem(l, "loffset", l.offset() + "", "0: nobody knows what another value means"));
    }
}
