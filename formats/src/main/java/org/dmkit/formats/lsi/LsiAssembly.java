package org.dmkit.formats.lsi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Layout;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.SetAssembly;
import org.dmkit.raid.assemble.Stack;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.Verdict;

/**
 * Puts the disks together. Disks of one timestamp are one configuration, all of whose disks bear all of it. There is no
 * generation, so {@link Verdict} says who is in use.
 */
final class LsiAssembly {
    private final Format<LsiConfiguration> format;
    private final List<Membership<LsiConfiguration>> members = new ArrayList<>();
    private final List<Group> setless = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private LsiAssembly(Format<LsiConfiguration> format) {
        this.format = format;
    }

    static Assembly assemble(Format<LsiConfiguration> format, List<Reading.Found<LsiConfiguration>> found) {
        var assembly = new LsiAssembly(format);
        var configurations = new LinkedHashMap<Long, List<Copy>>();
        for (Reading.Found<LsiConfiguration> f : found) {
            var copy = new Copy(f, f.metadata());
            configurations
                    .computeIfAbsent(copy.configuration().timestamp(), t -> new ArrayList<>())
                    .add(copy);
        }
        configurations.values().forEach(assembly::configuration);
        Assembly sets = SetAssembly.of(
                format,
                assembly.members,
                m -> Long.toString(m.found().metadata().timestamp()));
        List<Group> groups = sets.groups().stream()
                .map(LsiAssembly::readOnlyIfShared)
                .map(SetAssembly::readOnlyIfCrossed)
                .toList();
        return new Assembly(groups, sets.findings()).with(assembly.setless, assembly.findings);
    }

    /** Disks of several sets bear one configuration, and those of a set that nobody can map would have to be rewritten too. */
    private static Group readOnlyIfShared(Group group) {
        boolean shared = group.known().byDisk().values().stream()
                .anyMatch(m -> m instanceof LsiConfiguration c && c.raidCount() != 1);
        return shared ? group.unchangeable() : group;
    }

    private record Copy(Reading.Found<LsiConfiguration> found, LsiConfiguration configuration) {
        DiskInfo disk() {
            return found.disk();
        }

        int raid() {
            return configuration.raidNumber();
        }

        int place() {
            return configuration.diskNumber();
        }

        LsiDisk entry() {
            return configuration.disk(raid(), place()).orElseThrow();
        }

        /** Sectors that its set may use of it. */
        long room() {
            boolean mirrored = configuration.raid(raid()).orElseThrow().type() != LsiRaid.RAID0;
            long all = disk().sectors() - 1;
            return mirrored && entry().exact() ? Math.min(all, entry().diskSectors()) : all;
        }

        boolean callsRebuilding(Copy other) {
            return configuration
                    .disk(other.raid(), other.place())
                    .filter(LsiDisk::rebuilding)
                    .isPresent();
        }

        boolean callsLost(Copy other) {
            return configuration.callsLost(other.raid(), other.place());
        }

        Optional<Finding> defect() {
            return LsiCheck.defect(disk(), configuration);
        }
    }

    /** All disks of one timestamp. */
    private void configuration(List<Copy> copies) {
        List<Copy> sound = copies.stream().filter(c -> c.defect().isEmpty()).toList();
        var bySet = new LinkedHashMap<Integer, List<Copy>>();
        copies.forEach(
                c -> bySet.computeIfAbsent(c.raid(), r -> new ArrayList<>()).add(c));
        bySet.forEach((raid, disks) -> {
            List<Copy> ofSet = sound.stream().filter(c -> c.raid() == raid).toList();
            if (ofSet.isEmpty()) {
                withoutSet(disks);
            } else if (disks.stream().allMatch(c -> ofSet.contains(c) && c.callsLost(c))) {
                left(disks);
            } else {
                set(disks, ofSet, sound);
            }
        });
    }

    /** Disks of a set that nobody can describe: shown, and left alone. */
    private void withoutSet(List<Copy> disks) {
        disks.forEach(copy -> copy.defect().ifPresent(findings::add));
        setless.add(withoutSet(disks, Standing.MEMBER));
    }

    /** Disks that all call themselves gone are no set: theirs goes on without them, with another timestamp perhaps. */
    private void left(List<Copy> disks) {
        disks.forEach(copy -> findings.add(gone(copy, copy)));
        setless.add(withoutSet(disks, Standing.STALE));
    }

    private Group withoutSet(List<Copy> disks, Standing standing) {
        return SetAssembly.withoutSet(
                format,
                LsiListing.name(disks.getFirst().configuration()),
                disks.stream().map(Copy::found).toList(),
                standing);
    }

    /**
     * @param disks all that say they are in the set
     * @param ofSet those of them whose copy can be believed
     * @param sound all disks of the configuration whose copy can be believed
     */
    private void set(List<Copy> disks, List<Copy> ofSet, List<Copy> sound) {
        Map<Copy, Verdict<Copy>> verdicts = Verdict.of(sound, Copy::callsLost);
        var shutOut = new LinkedHashMap<Copy, Finding>();
        for (Copy copy : ofSet) {
            switch (Objects.requireNonNull(verdicts.get(copy))) {
                case Verdict.Out<Copy> out -> shutOut.put(copy, gone(copy, out.accuser()));
                case Verdict.Split<Copy> split -> shutOut.put(copy, split(copy, split.accuser()));
                case Verdict.Stands<Copy> stands -> {}
            }
        }
        List<Copy> standing =
                ofSet.stream().filter(c -> !shutOut.containsKey(c)).toList();
        List<Copy> witnesses = standing.isEmpty() ? ofSet : standing;
        Copy first = witnesses.getFirst();
        for (Copy copy : disks) {
            Optional<Finding> defect = copy.defect();
            Finding out = shutOut.get(copy);
            if (defect.isPresent()) {
                add(copy, layout(first, witnesses), new Membership.ShutOut(-1, defect.get()));
            } else if (isRebuilt(copy, standing)) {
                add(copy, layout(first, witnesses), slot(copy, witnesses, Component.State.REBUILDING));
            } else if (out != null) {
                add(copy, layout(first, witnesses), new Membership.ShutOut(copy.place(), out));
            } else {
                add(copy, layout(copy, witnesses), slot(copy, witnesses, Component.State.IN_SYNC));
            }
        }
        degraded(first, witnesses).ifPresent(findings::add);
    }

    /** All say so, itself and those that have the data. */
    private static boolean isRebuilt(Copy copy, List<Copy> standing) {
        return copy.callsRebuilding(copy) && standing.stream().allMatch(s -> s.callsRebuilding(copy));
    }

    private static Membership.InSlot slot(Copy copy, List<Copy> witnesses, Component.State state) {
        return new Membership.InSlot(copy.place(), new Extent(0, Math.min(copy.room(), least(witnesses))), state);
    }

    private static long least(List<Copy> witnesses) {
        return witnesses.stream().mapToLong(Copy::room).min().orElseThrow();
    }

    private void add(Copy copy, Layout layout, Membership.Role role) {
        members.add(new Membership<>(
                copy.found(),
                copy.configuration().timestamp() + " " + copy.raid(),
                layout,
                role,
                RaidSet.Resync.CLEAN));
    }

    /**
     * What this copy says of its set. The size is dmraid's: all but the last sector of the smallest disk, of each disk in whole
     * chunks. The size in the metadata is a little smaller, and doesn't hold that of a large disk; it counts where it is no vendor's.
     */
    private static Layout layout(Copy copy, List<Copy> witnesses) {
        LsiRaid raid = copy.configuration().raid(copy.raid()).orElseThrow();
        long least = least(witnesses);
        List<Layout.Slot> slots = IntStream.range(0, raid.diskCount())
                .mapToObj(d -> new Layout.Slot(
                        new Extent(0, least),
                        "",
                        witnesses.stream().anyMatch(w -> w.configuration().callsLost(copy.raid(), d))))
                .toList();
        String name = LsiListing.name(copy.configuration());
        boolean mirror = raid.type() == LsiRaid.RAID1;
        return new Layout(
                name,
                "",
                mirror ? Level.RAID1 : Level.RAID0,
                raid.stripeSectors(),
                0,
                slots,
                raid.type() == LsiRaid.RAID10 ? Stack.numbered(Level.RAID1, name, 2) : null);
    }

    private static Finding gone(Copy copy, Copy accuser) {
        return about(
                copy,
                Severity.WARNING,
                "gone",
                "called gone by " + accuser.disk().name(),
                "a disk in use",
                "it may miss writes and is left out; rebuild it, or erase its metadata");
    }

    private static Finding split(Copy copy, Copy accuser) {
        return about(
                copy,
                Severity.ERROR,
                "split-brain",
                "called gone by " + accuser.disk().name() + ", which it calls gone itself",
                "one of the two in use",
                "neither proves to be the newer; take the wrong one out, or erase its metadata");
    }

    /** Degraded, but nobody is called gone: which member misses writes can't be told. */
    private static Optional<Finding> degraded(Copy copy, List<Copy> witnesses) {
        LsiConfiguration c = copy.configuration();
        LsiRaid raid = c.raid(copy.raid()).orElseThrow();
        boolean anyLost = IntStream.range(0, raid.diskCount())
                .anyMatch(d ->
                        witnesses.stream().anyMatch(w -> w.configuration().callsLost(copy.raid(), d)));
        return raid.degraded() && !anyLost
                ? Optional.of(about(
                        copy,
                        Severity.WARNING,
                        "degraded",
                        "a degraded set of which no disk is called gone",
                        "the flag of one disk",
                        "compare the members before writing to it"))
                : Optional.empty();
    }

    private static Finding about(
            Copy copy, Severity severity, String code, String found, String expected, String remedy) {
        return copy.found().finding("lsi." + code, severity, "flags", found, expected, remedy);
    }
}
