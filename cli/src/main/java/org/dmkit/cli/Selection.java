package org.dmkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** Finds what people name: sets by name or unambiguous prefix, disks by path, kernel name or serial, members also by slot. */
final class Selection {
    /** Characters of a serial that are taken for the whole. */
    private static final int ENOUGH = 4;

    /** The option that stands for the names of all sets. */
    private static final String ALL = "--all";

    /** Names the member that is not there, if there is only one. */
    private static final String MISSING = "missing";

    private final List<Group> groups;
    private final List<DiskInfo> disks;
    private final Map<String, String> devices;

    /** @param devices that sets run as, and the names of these sets */
    Selection(List<Group> groups, List<Disk> disks, Map<String, String> devices) {
        this.groups = groups;
        this.devices = devices;
        this.disks = disks.stream().map(Disk::info).toList();
    }

    /** A set and its group. */
    record Chosen(Group group, RaidSet set) {}

    /** Every set. */
    List<Chosen> all() {
        var all = new ArrayList<Chosen>();
        groups.forEach(g -> g.sets().forEach(s -> all.add(new Chosen(g, s))));
        return all;
    }

    /**
     * What {@link #named} reads: names of sets, or the option for all.
     *
     * @param all what all are, for people
     */
    static void grammar(CommandSpec spec, String all) {
        Parameters.many(spec, "SET", "Sets, by name or the beginning of it.");
        Parameters.flag(spec, ALL, all);
    }

    /** The sets that are named on the command line, or all of them. */
    List<Chosen> named(Invocation invocation) throws RefusedException {
        boolean everything = Parameters.has(invocation, ALL);
        List<String> names = Parameters.all(invocation);
        if (!everything && names.isEmpty()) {
            throw RefusedException.because(
                    "cli.no-set", "no set named", "names of sets, or " + ALL, "name some, or take all: " + ALL);
        }
        List<Chosen> sets = everything ? all() : new ArrayList<>();
        for (String name : names) {
            sets.add(set(name));
        }
        return sets.stream().distinct().toList();
    }

    /** The set of this name, or that runs under this name; else the only one whose name or volume name begins so. */
    Chosen set(String name) throws RefusedException {
        List<Chosen> all = all();
        Optional<Chosen> exact = Stream.of(name, devices.getOrDefault(name, name))
                .flatMap(n -> all.stream().filter(c -> c.set().name().equals(n)))
                .findFirst();
        if (exact.isPresent()) {
            return exact.get();
        }
        List<Chosen> begins = all.stream()
                .filter(c -> c.set().name().startsWith(name)
                        || c.set().label().equals(name)
                        || c.group().name().equals(name))
                .toList();
        if (begins.size() == 1) {
            return begins.getFirst();
        }
        throw begins.isEmpty()
                ? refusal("no set " + name, list(all))
                : refusal(name + " is the beginning of several", list(begins));
    }

    /** @param expected what could be named instead */
    private static RefusedException refusal(String found, String expected) {
        return RefusedException.because("cli.name", found, expected, "name " + expected);
    }

    private static String list(List<Chosen> sets) {
        return sets.isEmpty()
                ? "a set"
                : "one of "
                        + String.join(
                                ", ", sets.stream().map(c -> c.set().name()).toList());
    }

    /** A present disk. */
    DiskInfo disk(String text) throws RefusedException {
        return find(text).orElseThrow(() -> refusal("no disk " + text, "one that dmkit scan lists"));
    }

    private Optional<DiskInfo> find(String text) throws RefusedException {
        List<DiskInfo> named = disks.stream()
                .filter(d -> d.name().equals(text) || d.name().equals("/dev/" + text))
                .toList();
        List<DiskInfo> found = !named.isEmpty()
                ? named
                : disks.stream()
                        .filter(d -> d.name().endsWith("/" + text)
                                || (!d.serial().isBlank() && d.serial().strip().equals(text)))
                        .toList();
        if (found.size() > 1) {
            throw refusal(
                    text + " is the name of several disks",
                    "one of "
                            + String.join(
                                    ", ", found.stream().map(DiskInfo::name).toList()));
        }
        return found.stream().findFirst();
    }

    /** A member of the group of a set, present or not. A number is a slot of that set. */
    MemberName member(Chosen chosen, String text) throws RefusedException {
        List<Component> slots = chosen.set().leaves().toList();
        if (text.matches("\\d{1,3}") && Integer.parseInt(text) < slots.size()) {
            return MemberName.of(slots.get(Integer.parseInt(text)));
        }
        Optional<DiskInfo> disk = find(text);
        List<Component> members =
                chosen.group().sets().stream().flatMap(RaidSet::leaves).toList();
        if (disk.isPresent()) {
            var name = new MemberName.OfDisk(disk.get().name());
            if (members.stream().anyMatch(name::names)) {
                return name;
            }
        }
        // One that was shut out may still be plugged in: then its name leads to its serial.
        String serial =
                disk.map(d -> d.serial().strip()).filter(s -> !s.isEmpty()).orElse(text);
        List<Component> lost = members.stream()
                .filter(c ->
                        c instanceof Component.Missing m && (isLabel(m.label(), text) || isLabel(m.label(), serial)))
                .toList();
        if (lost.stream().map(MemberName::of).distinct().count() == 1) {
            return MemberName.of(lost.getFirst());
        }
        List<Component> missing =
                slots.stream().filter(Component.Missing.class::isInstance).toList();
        if (text.equals(MISSING) && missing.size() == 1) {
            return MemberName.of(missing.getFirst());
        }
        throw refusal(text + " is no member of " + chosen.set().name(), "one of: " + list(chosen.set()));
    }

    /** The members with all that they can be named by. */
    private static String list(RaidSet set) {
        var members = new ArrayList<String>();
        for (Component slot : set.leaves().toList()) {
            List<String> names = switch (slot) {
                case Component.Member m ->
                    List.of(m.disk().name(), m.disk().serial().strip());
                case Component.Missing m -> List.of(MISSING, m.label());
                case Component.Subset s -> throw new IllegalStateException("a leaf is no subset");
            };
            members.add(members.size()
                    + names.stream().filter(n -> !n.isEmpty()).collect(Collectors.joining(", ", " (", ")")));
        }
        return String.join(", ", members);
    }

    /**
     * A disk that has vanished is known by the serial that the metadata keep. Where they mark it, some formats (isw) put a
     * suffix behind a colon and drop characters in front to make room.
     */
    private static boolean isLabel(String label, String text) {
        int colon = label.indexOf(':');
        String kept = colon < 0 ? label : label.substring(0, colon);
        return label.equals(text) || kept.equals(text) || (kept.length() >= ENOUGH && text.endsWith(kept));
    }
}
