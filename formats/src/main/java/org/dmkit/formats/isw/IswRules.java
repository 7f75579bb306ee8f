package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.write.FixedPlacementRules;
import org.dmkit.raid.write.LabelRule;

/** What the format allows of a change. */
final class IswRules {
    /** Sectors behind the last volume that mdadm asks of a disk that joins, unless the members reserve less. */
    private static final long RESERVED = 2210 + 2048;

    private static final LabelRule LABELS = LabelRule.letters(1, 15);

    private final Group t0;
    private final Group t1;
    private final Mpb mpb;
    private final List<Finding> findings = new ArrayList<>();

    private IswRules(Delta delta, Mpb mpb) {
        this.t0 = delta.before();
        this.t1 = delta.after();
        this.mpb = mpb;
    }

    static List<Finding> check(Delta delta, Mpb mpb) {
        var rules = new IswRules(delta, mpb);
        if (delta.changesSets()) {
            rules.understood();
        }
        rules.findings.addAll(new FixedPlacementRules("the Option ROM or mdadm", true, rules.mpb.unit() * 512, RESERVED)
                .check(delta));
        delta.events(Event.RebuildBegan.class).forEach(e -> rules.begins(t0(delta, e)));
        delta.events(Event.MemberAdded.class).forEach(e -> rules.joins(e.disk()));
        delta.events(Event.SpareAdded.class).forEach(e -> rules.joins(e.disk()));
        delta.events(Event.Created.class).forEach(e -> rules.made(delta, e.set()));
        delta.events(Event.Renamed.class).forEach(e -> rules.named(e.set(), e.label()));
        return rules.findings;
    }

    /** What will be written must read as the set that is wished for, and without complaint. */
    private void made(Delta delta, RaidSet set) {
        named(set.name(), set.label());
        if (!findings.isEmpty()) {
            return;
        }
        Mpb after = IswChange.apply(delta, mpb);
        Map<Integer, DiskInfo> present = new HashMap<>();
        t1.disks().forEach(d -> after.indexOf(IswSerial.of(d)).ifPresent(i -> present.put(i, d)));
        int last = after.volumes().size() - 1;
        findings.addAll(MpbCheck.volume(after, last, present, new Findings(null, after.size())));
        Optional<RaidSet> read =
                new IswVolumes(after, present).set(after.volumes().get(last));
        if (!read.equals(Optional.of(set))) {
            findings.add(Findings.general(
                    Severity.ERROR, "geometry", set.toString(), String.valueOf(read.orElse(null)), ""));
        }
    }

    /** What BIOS, mdadm and dmraid all take; dmraid loses the end of a name of 16 characters. */
    private void named(String set, String label) {
        findings.addAll(LABELS.check("isw", label));
        boolean taken = t1.sets().stream()
                .anyMatch(s -> !s.name().equals(set) && s.label().equals(label));
        if (taken) {
            findings.add(Findings.general(
                    Severity.ERROR, "name", label + " twice", "a name of its own", "take another name"));
        }
    }

    private static RaidSet t0(Delta delta, Event.RebuildBegan e) {
        return delta.before().set(e.slot().set()).orElseThrow();
    }

    private void understood() {
        if (mpb.volumes().size() != t0.sets().size()) {
            findings.add(Findings.general(
                    Severity.ERROR,
                    "volumes",
                    mpb.announcedVolumes() + " volumes",
                    t0.sets().size() + " understood",
                    ""));
        }
    }

    private void begins(RaidSet before) {
        if (before.resync() == Resync.RESYNCING && before.leaves().count() > 2) {
            findings.add(Findings.general(
                    Severity.ERROR,
                    "second-migration",
                    before.name() + " is synchronising",
                    "one migration at a time",
                    "wait until it is done"));
        }
        if (mpb.log().size() > 0) {
            findings.add(Findings.general(
                    Severity.WARNING,
                    "bad-blocks",
                    "known bad sectors on members",
                    "none",
                    "what was on them can't be copied to the new disk"));
        }
    }

    private void joins(DiskInfo disk) {
        if (t0.disks().contains(disk)) {
            return;
        }
        if (disk.serial().isBlank()) {
            refuse(disk, "no-serial", "no serial number", "one", "members are known by their serials");
            return;
        }
        boolean twice = t1.disks().stream()
                .filter(d -> !d.equals(disk))
                .anyMatch(d -> IswSerial.of(d).stream().anyMatch(IswSerial.of(disk)::contains));
        if (twice) {
            refuse(disk, "same-serial", disk.serial(), "a serial that no other member has", "");
        }
    }

    private void refuse(DiskInfo disk, String code, String found, String expected, String remedy) {
        findings.add(Findings.about(disk, Severity.ERROR, code, found, expected, remedy));
    }
}
