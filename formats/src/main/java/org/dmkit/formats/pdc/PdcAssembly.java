package org.dmkit.formats.pdc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.pdc.PdcMembers.In;
import org.dmkit.formats.pdc.PdcMembers.Out;
import org.dmkit.formats.pdc.PdcMembers.Standing;
import org.dmkit.raid.assemble.Layout;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.SetAssembly;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.RaidSet.Resync;

/** Puts the disks of each volume together, by all 64 bits of its id. */
final class PdcAssembly {
    private final List<Membership<PdcDisk>> members = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private PdcAssembly() {}

    static Assembly assemble(Format<PdcDisk> format, List<Reading.Found<PdcDisk>> found) {
        var assembly = new PdcAssembly();
        var volumes = new LinkedHashMap<Long, List<PdcCopy>>();
        for (Reading.Found<PdcDisk> f : found) {
            for (PdcBlock block : f.metadata().volumes()) {
                volumes.computeIfAbsent(block.volumeId(), v -> new ArrayList<>())
                        .add(new PdcCopy(f, block));
            }
        }
        volumes.values().forEach(assembly::volume);
        Assembly sets = SetAssembly.of(format, assembly.members);
        return new Assembly(
                        sets.groups().stream()
                                .map(PdcAssembly::readOnlyIfUntold)
                                .toList(),
                        sets.findings())
                .with(assembly.withoutSet(format, found), assembly.findings);
    }

    private void volume(List<PdcCopy> copies) {
        var defects = new LinkedHashMap<PdcCopy, Finding>();
        copies.forEach(c -> PdcCheck.defect(c).ifPresent(defect -> defects.put(c, defect)));
        List<PdcCopy> sound =
                copies.stream().filter(c -> !defects.containsKey(c)).toList();
        if (sound.isEmpty()) {
            findings.addAll(defects.values());
            return;
        }
        PdcMembers judged = PdcMembers.of(sound);
        Map<PdcCopy, Standing> standings = judged.standings(sound);
        findings.addAll(judged.findings());
        var volume = new PdcVolume(judged.newest());
        var extents = new PdcExtents(judged.newest(), standings);
        Layout newest = volume.layout(extents.all(), judged::lost);
        for (PdcCopy copy : copies) {
            Finding defect = defects.get(copy);
            if (defect != null) {
                add(copy, newest, new Membership.ShutOut(-1, defect));
                continue;
            }
            switch (Objects.requireNonNull(standings.get(copy))) {
                case In in -> {
                    Optional<Extent> data = extents.of(copy);
                    if (data.isPresent()) {
                        Layout own = new PdcVolume(copy.block()).layout(sized(extents.all(), copy), judged::lost);
                        add(copy, own, new Membership.InSlot(in.place(), data.get(), in.state()));
                    } else {
                        add(copy, newest, new Membership.ShutOut(in.place(), pastEnd(copy)));
                    }
                }
                case Out out -> add(copy, newest, new Membership.ShutOut(out.place(), out.why()));
            }
        }
    }

    /** As many extents as this copy says there are members: what contradicts the others is shown, not indexed with. */
    private static List<Extent> sized(List<Extent> extents, PdcCopy copy) {
        int disks = copy.block().totalDisks();
        return disks == extents.size() ? extents : Collections.nCopies(disks, extents.getFirst());
    }

    private void add(PdcCopy copy, Layout layout, Membership.Role role) {
        PdcBlock block = copy.block();
        Resync resync = block.resyncing() ? Resync.RESYNCING : block.dirty() ? Resync.DIRTY : Resync.CLEAN;
        members.add(new Membership<>(copy.found(), Long.toHexString(block.volumeId()), layout, role, resync));
    }

    /**
     * A stripe of mirrors is a mirror of stripes again as soon as one of the stripes is whole. Sets on the same disks that differ in
     * the high half of their id alone are called by what only reading them together tells.
     */
    private static Group readOnlyIfUntold(Group g) {
        boolean alike = g.sets().size() > 1
                && g.known().byDisk().values().stream()
                        .filter(PdcDisk.class::isInstance)
                        .map(PdcDisk.class::cast)
                        .anyMatch(PdcDisk::hasNameTwice);
        return alike ? g.unchangeable() : SetAssembly.readOnlyIfCrossed(g);
    }

    private static Finding pastEnd(PdcCopy copy) {
        return copy.about(
                Severity.ERROR,
                "disk-sectors",
                "disk_sectors",
                Long.toString(copy.block().diskSectors()),
                "room before " + copy.end(),
                "the disk is left out; is there a host protected area?");
    }

    /** Disks that are in no set: spares, records of unused space, volumes that can't be told. */
    private List<Group> withoutSet(Format<PdcDisk> format, List<Reading.Found<PdcDisk>> found) {
        Set<String> placed = new HashSet<>();
        members.forEach(m -> placed.add(m.found().disk().name()));
        var byName = new LinkedHashMap<String, List<Reading.Found<PdcDisk>>>();
        found.stream()
                .filter(f -> !placed.contains(f.disk().name()))
                .forEach(f -> byName.computeIfAbsent(PdcListing.set(f.metadata().listed()), n -> new ArrayList<>())
                        .add(f));
        var groups = new ArrayList<Group>();
        byName.forEach((name, disks) -> groups.add(SetAssembly.withoutSet(
                format, name, disks, f -> f.metadata().spare() ? Bearer.Standing.SPARE : Bearer.Standing.MEMBER)));
        return groups;
    }
}
