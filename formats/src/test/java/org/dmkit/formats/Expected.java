package org.dmkit.formats;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.RaidDevice;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;

/** What dmraid prints of the disks of a case, and the same of ours; and trees as text. */
public final class Expected {
    private Expected() {}

    /** The cases that dmraid reads right. */
    public static Stream<String> rightInDmraid(Format<?> format) {
        return CorpusDisks.names(format).stream()
                .filter(n ->
                        CorpusDisks.expectation(format, n, "right-tables.txt").isEmpty())
                .filter(n -> CorpusDisks.expectation(format, n, "open.txt").isEmpty());
    }

    /** The lines of {@code dmraid -r}. */
    public static TreeSet<String> devices(Format<?> format, String name) {
        return CorpusDisks.expectation(format, name, "raid-devices.txt")
                .orElseThrow()
                .lines()
                .filter(l -> l.startsWith("/dev/"))
                .collect(toCollection(TreeSet::new));
    }

    /** The same of these disks. */
    public static <M> TreeSet<String> devices(Format<M> format, List<Reading.Found<M>> found) {
        return found.stream().map(f -> device(format, f)).collect(toCollection(TreeSet::new));
    }

    private static <M> String device(Format<M> format, Reading.Found<M> found) {
        RaidDevice d = format.dmraid().orElseThrow().listed(found);
        return "/dev/%s: %s, \"%s\", %s, %s, %d sectors, data@ %d"
                .formatted(
                        found.disk().name(),
                        format.name(),
                        d.set(),
                        d.type().word(),
                        d.status().word(),
                        d.sectors(),
                        d.offset());
    }

    /** What {@code dmraid -n} prints of each disk below its header. */
    public static Map<String, String> nativeLog(Format<?> format, String name, String file) {
        var logs = new TreeMap<String, String>();
        String text = CorpusDisks.expectation(format, name, file).orElseThrow();
        for (String block : text.split("(?m)^/dev/")) {
            int header = block.indexOf(" (" + format.name() + "):\n");
            if (header > 0) {
                logs.put(
                        block.substring(0, header),
                        block.substring(block.indexOf('\n') + 1).stripTrailing());
            }
        }
        return logs;
    }

    /** The same of these disks. */
    public static <M> Map<String, String> nativeLog(Format<M> format, List<Reading.Found<M>> found) {
        var logs = new TreeMap<String, String>();
        found.forEach(f -> logs.put(
                f.disk().name(), String.join("\n", format.dmraid().orElseThrow().nativeLog(f))));
        return logs;
    }

    /** Who stands in each slot: {@code sda}, {@code sdb rebuilding}, {@code - marked}, {@code - unmarked}. */
    public static List<String> slots(RaidSet set) {
        return set.leaves()
                .map(c -> switch (c) {
                    case Component.Member m ->
                        m.disk().name() + (m.state() == Component.State.REBUILDING ? " rebuilding" : "");
                    case Component.Missing m -> m.marked() ? "- marked" : "- unmarked";
                    case Component.Subset s -> throw new AssertionError("no leaf");
                })
                .toList();
    }
}
