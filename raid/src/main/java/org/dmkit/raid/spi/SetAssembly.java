package org.dmkit.raid.spi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Finding.Severity;
import org.dmkit.raid.Group;
import org.dmkit.raid.RaidSet;

/**
 * Makes groups of one set each from what the disks of a format say: members of one identity belong together, each in its
 * slot. Where they contradict each other, the set is shown and blocked: a wrong guess writes over data.
 */
public final class SetAssembly {
    private final Format format;
    private final Map<String, List<Finding>> against;
    private final List<Finding> findings = new ArrayList<>();

    private SetAssembly(Format format, Map<String, List<Finding>> against) {
        this.format = format;
        this.against = against;
    }

    /** Puts the members together. A format's own findings on single disks come on top. */
    public static Assembly of(Format format, List<Membership> members) {
        return of(format, members, Map.of());
    }

    /**
     * Puts the members together.
     *
     * @param against by identity, what the format itself has against starting a set: it is shown and blocked
     */
    public static Assembly of(Format format, List<Membership> members, Map<String, List<Finding>> against) {
        var assembly = new SetAssembly(format, against);
        var byIdentity = new LinkedHashMap<String, List<Membership>>();
        members.forEach(m ->
                byIdentity.computeIfAbsent(m.identity(), i -> new ArrayList<>()).add(m));
        var names = new HashMap<String, Set<String>>();
        byIdentity.forEach((identity, list) -> names.computeIfAbsent(
                        list.getFirst().layout().name(), n -> new LinkedHashSet<>())
                .add(identity));
        var groups = new ArrayList<Group>();
        byIdentity.forEach((identity, list) -> groups.add(assembly.group(identity, list, names)));
        return new Assembly(groups, assembly.findings);
    }

    /** Disks that are in no set: a lone spare, a disk left over, members of a set of a level that can't be mapped. */
    public static Group withoutSets(Format format, String name, List<Reading.Found> found, boolean spares) {
        List<DiskInfo> disks = found.stream().map(Reading.Found::disk).toList();
        var extents = new HashMap<String, List<Extent>>();
        var copies = new HashMap<String, NativeMetadata>();
        for (Reading.Found f : found) {
            extents.put(f.disk().name(), f.extents());
            copies.put(f.disk().name(), f.metadata());
        }
        return new Group(
                name, format, disks, List.of(), spares ? disks : List.of(), List.of(), extents, new Copies(copies));
    }

    private Group group(String identity, List<Membership> all, Map<String, Set<String>> names) {
        Layout layout = believed(all);
        var blocking = new ArrayList<Finding>(against.getOrDefault(identity, List.of()));
        all.stream()
                .filter(m -> !m.layout().agrees(layout))
                .map(m -> contradiction(m, layout))
                .forEach(blocking::add);
        String suffix = "";
        if (names.getOrDefault(layout.name(), Set.of()).size() > 1) {
            suffix = "_" + shortHash(identity);
            findings.add(sameName(layout.name(), suffix));
        }
        var placed = new LinkedHashMap<Integer, Membership>();
        var disks = new ArrayList<DiskInfo>();
        var stale = new ArrayList<DiskInfo>();
        var spares = new ArrayList<DiskInfo>();
        var lost = new LinkedHashSet<Integer>();
        for (Membership m : all) {
            DiskInfo disk = m.found().disk();
            switch (m.role()) {
                case Membership.ShutOut out -> {
                    stale.add(disk);
                    lost.add(out.slot());
                    findings.add(out.why());
                }
                case Membership.Spare s -> {
                    disks.add(disk);
                    spares.add(disk);
                }
                case Membership.InSlot in -> {
                    disks.add(disk);
                    blocking.addAll(place(m, in, layout, placed));
                }
            }
        }
        RaidSet set = SetBuilder.build(layout, suffix, placed, lost, resync(all));
        blocking.addAll(SetBuilder.defects(format.name(), layout, set));
        findings.addAll(blocking);
        var extents = new HashMap<String, List<Extent>>();
        var copies = new HashMap<String, NativeMetadata>();
        for (Membership m : all) {
            extents.put(m.found().disk().name(), m.found().extents());
            copies.put(m.found().disk().name(), m.found().metadata());
        }
        return new Group(
                set.name(),
                format,
                disks,
                stale,
                spares,
                List.of(set),
                extents,
                new Copies(copies),
                blocking.isEmpty() ? Map.of() : Map.of(set.name(), blocking.getFirst()));
    }

    /** What most members in slots say; the first of equals. Who is shut out or a spare has no say while others are there. */
    private static Layout believed(List<Membership> all) {
        List<Membership> voters =
                all.stream().filter(m -> m.role() instanceof Membership.InSlot).toList();
        Layout best = all.getFirst().layout();
        long most = 0;
        for (Membership m : voters) {
            long votes =
                    voters.stream().filter(o -> o.layout().agrees(m.layout())).count();
            if (votes > most) {
                most = votes;
                best = m.layout();
            }
        }
        return best;
    }

    private List<Finding> place(Membership m, Membership.InSlot in, Layout layout, Map<Integer, Membership> placed) {
        String disk = m.found().disk().name();
        if (in.slot() < 0 || in.slot() >= layout.slots().size()) {
            return List.of(error(
                    "slot", disk, "slot " + in.slot(), "0.." + (layout.slots().size() - 1), "erase its metadata"));
        }
        if (in.data().end() > m.found().disk().sectors()) {
            return List.of(error(
                    "past-end",
                    disk,
                    m.found().disk().sectors() + " sectors",
                    "room for " + in.data(),
                    "is there a host protected area?"));
        }
        Membership first = placed.putIfAbsent(in.slot(), m);
        return first == null
                ? List.of()
                : List.of(error(
                        "same-slot",
                        disk,
                        "slot " + in.slot() + ", which " + first.found().disk().name() + " claims too",
                        "a slot of its own",
                        "take the wrong one of the two disks out"));
    }

    private static RaidSet.Resync resync(List<Membership> all) {
        RaidSet.Resync worst = RaidSet.Resync.CLEAN;
        for (Membership m : all) {
            if (m.role() instanceof Membership.InSlot && m.resync().compareTo(worst) > 0) {
                worst = m.resync();
            }
        }
        return worst;
    }

    private Finding contradiction(Membership m, Layout believed) {
        return error(
                "contradiction",
                m.found().disk().name(),
                m.layout().toString(),
                believed + ", as the others say",
                "take the disk out, or erase its metadata");
    }

    private Finding sameName(String name, String suffix) {
        return new Finding(
                format.name() + ".same-name",
                Severity.WARNING,
                null,
                -1,
                "",
                "two different sets named " + name,
                "",
                "this one is named " + name + suffix + " while both are here");
    }

    private Finding error(String code, String disk, String found, String expected, String remedy) {
        return new Finding(format.name() + "." + code, Severity.ERROR, disk, -1, "", found, expected, remedy);
    }

    /** Eight hexadecimal digits that depend on nothing but the identity. */
    private static String shortHash(String identity) {
        var crc = new CRC32();
        crc.update(identity.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
