package org.dmkit.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.RaidDevice;
import org.dmkit.raid.spi.Reading;

/** What a format says of single disks in the form in which the corpus keeps what dmraid says. */
public final class DmraidListing {
    private static final Pattern LISTED =
            Pattern.compile("/dev/\\S+: (\\w+), \"[^\"]*\", \\w+, \\w+, \\d+ sectors, data@ \\d+");
    /** dmraid takes the remainder of a pointer here; the number is another in each run. */
    private static final Pattern ADDRESS = Pattern.compile("(?m)^0x[0-9a-f]{4,} ");

    private DmraidListing() {}

    /** The line of {@code dmraid -r}. */
    public static String line(Format format, Reading.Found found) {
        RaidDevice d = format.listed(found);
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

    /** The lines of this format in a case. */
    public static List<String> expected(Format format, String name) {
        return CaseDisks.expectation(format, name, "raid-devices.txt")
                .lines()
                .filter(l -> LISTED.matcher(l).matches())
                .filter(l -> l.contains(": " + format.name() + ", "))
                .toList();
    }

    /** The paragraph of {@code dmraid -n}. */
    public static String log(Format format, Reading.Found found) {
        return "/dev/" + found.disk().name() + " (" + format.name() + "):\n"
                + String.join("\n", format.nativeLog(found));
    }

    /** The paragraphs of a case, addresses as {@code ADDR}. */
    public static List<String> expectedLogs(Format format, String name) {
        var logs = new ArrayList<String>();
        for (String paragraph :
                CaseDisks.expectation(format, name, "native-log.txt").split("(?m)^(?=/dev/)")) {
            int header = paragraph.indexOf(" (" + format.name() + "):\n");
            if (header >= 0 && header == paragraph.indexOf(' ')) {
                logs.add(ADDRESS.matcher(paragraph.stripTrailing()).replaceAll("0xADDR "));
            }
        }
        return logs;
    }
}
