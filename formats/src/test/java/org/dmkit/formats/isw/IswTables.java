package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/**
 * Sets and the corpus' tables in one form, so that they can be compared without a table generator. The order of a mirror's
 * members is left out: it says from which to copy, which is the generator's business.
 */
final class IswTables {
    private static final Pattern LINE = Pattern.compile("(.*?): 0 (\\d+) (\\w+) ?(.*)");
    private static final Pattern DEVICE = Pattern.compile("<linear (sd.) (\\d+)>|\\b(sd.)\\b(?: (\\d+))?|(?<= )(-) -");

    private IswTables() {}

    /** {@code name sectors: disk+offset, ...} for all sets that bear data on disks and may be started. */
    static List<String> of(List<Group> groups) {
        TreeSet<String> lines = new TreeSet<>();
        for (Group g : groups) {
            g.sets().stream()
                    .filter(s -> !g.blocked().containsKey(s.name()))
                    .filter(s -> s.health() != RaidSet.Health.FAILED)
                    .flatMap(RaidSet::bottomUp)
                    .filter(s -> s.components().stream().noneMatch(Component.Subset.class::isInstance))
                    .forEach(s -> lines.add(line(s)));
        }
        return List.copyOf(lines);
    }

    private static String line(RaidSet set) {
        List<String> devices = new ArrayList<>();
        for (Component c : set.components()) {
            if (c instanceof Component.Member m) {
                devices.add(m.disk().name() + "+" + m.extent().lba());
            } else if (set.level() != Level.RAID1) {
                devices.add("-");
            }
        }
        if (set.level() == Level.RAID1) {
            devices.sort(null);
        }
        int data = set.components().size() - (set.level().parity() ? 1 : 0);
        long size = set.chunk() == 0 ? set.size() : set.size() - set.size() % (set.chunk() * (long) data);
        return set.name() + " " + size + ": " + String.join(", ", devices);
    }

    /** The same of what device-mapper was given, or should have been. */
    static List<String> expected(String text) {
        TreeSet<String> lines = new TreeSet<>();
        for (String line : text.lines().toList()) {
            Matcher m = LINE.matcher(line);
            if (!m.matches() || m.group(4).matches(".*isw_.*")) {
                continue;
            }
            String arguments = m.group(3).equals("raid")
                    ? m.group(4).replace(" - <", " <").replaceAll(" - sd", " sd")
                    : m.group(4);
            List<String> devices = new ArrayList<>();
            Matcher d = DEVICE.matcher(arguments);
            while (d.find()) {
                if (d.group(5) != null) {
                    devices.add("-");
                } else if (d.group(1) != null) {
                    devices.add(d.group(1) + "+" + d.group(2));
                } else {
                    devices.add(d.group(3) + "+" + (d.group(4) == null ? "0" : d.group(4)));
                }
            }
            if (m.group(3).equals("mirror")) {
                devices.sort(null);
            }
            lines.add(m.group(1) + " " + m.group(2) + ": " + String.join(", ", devices));
        }
        return List.copyOf(lines);
    }
}
