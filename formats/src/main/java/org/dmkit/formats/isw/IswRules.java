package org.dmkit.formats.isw;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.Delta;
import org.dmkit.raid.Delta.Event;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Finding.Severity;
import org.dmkit.raid.Group;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.RaidSet.Resync;
import org.dmkit.raid.spi.FixedPlacementRules;

/** What the format allows of a change. */
final class IswRules {
    /** Sectors behind the last volume that mdadm asks of a disk that joins, unless the members reserve less. */
    private static final long RESERVED = 2210 + 2048;

    private final Group t0;
    private final Group t1;
    private final Mpb mpb;
    private final List<Finding> findings = new ArrayList<>();

    private IswRules(Delta delta) {
        this.t0 = delta.before();
        this.t1 = delta.after();
        this.mpb = (Mpb) t0.metadata();
    }

    static List<Finding> check(Delta delta) {
        var rules = new IswRules(delta);
        if (delta.changesSets()) {
            rules.understood();
        }
        rules.findings.addAll(
                new FixedPlacementRules("the Option ROM or mdadm", rules.mpb.unit() * 512, RESERVED).check(delta));
        delta.events(Event.RebuildBegan.class).forEach(e -> rules.begins(t0(delta, e)));
        delta.events(Event.MemberAdded.class).forEach(e -> rules.joins(e.disk()));
        delta.events(Event.SpareAdded.class).forEach(e -> rules.joins(e.disk()));
        return rules.findings;
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
        if (t0.usable().anyMatch(disk::equals)) {
            return;
        }
        if (disk.serial().isBlank()) {
            refuse(disk, "no-serial", "no serial number", "one", "members are known by their serials");
            return;
        }
        boolean twice = t1.disks().stream()
                .filter(d -> !d.name().equals(disk.name()))
                .anyMatch(d -> IswSerial.of(d).stream().anyMatch(IswSerial.of(disk)::contains));
        if (twice) {
            refuse(disk, "same-serial", disk.serial(), "a serial that no other member has", "");
        }
    }

    private void refuse(DiskInfo disk, String code, String found, String expected, String remedy) {
        findings.add(Findings.about(disk, Severity.ERROR, code, found, expected, remedy));
    }
}
