package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.RaidSet;

/**
 * Puts copies of MPBs together. All copies of one family are one configuration; its newest copy is believed. A disk which
 * that copy doesn't know, or calls failed, is stale. Where two configurations could both claim to be the truth, neither is
 * started.
 */
final class IswAssembly {
    private final Format<Mpb> format;
    private final List<Group> groups = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private IswAssembly(Format<Mpb> format) {
        this.format = format;
    }

    static Assembly assemble(Format<Mpb> format, List<Reading.Found<Mpb>> found) {
        var assembly = new IswAssembly(format);
        Map<Integer, Map<Integer, List<IswCopy>>> origins = new LinkedHashMap<>();
        List<IswCopy> spares = new ArrayList<>();
        for (Reading.Found<Mpb> f : found) {
            IswCopy copy = new IswCopy(f.disk(), f.metadata(), f.extents());
            if (copy.mpb().announcedVolumes() == 0) {
                spares.add(copy);
            } else {
                origins.computeIfAbsent(copy.mpb().origin(), o -> new LinkedHashMap<>())
                        .computeIfAbsent(copy.mpb().family(), o -> new ArrayList<>())
                        .add(copy);
            }
        }
        origins.values().forEach(families -> assembly.origin(families.values()));
        spares.forEach(assembly::spare);
        return new Assembly(assembly.groups, assembly.findings);
    }

    /** A disk without volumes stands alone: its family is its own. */
    private void spare(IswCopy copy) {
        Optional<IswDisk> own = copy.mpb().disk(copy.serials());
        groups.add(new Group(
                IswNames.group(copy.mpb()),
                List.of(copy.as(own.map(IswAssembly::standing).orElse(Standing.STALE))),
                List.of(),
                Known.shared(format, copy.mpb())));
    }

    private static Standing standing(IswDisk disk) {
        if (disk.has(IswDisk.FAILED)) {
            return Standing.STALE;
        }
        return disk.has(IswDisk.SPARE) ? Standing.SPARE : Standing.MEMBER;
    }

    /** The families that came from one creation. */
    private void origin(Iterable<List<IswCopy>> families) {
        List<IswConfiguration> all = new ArrayList<>();
        families.forEach(copies -> all.add(IswConfiguration.of(copies)));
        Map<IswConfiguration, IswConfiguration> successors = new LinkedHashMap<>();
        for (IswConfiguration c : all) {
            all.stream()
                    .filter(other -> other.supersedes(c))
                    .reduce((a, b) -> b.mpb().newerThan(a.mpb()) ? b : a)
                    .ifPresent(successor -> successors.put(c, successor));
        }
        List<IswConfiguration> standing =
                all.stream().filter(c -> !successors.containsKey(c)).toList();
        Map<IswConfiguration, List<IswCopy>> superseded = new HashMap<>();
        for (IswConfiguration c : successors.keySet()) {
            IswConfiguration last = c;
            for (int i = 0; i < all.size() && successors.containsKey(last); i++) {
                last = successors.get(last);
            }
            List<IswCopy> old = new ArrayList<>(c.members());
            old.addAll(c.others());
            superseded.computeIfAbsent(last, s -> new ArrayList<>()).addAll(old);
            for (IswCopy copy : old) {
                stale(copy, last.mpb());
            }
        }
        for (IswConfiguration c : standing) {
            c.others().forEach(copy -> stale(copy, c.mpb()));
            List<IswCopy> stale = new ArrayList<>(c.others());
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

    private void stale(IswCopy copy, Mpb believed) {
        boolean known = believed.disk(copy.serials()).isPresent() || copy.failedIn(believed);
        if (!known && copy.mpb().generation() == believed.generation()) {
            // As new as the others, but on a disk of another serial: an image, most likely. MpbCheck has told of it.
            return;
        }
        findings.add(Findings.about(
                copy.disk(),
                Severity.WARNING,
                "stale",
                "generation " + Integer.toUnsignedString(copy.mpb().generation()),
                "a working member of " + IswNames.group(believed) + " generation "
                        + Integer.toUnsignedString(believed.generation()),
                "the disk is left out; rebuild it, or erase its metadata"));
    }

    private void group(IswConfiguration c, List<IswCopy> stale, Optional<Finding> split) {
        Mpb mpb = c.mpb();
        var at = new Findings(c.champion().disk(), mpb.size());
        Map<Integer, DiskInfo> present = new HashMap<>();
        List<Finding> general = new ArrayList<>(c.contradictions());
        split.ifPresent(general::add);
        c.members().forEach(copy -> place(copy, mpb, present).ifPresent(general::add));
        general.addAll(MpbCheck.group(mpb, at));
        findings.addAll(general);
        List<Finding> against = new ArrayList<>(Findings.errors(general));
        against.addAll(Findings.errors(MpbCheck.disk(c.champion().disk(), mpb)));

        List<RaidSet> sets = new ArrayList<>();
        Map<String, Finding> blocked = new LinkedHashMap<>();
        var volumes = new IswVolumes(mpb, present);
        for (int i = 0; i < mpb.volumes().size(); i++) {
            IswVolume volume = mpb.volumes().get(i);
            List<Finding> wrong = new ArrayList<>(MpbCheck.volume(mpb, i, present, at));
            Optional<RaidSet> set = volumes.set(volume);
            set.ifPresent(s -> wrong.addAll(tooSmall(s, c.members())));
            findings.addAll(wrong);
            wrong.addAll(against);
            if (set.isPresent()) {
                sets.add(set.get());
                parityLog(volume, set.get()).ifPresent(findings::add);
                if (!wrong.isEmpty()) {
                    blocked.put(set.get().name(), wrong.getFirst());
                }
            }
        }
        List<Bearer> bearers = Stream.concat(
                        c.members().stream().map(copy -> copy.as(Standing.MEMBER)),
                        stale.stream().map(copy -> copy.as(Standing.STALE)))
                .toList();
        groups.add(new Group(IswNames.group(mpb), bearers, sets, Known.shared(format, mpb), blocked));
    }

    /** Puts a member at its place in the disk table; a finding if another disk is there. */
    private static Optional<Finding> place(IswCopy copy, Mpb mpb, Map<Integer, DiskInfo> present) {
        DiskInfo first = present.putIfAbsent(mpb.indexOf(copy.serials()).orElseThrow(), copy.disk());
        if (first == null) {
            return Optional.empty();
        }
        return Optional.of(Findings.about(
                copy.disk(),
                Severity.ERROR,
                "same-serial",
                "the serial of " + first.name(),
                "a serial of its own",
                "take one of the two disks out"));
    }

    /** The partial parity log closes the write hole, but applying it is not our business. */
    private static Optional<Finding> parityLog(IswVolume volume, RaidSet set) {
        boolean needed = volume.partialParityLog() && volume.dirty() && set.health() == RaidSet.Health.DEGRADED;
        return needed
                ? Optional.of(Findings.general(
                        Severity.WARNING,
                        "parity-log",
                        "volume " + set.label() + " dirty and degraded with a partial parity log",
                        "a clean volume",
                        "assemble it once with mdadm, which applies the log"))
                : Optional.empty();
    }

    private static List<Finding> tooSmall(RaidSet set, List<IswCopy> members) {
        List<Finding> found = new ArrayList<>();
        for (IswCopy copy : members) {
            set.member(copy.disk())
                    .filter(m -> m.extent().end()
                            > MpbPlace.on(copy.disk()).start(copy.mpb().size()))
                    .ifPresent(m -> found.add(Findings.about(
                            copy.disk(),
                            Severity.ERROR,
                            "disk-too-small",
                            copy.disk().sectors() + " sectors",
                            "room for " + m.extent() + " and the metadata",
                            "volume " + set.label() + " is not started; is there a host protected area?")));
        }
        return found;
    }
}
