package org.dmkit.raid.assemble;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;

/**
 * Makes sets and groups from what the disks of a format say: members of one identity belong together, each in its slot. Where
 * they contradict each other, or reach for the same sectors, the set is shown and blocked: a wrong guess writes over data.
 * Sets that share a disk are one group, because one transaction has to write that disk for all of them.
 */
public final class SetAssembly<M> {
    private final Format<M> format;
    private final Map<String, List<Finding>> defects;
    private final Set<Finding> findings = new LinkedHashSet<>();

    private SetAssembly(Format<M> format, Map<String, List<Finding>> defects) {
        this.format = format;
        this.defects = defects;
    }

    /** Puts the members together. A format's own findings on single disks come on top. */
    public static <M> Assembly of(Format<M> format, List<Membership<M>> members) {
        return of(format, members, Map.of(), Membership::identity);
    }

    /**
     * Puts the members together.
     *
     * @param defects by identity, what the format itself has against starting a set: a migration under way, ...
     */
    public static <M> Assembly of(Format<M> format, List<Membership<M>> members, Map<String, List<Finding>> defects) {
        return of(format, members, defects, Membership::identity);
    }

    /**
     * Puts the members together.
     *
     * @param configuration equal on members of sets that one metadata describes, so that they are one group even if no disk
     *     is in two of them
     */
    public static <M> Assembly of(
            Format<M> format, List<Membership<M>> members, Function<Membership<M>, String> configuration) {
        return of(format, members, Map.of(), configuration);
    }

    private static <M> Assembly of(
            Format<M> format,
            List<Membership<M>> members,
            Map<String, List<Finding>> defects,
            Function<Membership<M>, String> configuration) {
        var assembly = new SetAssembly<>(format, defects);
        var byIdentity = new LinkedHashMap<String, List<Membership<M>>>();
        members.forEach(m ->
                byIdentity.computeIfAbsent(m.identity(), i -> new ArrayList<>()).add(m));
        var names = new HashMap<String, Set<String>>();
        byIdentity.forEach(
                (identity, list) -> names.computeIfAbsent(believed(list).name(), n -> new LinkedHashSet<>())
                        .add(identity));
        var sets = new ArrayList<Assembled<M>>();
        byIdentity.forEach((identity, list) -> sets.add(assembly.set(identity, list, names)));
        List<Group> groups =
                together(sets, configuration).stream().map(assembly::group).toList();
        return new Assembly(groups, List.copyOf(assembly.findings));
    }

    /** Disks that are in no set: spares of nobody in particular, or of a kind of set that nobody knows. */
    public static <M> Group withoutSet(Format<M> format, String name, List<Reading.Found<M>> disks, Standing standing) {
        return withoutSet(format, name, disks, found -> standing);
    }

    /** The same, each disk with a standing of its own. */
    public static <M> Group withoutSet(
            Format<M> format,
            String name,
            List<Reading.Found<M>> disks,
            Function<Reading.Found<M>, Standing> standing) {
        var copies = new HashMap<String, M>();
        disks.forEach(f -> copies.put(f.disk().name(), f.metadata()));
        return new Group(
                name,
                disks.stream().map(f -> Bearer.of(f, standing.apply(f))).toList(),
                List.of(),
                Known.byDisk(format, copies));
    }

    /** A stripe of mirrors is a mirror of stripes again as soon as one of the stripes is whole: until then it can't be changed. */
    public static Group readOnlyIfCrossed(Group group) {
        boolean crossed = group.sets().stream()
                .filter(s -> !s.level().redundant())
                .flatMap(s -> s.components().stream())
                .anyMatch(Component.Subset.class::isInstance);
        return crossed ? group.unchangeable() : group;
    }

    /** One set, who was said to be in it, and what keeps it from being started. */
    private record Assembled<M>(List<Membership<M>> all, RaidSet set, List<Finding> blocking) {}

    /** The sets in heaps: none has a disk or a configuration of one in another heap. */
    private static <M> List<List<Assembled<M>>> together(
            List<Assembled<M>> sets, Function<Membership<M>, String> configuration) {
        var touching = new HashMap<Object, List<Integer>>();
        for (int i = 0; i < sets.size(); i++) {
            for (Object touched : touched(sets.get(i), configuration)) {
                touching.computeIfAbsent(touched, t -> new ArrayList<>()).add(i);
            }
        }
        var heaps = new ArrayList<List<Assembled<M>>>();
        var taken = new BitSet();
        for (int i = 0; i < sets.size(); i++) {
            if (!taken.get(i)) {
                var heap = new TreeSet<Integer>();
                var next = new ArrayDeque<>(List.of(i));
                while (!next.isEmpty()) {
                    int set = next.remove();
                    if (heap.add(set)) {
                        for (Object touched : touched(sets.get(set), configuration)) {
                            next.addAll(Objects.requireNonNullElse(touching.remove(touched), List.of()));
                        }
                    }
                }
                heap.forEach(taken::set);
                heaps.add(heap.stream().map(sets::get).toList());
            }
        }
        return heaps;
    }

    private static <M> Set<Object> touched(Assembled<M> set, Function<Membership<M>, String> configuration) {
        var touched = new HashSet<Object>();
        for (Membership<M> m : set.all()) {
            touched.add(m.found().disk());
            touched.add(configuration.apply(m));
        }
        return touched;
    }

    private Assembled<M> set(String identity, List<Membership<M>> all, Map<String, Set<String>> names) {
        Layout layout = believed(all);
        var blocking = new ArrayList<Finding>(defects.getOrDefault(identity, List.of()));
        all.stream()
                .filter(m -> m.role() instanceof Membership.InSlot)
                .filter(m -> !m.layout().agrees(layout))
                .map(m -> contradiction(m, layout))
                .forEach(blocking::add);
        String suffix = "";
        if (names.getOrDefault(layout.name(), Set.of()).size() > 1) {
            suffix = "_" + shortHash(identity);
            findings.add(sameName(layout.name(), suffix));
        }
        var placed = new LinkedHashMap<Integer, Membership<M>>();
        var lost = new LinkedHashSet<Integer>();
        for (Membership<M> m : all) {
            switch (m.role()) {
                case Membership.ShutOut out -> {
                    lost.add(out.slot());
                    findings.add(out.why());
                }
                case Membership.Spare s -> {}
                case Membership.InSlot in -> blocking.addAll(place(m, in, layout, placed));
            }
        }
        RaidSet set = SetBuilder.build(layout, suffix, placed, lost, resync(all));
        blocking.addAll(SetBuilder.defects(format.name(), layout, set));
        return new Assembled<>(all, set, blocking);
    }

    private Group group(List<Assembled<M>> sets) {
        overlaps(sets);
        var bearers = new LinkedHashMap<DiskInfo, Bearer>();
        var copies = new HashMap<String, M>();
        var blocked = new HashMap<String, Finding>();
        for (Assembled<M> assembled : sets) {
            findings.addAll(assembled.blocking());
            if (!assembled.blocking().isEmpty()) {
                blocked.put(assembled.set().name(), assembled.blocking().getFirst());
            }
            for (Membership<M> m : assembled.all()) {
                copies.put(m.found().disk().name(), m.found().metadata());
                // Shut out of one set, a disk is still a member of another.
                bearers.merge(
                        m.found().disk(),
                        Bearer.of(m.found(), standing(m.role())),
                        (a, b) -> a.standing().compareTo(b.standing()) <= 0 ? a : b);
            }
        }
        return new Group(
                sets.getFirst().set().name(),
                List.copyOf(bearers.values()),
                sets.stream().map(Assembled::set).toList(),
                Known.byDisk(format, copies),
                blocked);
    }

    private static Standing standing(Membership.Role role) {
        return switch (role) {
            case Membership.InSlot in -> Standing.MEMBER;
            case Membership.Spare s -> Standing.SPARE;
            case Membership.ShutOut out -> Standing.STALE;
        };
    }

    /** Blocks sets that claim the same sectors of a disk. */
    private void overlaps(List<Assembled<M>> sets) {
        for (int i = 0; i < sets.size(); i++) {
            for (int j = i + 1; j < sets.size(); j++) {
                RaidSet one = sets.get(i).set();
                RaidSet other = sets.get(j).set();
                Optional<Component.Member> clash = one.members()
                        .filter(m -> other.members()
                                .anyMatch(o ->
                                        o.disk().equals(m.disk()) && o.extent().overlaps(m.extent())))
                        .findFirst();
                if (clash.isPresent()) {
                    Finding overlap = error(
                            "overlap",
                            clash.get().disk().name(),
                            one.name() + " and " + other.name() + " on the same sectors",
                            "room of its own for each",
                            "if that is the wrong one: "
                                    + wipe(clash.get().disk().name()));
                    sets.get(i).blocking().add(overlap);
                    sets.get(j).blocking().add(overlap);
                }
            }
        }
    }

    /** What most members in slots say; the first of equals. Who is shut out or a spare has no say while others are there. */
    private static <M> Layout believed(List<Membership<M>> all) {
        List<Membership<M>> voters =
                all.stream().filter(m -> m.role() instanceof Membership.InSlot).toList();
        Layout best = all.getFirst().layout();
        long most = 0;
        for (Membership<M> m : voters) {
            long votes =
                    voters.stream().filter(o -> o.layout().agrees(m.layout())).count();
            if (votes > most) {
                most = votes;
                best = m.layout();
            }
        }
        return best;
    }

    private String wipe(String disk) {
        return "dmkit wipe " + disk + " --format " + format.name();
    }

    private List<Finding> place(
            Membership<M> m, Membership.InSlot in, Layout layout, Map<Integer, Membership<M>> placed) {
        String disk = m.found().disk().name();
        if (in.slot() < 0 || in.slot() >= layout.slots().size()) {
            return List.of(error(
                    "slot", disk, "slot " + in.slot(), "0.." + (layout.slots().size() - 1), wipe(disk)));
        }
        if (in.data().end() > m.found().disk().sectors()) {
            return List.of(error(
                    "past-end",
                    disk,
                    m.found().disk().sectors() + " sectors",
                    "room for " + in.data(),
                    "is there a host protected area?"));
        }
        if (placed.values().stream()
                .anyMatch(p -> p.found().disk().equals(m.found().disk()))) {
            return List.of(error("same-disk", disk, "two slots of one set", "one", wipe(disk)));
        }
        Membership<M> first = placed.putIfAbsent(in.slot(), m);
        return first == null
                ? List.of()
                : List.of(error(
                        "same-slot",
                        disk,
                        "slot " + in.slot() + ", which " + first.found().disk().name() + " claims too",
                        "a slot of its own",
                        "take the wrong one of the two disks out"));
    }

    private static <M> RaidSet.Resync resync(List<Membership<M>> all) {
        RaidSet.Resync worst = RaidSet.Resync.CLEAN;
        for (Membership<M> m : all) {
            if (m.role() instanceof Membership.InSlot && m.resync().compareTo(worst) > 0) {
                worst = m.resync();
            }
        }
        return worst;
    }

    private Finding contradiction(Membership<M> m, Layout believed) {
        return error(
                "contradiction",
                m.found().disk().name(),
                m.layout().toString(),
                believed + ", as the others say",
                "take the disk out; or: " + wipe(m.found().disk().name()));
    }

    private Finding sameName(String name, String suffix) {
        return Finding.warning(format.name() + ".same-name")
                .found("two different sets named " + name)
                .remedy("this one is named " + name + suffix + " while both are here");
    }

    private Finding error(String code, String disk, String found, String expected, String remedy) {
        return Finding.error(format.name() + "." + code)
                .on(disk)
                .found(found)
                .expected(expected)
                .remedy(remedy);
    }

    /** Eight letters that depend on nothing but the identity; no digits, because the number of a partition may follow. */
    private static String shortHash(String identity) {
        var crc = new CRC32();
        crc.update(identity.getBytes(StandardCharsets.UTF_8));
        return DigitLetters.of(String.format("%08x", crc.getValue()));
    }
}
