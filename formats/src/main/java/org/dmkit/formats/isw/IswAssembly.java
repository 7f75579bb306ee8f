package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Finding.Severity;
import org.dmkit.raid.Group;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.spi.Assembly;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.Reading;

/**
 * Puts copies of MPBs together. All copies of one family are one configuration; its newest copy is believed. A disk which
 * that copy doesn't know, or calls failed, is stale. Where two configurations could both claim to be the truth, neither is
 * started.
 */
final class IswAssembly {
    /** One disk's copy. */
    private record Copy(DiskInfo disk, Mpb mpb, List<Extent> extents) {
        List<IswSerial> serials() {
            return IswSerial.of(disk);
        }

        /** True if {@code other} calls this disk a working member. */
        boolean goodIn(Mpb other) {
            return other.disk(serials()).filter(IswDisk::good).isPresent();
        }

        /** True if {@code other} knows this disk as failed. */
        boolean failedIn(Mpb other) {
            return other.disk(failedSerials()).isPresent()
                    || other.disk(serials()).filter(d -> !d.good()).isPresent();
        }

        private List<IswSerial> failedSerials() {
            List<IswSerial> failed = new ArrayList<>();
            for (IswSerial serial : serials()) {
                failed.add(serial.failed());
                failed.add(serial.failed().withoutFirst());
            }
            return failed;
        }
    }

    /** Copies of one family. */
    private record Configuration(Copy champion, List<Copy> members, List<Copy> others) {
        Mpb mpb() {
            return champion.mpb;
        }

        boolean whole() {
            return mpb().disks().stream()
                    .filter(IswDisk::good)
                    .allMatch(d -> members.stream().anyMatch(c -> c.serials().contains(d.serial())));
        }

        /**
         * True if this is provably what became of {@code older}: a disk that worked in that configuration has moved on to
         * this one; or nobody there says anything against this one, and only this one is whole.
         */
        boolean supersedes(Configuration older) {
            if (!mpb().newerThan(older.mpb())) {
                return false;
            }
            boolean movedOn = members.stream().anyMatch(c -> c.goodIn(older.mpb()));
            boolean denied = members.stream().anyMatch(c -> c.failedIn(older.mpb()));
            return movedOn || (!denied && whole() && !older.whole());
        }
    }

    private final Format format;
    private final List<Group> groups = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private IswAssembly(Format format) {
        this.format = format;
    }

    static Assembly assemble(Format format, List<Reading.Found> found) {
        var assembly = new IswAssembly(format);
        Map<Integer, Map<Integer, List<Copy>>> origins = new LinkedHashMap<>();
        List<Copy> spares = new ArrayList<>();
        for (Reading.Found f : found) {
            Copy copy = new Copy(f.disk(), (Mpb) f.metadata(), f.extents());
            if (copy.mpb.announcedVolumes() == 0) {
                spares.add(copy);
            } else {
                origins.computeIfAbsent(copy.mpb.origin(), o -> new LinkedHashMap<>())
                        .computeIfAbsent(copy.mpb.family(), o -> new ArrayList<>())
                        .add(copy);
            }
        }
        origins.values().forEach(families -> assembly.origin(families.values()));
        spares.forEach(assembly::spare);
        return new Assembly(assembly.groups, assembly.findings);
    }

    /** A disk without volumes stands alone: its family is its own. */
    private void spare(Copy copy) {
        Optional<IswDisk> own = copy.mpb.disk(copy.serials());
        boolean usable = own.isPresent() && !own.get().has(IswDisk.FAILED);
        List<DiskInfo> disk = List.of(copy.disk);
        groups.add(new Group(
                IswNames.group(copy.mpb),
                format,
                usable ? disk : List.of(),
                usable ? List.of() : disk,
                usable && own.get().has(IswDisk.SPARE) ? disk : List.of(),
                List.of(),
                Map.of(copy.disk.name(), copy.extents),
                copy.mpb));
    }

    /** The families that came from one creation. */
    private void origin(Iterable<List<Copy>> families) {
        List<Configuration> rest = new ArrayList<>();
        families.forEach(copies -> rest.add(configuration(copies)));
        Map<Configuration, Configuration> successors = new HashMap<>();
        for (Configuration c : rest) {
            rest.stream()
                    .filter(other -> other.supersedes(c))
                    .reduce((a, b) -> b.mpb().newerThan(a.mpb()) ? b : a)
                    .ifPresent(successor -> successors.put(c, successor));
        }
        List<Configuration> standing =
                rest.stream().filter(c -> !successors.containsKey(c)).toList();
        Map<Configuration, List<Copy>> superseded = new HashMap<>();
        for (Configuration c : successors.keySet()) {
            Configuration last = c;
            for (int i = 0; i < rest.size() && successors.containsKey(last); i++) {
                last = successors.get(last);
            }
            List<Copy> old = new ArrayList<>(c.members);
            old.addAll(c.others);
            superseded.computeIfAbsent(last, s -> new ArrayList<>()).addAll(old);
            for (Copy copy : old) {
                stale(copy, last.mpb());
            }
        }
        for (Configuration c : standing) {
            c.others.forEach(copy -> stale(copy, c.mpb()));
            List<Copy> stale = new ArrayList<>(c.others);
            stale.addAll(superseded.getOrDefault(c, List.of()));
            Optional<Finding> split = standing.size() == 1
                    ? Optional.empty()
                    : Optional.of(Findings.general(
                            Severity.ERROR,
                            "split",
                            IswNames.group(c.mpb()) + " generation "
                                    + Integer.toUnsignedString(c.mpb().generation()),
                            "one configuration of these disks",
                            "two configurations have the same origin and neither proves to be the newer;"
                                    + " take the disks of the wrong one out, or erase their metadata"));
            group(c, stale, split);
        }
    }

    private static Configuration configuration(List<Copy> copies) {
        Copy champion = copies.stream().reduce((a, b) -> beats(b, a) ? b : a).orElseThrow();
        List<Copy> members = new ArrayList<>();
        List<Copy> others = new ArrayList<>();
        for (Copy copy : copies) {
            if (copy.goodIn(champion.mpb)) {
                members.add(copy);
            } else {
                others.add(copy);
            }
        }
        return new Configuration(champion, members, others);
    }

    /** Newer; or as new, and on a disk that it calls a member. */
    private static boolean beats(Copy a, Copy b) {
        return a.mpb.newerThan(b.mpb)
                || (a.mpb.generation() == b.mpb.generation() && a.goodIn(a.mpb) && !b.goodIn(b.mpb));
    }

    private void stale(Copy copy, Mpb believed) {
        findings.add(Findings.about(
                copy.disk,
                Severity.WARNING,
                "stale",
                "generation " + Integer.toUnsignedString(copy.mpb.generation()),
                "a working member of " + IswNames.group(believed) + " generation "
                        + Integer.toUnsignedString(believed.generation()),
                "the disk is left out; rebuild it, or erase its metadata"));
    }

    private void group(Configuration c, List<Copy> stale, Optional<Finding> split) {
        Mpb mpb = c.mpb();
        Map<Integer, DiskInfo> present = new HashMap<>();
        List<Finding> against = new ArrayList<>(contradictions(c));
        split.ifPresent(against::add);
        for (Copy copy : c.members) {
            int index = mpb.indexOf(copy.serials()).orElseThrow();
            DiskInfo first = present.putIfAbsent(index, copy.disk);
            if (first != null) {
                against.add(Findings.about(
                        copy.disk,
                        Severity.ERROR,
                        "same-serial",
                        "the serial of " + first.name(),
                        "a serial of its own",
                        "take one of the two disks out"));
            }
        }
        var at = new Findings(c.champion.disk, mpb.size());
        List<Finding> general = MpbCheck.group(mpb, at);
        findings.addAll(against);
        findings.addAll(general);
        against.addAll(
                general.stream().filter(f -> f.severity() == Severity.ERROR).toList());
        if (mpb.volumes().size() < mpb.announcedVolumes()) {
            against.addAll(MpbCheck.disk(c.champion.disk, mpb).stream()
                    .filter(f -> f.severity() == Severity.ERROR)
                    .toList());
        }
        List<RaidSet> sets = new ArrayList<>();
        Map<String, Finding> blocked = new LinkedHashMap<>();
        var volumes = new IswVolumes(mpb, present);
        for (int i = 0; i < mpb.volumes().size(); i++) {
            List<Finding> wrong = new ArrayList<>(MpbCheck.volume(mpb, i, at));
            Optional<RaidSet> set = volumes.set(mpb.volumes().get(i));
            set.ifPresent(s -> wrong.addAll(tooSmall(s, c.members)));
            findings.addAll(wrong);
            if (set.isPresent()) {
                sets.add(set.get());
                wrong.addAll(against);
                if (!wrong.isEmpty()) {
                    blocked.put(set.get().name(), wrong.getFirst());
                }
            }
        }
        Map<String, List<Extent>> extents = new HashMap<>();
        c.members.forEach(copy -> extents.put(copy.disk.name(), copy.extents));
        stale.forEach(copy -> extents.put(copy.disk.name(), copy.extents));
        groups.add(new Group(
                IswNames.group(mpb),
                format,
                c.members.stream().map(Copy::disk).toList(),
                stale.stream().map(Copy::disk).toList(),
                List.of(),
                sets,
                extents,
                mpb,
                blocked));
    }

    /** Copies that deny each other. */
    private static List<Finding> contradictions(Configuration c) {
        List<Finding> found = new ArrayList<>();
        for (Copy copy : c.members) {
            if (copy.mpb.generation() == c.mpb().generation() && !copy.mpb.equals(c.mpb())) {
                found.add(Findings.about(
                        copy.disk,
                        Severity.ERROR,
                        "contradiction",
                        "another content than " + c.champion.disk.name() + " at the same generation",
                        "the same content",
                        "take the wrong disk out, or erase its metadata"));
            }
            if (copy.mpb.unit() != c.mpb().unit()) {
                found.add(Findings.about(
                        copy.disk,
                        Severity.ERROR,
                        "sector-size",
                        copy.disk.sectorSize() + " bytes",
                        c.champion.disk.sectorSize() + " bytes",
                        "members must have sectors of one size"));
            }
        }
        for (Copy copy : c.others) {
            boolean movedOn = c.members.stream().anyMatch(m -> m.goodIn(copy.mpb));
            boolean denied = c.members.stream().anyMatch(m -> m.failedIn(copy.mpb));
            boolean sameGeneration = copy.mpb.generation() == c.mpb().generation() && !copy.mpb.equals(c.mpb());
            if ((denied && !movedOn) || sameGeneration) {
                found.add(Findings.about(
                        copy.disk,
                        Severity.ERROR,
                        "split-brain",
                        "this disk calls those failed that call it failed",
                        "one side's word",
                        "both sides may hold newer data: take the wrong disk out, or erase its metadata"));
            }
        }
        return found;
    }

    private static List<Finding> tooSmall(RaidSet set, List<Copy> members) {
        List<Finding> found = new ArrayList<>();
        for (Copy copy : members) {
            set.member(copy.disk)
                    .filter(m -> m.extent().end() > MpbPlace.on(copy.disk).start(copy.mpb.size()))
                    .ifPresent(m -> found.add(Findings.about(
                            copy.disk,
                            Severity.ERROR,
                            "disk-too-small",
                            copy.disk.sectors() + " sectors",
                            "room for " + m.extent() + " and the metadata",
                            "volume " + set.label() + " is not started; is there a host protected area?")));
        }
        return found;
    }
}
