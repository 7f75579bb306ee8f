package org.dmkit.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tables as they would be if lower devices had no names: two texts that map the same sectors to the same places have the same
 * structure. Set names, lengths, chunks, order and offsets of members, sync or nosync count; names of lower devices, linears
 * underneath, raid1 or mirror, and region sizes don't.
 */
final class TableStructure {
    private static final Pattern LINE = Pattern.compile("(.*?): (\\d+) (\\d+) ([\\w-]+)(?: (.*))?");
    private static final Pattern LINEAR = Pattern.compile("<linear (\\S+) (\\d+)>");

    private record Line(long start, long length, String target, List<String> arguments) {}

    private record Place(String what, long offset) {}

    private final Map<String, List<Line>> devices = new LinkedHashMap<>();
    private final Set<String> lower = new HashSet<>();

    private TableStructure(String text) {
        text.lines()
                .map(String::strip)
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(m -> devices.computeIfAbsent(m.group(1), n -> new ArrayList<>())
                        .add(new Line(
                                Long.parseLong(m.group(2)),
                                Long.parseLong(m.group(3)),
                                m.group(4),
                                words(m.group(5)))));
    }

    /** A line for each device that no other stands on. */
    static Set<String> of(String text) {
        var structure = new TableStructure(text);
        var all = new LinkedHashMap<String, String>();
        structure.devices.keySet().forEach(name -> all.put(name, structure.device(name)));
        var top = new TreeSet<String>();
        all.forEach((name, mapping) -> {
            if (!structure.lower.contains(name)) {
                top.add(name + " " + mapping);
            }
        });
        return top;
    }

    /** A member that is a linear written in its place, {@code <linear sda 8>}, is one word. */
    private static List<String> words(String arguments) {
        return arguments == null
                ? List.of()
                : List.of(LINEAR.matcher(arguments).replaceAll("$1~$2").split(" ", -1));
    }

    private String device(String name) {
        return Objects.requireNonNull(devices.get(name)).stream()
                .sorted(Comparator.comparingLong(Line::start))
                .map(l -> l.start() + "+" + l.length() + " " + mapping(l))
                .toList()
                .toString();
    }

    private String mapping(Line line) {
        List<String> a = line.arguments();
        return switch (line.target()) {
            case "linear" -> "linear " + place(a.get(0), Long.parseLong(a.get(1)));
            case "striped" -> "striped " + a.get(1) + " " + pairs(a, 2, Integer.parseInt(a.get(0)));
            case "mirror" -> {
                int options = Integer.parseInt(a.get(1));
                boolean inSync = a.subList(2, 2 + options).contains("nosync");
                int members = Integer.parseInt(a.get(2 + options));
                yield mirror(inSync, pairs(a, 3 + options, members));
            }
            case "raid" -> raid(a);
            default -> line.target() + " " + a;
        };
    }

    private String raid(List<String> a) {
        int count = Integer.parseInt(a.get(1));
        List<String> parameters = a.subList(2, 2 + count);
        boolean inSync = !parameters.contains("sync") && !parameters.contains("rebuild");
        var members = new ArrayList<Place>();
        for (int i = 4 + count; i < a.size(); i += 2) {
            members.add(place(a.get(i), 0));
        }
        return a.getFirst().equals("raid1")
                ? mirror(inSync, members)
                : a.getFirst() + " " + parameters.getFirst() + (inSync ? " nosync " : " sync ") + members;
    }

    /** Where all members are the same their order has no meaning; else the first is the source. */
    private static String mirror(boolean inSync, List<Place> members) {
        Stream<String> places = members.stream().map(Place::toString);
        return "mirror " + (inSync ? "nosync " + places.sorted().toList() : "sync " + places.toList());
    }

    private List<Place> pairs(List<String> arguments, int from, int count) {
        var places = new ArrayList<Place>();
        for (int i = 0; i < count; i++) {
            places.add(place(arguments.get(from + 2 * i), Long.parseLong(arguments.get(from + 2 * i + 1))));
        }
        return places;
    }

    private Place place(String reference, long offset) {
        String name = reference.replaceFirst("^/dev/(mapper/)?", "");
        int linear = name.indexOf('~');
        if (linear >= 0) {
            return place(name.substring(0, linear), offset + Long.parseLong(name.substring(linear + 1)));
        }
        List<Line> table = devices.get(name);
        if (table == null) {
            return new Place(name, offset);
        }
        lower.add(name);
        Line only = table.getFirst();
        return table.size() == 1 && only.target().equals("linear") && only.start() == 0
                ? place(
                        only.arguments().get(0),
                        offset + Long.parseLong(only.arguments().get(1)))
                : new Place(device(name), offset);
    }
}
