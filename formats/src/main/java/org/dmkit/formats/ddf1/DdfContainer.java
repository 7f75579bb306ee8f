package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;

/**
 * The disks of one container, and whose tables are believed: those of the highest sequence, a copy that was being written
 * counting one less.
 *
 * @param champion the copy that is believed
 * @param members disks that may be used, by reference
 * @param stale disks that must not
 * @param findings why, and what else is odd
 * @param against what keeps every volume of the container from starting
 */
record DdfContainer(
        DdfCopy champion,
        Map<Long, DdfCopy> members,
        List<DdfCopy> stale,
        List<Finding> findings,
        List<Finding> against) {
    static DdfContainer of(List<DdfCopy> copies) {
        DdfCopy champion = copies.stream().max(believed()).orElseThrow();
        var members = new LinkedHashMap<Long, DdfCopy>();
        var stale = new ArrayList<DdfCopy>();
        var findings = new ArrayList<Finding>();
        var against = new ArrayList<Finding>();
        for (DdfCopy copy : copies) {
            Optional<Finding> out = shutOut(copy, champion);
            if (out.isPresent()) {
                stale.add(copy);
                findings.add(out.get());
                split(copy, champion).ifPresent(against::add);
                continue;
            }
            DdfCopy first = members.putIfAbsent(copy.reference(), copy);
            if (first != null) {
                stale.add(copy);
                against.add(Findings.about(
                        copy.disk(),
                        Severity.ERROR,
                        "same-reference",
                        "the reference " + PhysicalDisk.label(copy.reference()) + " of "
                                + first.disk().name(),
                        "one of its own",
                        "take the wrong one of the two disks out"));
            } else {
                findings.addAll(remarks(copy, champion));
            }
        }
        findings.addAll(against);
        return new DdfContainer(champion, members, stale, findings, against);
    }

    /** Of equals, who knows of a loss knows more; then whose tables are whole. */
    private static Comparator<DdfCopy> believed() {
        return Comparator.comparingLong((DdfCopy c) -> c.metadata().active().weight())
                .thenComparingLong(c -> c.metadata()
                        .physicalDisks()
                        .entries()
                        .filter(d -> !d.usable())
                        .count())
                .thenComparingInt(c -> whole(c.metadata()) ? 1 : 0);
    }

    private static boolean whole(DdfDisk disk) {
        return DdfChecksum.of(disk.physicalSection()) != DdfChecksum.WRONG
                && DdfChecksum.of(disk.virtualSection()) != DdfChecksum.WRONG;
    }

    private static Optional<Finding> shutOut(DdfCopy copy, DdfCopy champion) {
        Optional<PhysicalDisk> entry = champion.metadata().entry(copy.reference());
        if (entry.isPresent() && entry.get().usable()) {
            return Optional.empty();
        }
        String found = entry.map(e -> String.format("state %02x", e.state())).orElse("not in the table of disks");
        return Optional.of(Findings.about(
                copy.disk(),
                Severity.WARNING,
                "shut-out",
                found + ", as " + champion.disk().name() + " tells with sequence "
                        + champion.metadata().active().sequence(),
                "an online disk",
                "the disk is left out; " + Findings.ERASE));
    }

    /**
     * Two halves that went on without each other: neither is right for the other's data. One that has only been left behind calls nobody
     * lost who has gone on, and a disk that came later it doesn't know.
     */
    private static Optional<Finding> split(DdfCopy copy, DdfCopy champion) {
        List<PhysicalDisk> others = champion.metadata()
                .physicalDisks()
                .entries()
                .filter(d -> d.usable() && !d.spare())
                .flatMap(d -> copy.metadata().entry(d.reference()).stream())
                .toList();
        boolean callsBack = !others.isEmpty() && others.stream().noneMatch(PhysicalDisk::usable);
        boolean good = copy.metadata()
                .entry(copy.reference())
                .filter(PhysicalDisk::usable)
                .isPresent();
        return callsBack && good
                ? Optional.of(Findings.about(
                        copy.disk(),
                        Severity.ERROR,
                        "split",
                        "calls lost who goes on in " + champion.disk().name() + ", which calls it lost",
                        "one configuration of these disks",
                        "take the wrong half of the disks out, or erase their metadata"))
                : Optional.empty();
    }

    /** What is odd about a disk that is used all the same, as dmraid and mdadm use it. */
    private static List<Finding> remarks(DdfCopy copy, DdfCopy champion) {
        var remarks = new ArrayList<Finding>();
        DdfHeader own = copy.metadata().active();
        DdfHeader believed = champion.metadata().active();
        if (own.sequence() != believed.sequence()) {
            remarks.add(remark(
                    copy,
                    "older",
                    "sequence " + own.sequence(),
                    believed.sequence() + ", which still calls it online",
                    ""));
        }
        PhysicalDisk entry = champion.metadata().entry(copy.reference()).orElseThrow();
        if (entry.ailing()) {
            remarks.add(remark(
                    copy,
                    "ailing",
                    String.format("state %02x: read errors, or a failure foretold", entry.state()),
                    "",
                    "replace the disk"));
        }
        if (own.foreign() || entry.foreign()) {
            remarks.add(remark(
                    copy,
                    "foreign",
                    "brought from another controller",
                    "",
                    "a controller would ask before it takes it"));
        }
        return remarks;
    }

    private static Finding remark(DdfCopy copy, String code, String found, String expected, String remedy) {
        return Findings.about(copy.disk(), Severity.WARNING, code, found, expected, remedy);
    }

    String guid() {
        return champion.metadata().anchor().guid();
    }

    List<DdfCopy> copies() {
        var all = new ArrayList<>(members.values());
        all.addAll(stale);
        return all;
    }

    Optional<PhysicalDisk> entry(long reference) {
        return champion.metadata().entry(reference);
    }

    /** The records of a volume on any disk of the container, newest first; those whose checksum is right before others. */
    List<Held> records(VirtualDisk volume) {
        var records = new ArrayList<Held>();
        for (DdfCopy copy : copies()) {
            for (ConfigRecord record : copy.metadata().records()) {
                if (DdfGuid.same(record.guid(), volume.guid())) {
                    records.add(new Held(copy, record));
                }
            }
        }
        records.sort(Comparator.comparingLong((Held h) -> h.record().sequence())
                .thenComparingLong(h -> h.copy().metadata().active().weight())
                .thenComparingInt(h -> DdfChecksum.of(h.record().block()) == DdfChecksum.WRONG ? 0 : 1)
                .reversed());
        return records;
    }

    /** A record and the disk it was found on. */
    record Held(DdfCopy copy, ConfigRecord record) {}
}
