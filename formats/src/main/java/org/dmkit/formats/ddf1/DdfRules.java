package org.dmkit.formats.ddf1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.write.LabelRule;

/** What the format allows of a change. */
final class DdfRules {
    private static final int SECTOR = 512;

    /** Sequences end here; nobody has ever come so far. */
    private static final long LAST = 0xffff_fff0L;

    /** Of a copy; what is larger has logs that only its vendor knows how to begin. */
    private static final long MOST_COPY = 65536;

    /** What dmraid and mdadm both take whole: for mdadm a blank ends a name. */
    private static final LabelRule LABELS = LabelRule.letters(1, 16);

    private final Delta delta;
    private final Group t0;
    private final Group t1;
    private final DdfBefore before;
    private final List<Finding> findings = new ArrayList<>();

    private DdfRules(Delta delta, DdfBefore before) {
        this.delta = delta;
        this.t0 = delta.before();
        this.t1 = delta.after();
        this.before = before;
    }

    static List<Finding> check(Delta delta, Known<DdfDisk> known) {
        var rules = new DdfRules(delta, DdfBefore.of(delta, known.byDisk()));
        if (!delta.events().isEmpty()) {
            rules.container();
        }
        if (delta.changesSets()) {
            rules.understood();
        }
        delta.events().forEach(rules::event);
        rules.room();
        t1Sets(delta).forEach(rules::set);
        if (Findings.errors(rules.findings).isEmpty()) {
            rules.made(known);
        }
        return rules.findings;
    }

    private static Stream<RaidSet> t1Sets(Delta delta) {
        return delta.after().sets().stream()
                .filter(s -> !delta.before()
                        .set(s.name())
                        .map(b -> b.withLabel(s.label()))
                        .equals(Optional.of(s)));
    }

    /** Disks that tell of the container in the same way, all of which can be written. */
    private void container() {
        DdfHeader like = before.champion().active();
        if (before.nextSequence() >= LAST) {
            refuse("sequence", Long.toString(before.nextSequence() - 1), "a number that can rise", "");
        }
        t0.disks()
                .forEach(d -> Optional.ofNullable(before.known().get(d.name()))
                        .map(DdfDisk::active)
                        .filter(h -> !h.geometry().equals(like.geometry()))
                        .ifPresent(h -> refuse(
                                d,
                                "geometry",
                                "sections of other sizes than the container's",
                                "the same on all disks",
                                "")));
        t1.disks().stream()
                .filter(d -> d.sectorSize() != SECTOR)
                .forEach(d -> refuse(
                        d,
                        "sector-size",
                        d.sectorSize() + " bytes",
                        SECTOR + " bytes",
                        "what DDF counts in on such disks is not settled"));
    }

    private void understood() {
        t0.blocked().values().forEach(f -> refuse("blocked", f.toString(), "a group without this", f.remedy()));
        int volumes = (int) before.volumes().entries().count();
        if (volumes != t0.sets().size()) {
            refuse("volumes", volumes + " volumes", t0.sets().size() + " understood", "");
        }
    }

    private void event(Event event) {
        switch (event) {
            case Event.Reshaped e ->
                refuse(
                        "geometry",
                        e.set().toString(),
                        t0.set(e.set().name()).orElseThrow().toString(),
                        "a volume keeps its shape, and members their place");
            case Event.Joined e ->
                refuse(e.disk(), "not-rebuilt", "in sync", "a disk that is rebuilding", "a new member starts empty");
            case Event.Renamed e -> named(e.set(), e.label());
            case Event.Created e -> named(e.set().name(), e.set().label());
            case Event.RebuildBegan e -> partly(e);
            case Event.Lost e -> {}
            case Event.LossRecorded e -> {}
            case Event.RebuildEnded e -> {}
            case Event.Deleted e -> {}
            case Event.ResyncChanged e -> {}
            case Event.MemberAdded e -> {}
            case Event.SpareAdded e -> {}
            case Event.ShutOut e -> {}
            case Event.Released e -> {}
        }
    }

    private void named(String set, String label) {
        findings.addAll(LABELS.check("ddf1", label));
        if (t1.sets().stream().anyMatch(s -> !s.name().equals(set) && s.label().equals(label))) {
            refuse("name", label + " twice", "a name of its own", "take another name");
        }
    }

    /** The entry of a disk tells of all its volumes. */
    private void partly(Event.RebuildBegan event) {
        boolean more = t1.sets().stream()
                .flatMap(RaidSet::members)
                .anyMatch(m -> m.disk().equals(event.disk()) && m.state() == Component.State.IN_SYNC);
        if (more) {
            refuse(
                    event.disk(),
                    "partly-rebuilding",
                    "rebuilding in " + event.slot().set() + " and in sync elsewhere",
                    "one state in all its volumes",
                    "fail the disk, then rebuild all of it");
        }
    }

    private void set(RaidSet set) {
        set.bottomUp()
                .filter(s -> !DdfWriter.INSTANCE.abilities().levels().contains(s.level()))
                .forEach(s -> refuse("level", s.name() + " is " + s.level(), "a level that can be changed", ""));
        if (!set.equals(set.withFallenStripes())) {
            refuse("stripe", set.toString(), set.withFallenStripes().toString(), "a stripe falls as a whole");
        }
    }

    /** For disks that come: in the table, in the records' section, in front of the metadata. */
    private void room() {
        List<DiskInfo> newcomers =
                t1.disks().stream().filter(d -> !t0.disks().contains(d)).toList();
        long free = before.champion().physicalDisks().size()
                - before.champion().physicalDisks().entries().count();
        if (newcomers.size() > free) {
            refuse("disks", newcomers.size() + " more disks", "room in the table for " + free, "remove failed disks");
        }
        newcomers.forEach(this::joins);
        t1.disks().forEach(this::records);
    }

    private void joins(DiskInfo disk) {
        long configured = new DdfNewcomer(before.container().champion(), disk).configured();
        long used = t1.used(disk).mapToLong(e -> e.end()).max().orElse(1);
        if (used > configured) {
            refuse(
                    disk,
                    "disk-too-small",
                    disk.sectors() + " sectors",
                    "at least " + (disk.sectors() + used - configured),
                    "take a larger disk");
        }
        if (before.champion().active().end() > MOST_COPY) {
            refuse(disk, "logs", "logs of the vendor's in the metadata", "none", "add the disk with the controller");
        }
    }

    private void records(DiskInfo disk) {
        DdfHeader header = before.champion().active();
        long volumes =
                t1.sets().stream().filter(s -> s.member(disk).isPresent()).count();
        long slots = Math.min(header.maxPartitions(), before.champion().slots().size());
        if (volumes > slots) {
            refuse(disk, "partitions", volumes + " volumes", "at most " + slots + " on a disk", "take another disk");
        }
    }

    /** What will be written must read as the set that is wished for. */
    private void made(Known<DdfDisk> known) {
        if (delta.events(Event.Created.class).findAny().isEmpty()) {
            return;
        }
        List<RaidSet> read = DdfAfter.read(known.format(), delta, known.byDisk());
        delta.events(Event.Created.class)
                .map(Event.Created::set)
                .filter(s -> !read.contains(s))
                .forEach(s -> refuse("geometry", s.toString(), read.toString(), ""));
    }

    private void refuse(String code, String found, String expected, String remedy) {
        findings.add(Findings.general(code, found, expected, remedy));
    }

    private void refuse(DiskInfo disk, String code, String found, String expected, String remedy) {
        findings.add(Findings.about(disk, Finding.Severity.ERROR, code, found, expected, remedy));
    }
}
