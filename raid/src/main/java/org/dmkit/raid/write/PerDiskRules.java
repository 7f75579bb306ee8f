package org.dmkit.raid.write;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Delta.Slot;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/** What no format of {@link PerDiskWriter} allows: sets keep their shape, and who comes new is rebuilt first. */
final class PerDiskRules {
    /** The formats that keep a block a disk know no other. */
    private static final int SECTOR = 512;

    private final Delta delta;
    private final Abilities abilities;
    private final boolean makes;
    private final List<Finding> findings = new ArrayList<>();

    /** @param makes true if the format makes new sets */
    PerDiskRules(Delta delta, Abilities abilities, boolean makes) {
        this.delta = delta;
        this.abilities = abilities;
        this.makes = makes;
    }

    List<Finding> findings() {
        if (!delta.before().sets().equals(delta.after().sets())) {
            delta.before()
                    .blocked()
                    .values()
                    .forEach(f -> error("blocked", f.toString(), "a group without this", f.remedy()));
            delta.events(Event.Deleted.class).forEach(e -> left(e.set()));
            if (!makes) {
                delta.events(Event.Created.class)
                        .forEach(e -> error("new-set", e.set().name(), "a set that is there", ""));
            }
            delta.events(Event.Reshaped.class)
                    .forEach(e -> error(
                            "geometry",
                            e.set().toString(),
                            delta.before().set(e.set().name()).orElseThrow().toString(),
                            "a set keeps its shape, and members their place"));
            delta.events(Event.RebuildBegan.class).forEach(e -> newcomer(e.slot(), e.disk()));
            delta.events(Event.Joined.class).forEach(e -> {
                newcomer(e.slot(), e.disk());
                error("not-rebuilt", e.disk().name(), "a disk that is rebuilding", "a new member starts empty");
            });
            for (RaidSet after : delta.after().sets()) {
                delta.before()
                        .set(after.name())
                        .filter(before -> !before.equals(after.withLabel(before.label())))
                        .ifPresent(before -> set(after));
            }
        }
        return findings;
    }

    /** A disk tells of one set: without it nothing is left that it could tell. */
    private void left(String deleted) {
        delta.before()
                .set(deleted)
                .orElseThrow()
                .members()
                .filter(m -> delta.after().isMember(m.disk())
                        && delta.after().sets().stream()
                                .noneMatch(s -> s.member(m.disk()).isPresent()))
                .forEach(m -> error("sets", m.disk().name() + " in no set", "members leave with their set", ""));
    }

    private void set(RaidSet after) {
        Level level = redundant(after).level();
        if (!abilities.levels().contains(level)) {
            error("level", after.name() + " is " + level, "one of " + abilities.levels(), "");
        }
        if (!after.equals(after.withFallenStripes())) {
            error("stripe", after.toString(), after.withFallenStripes().toString(), "a stripe falls as a whole");
        }
    }

    /** Of a tree the set that makes members good; the top if there is none. */
    private static RaidSet redundant(RaidSet top) {
        return top.bottomUp().filter(s -> s.level().redundant()).findFirst().orElse(top);
    }

    private void newcomer(Slot slot, DiskInfo disk) {
        RaidSet before = delta.before().set(slot.set()).orElseThrow();
        boolean stays = slot.in(delta.before()) instanceof Component.Member m
                && m.disk().equals(disk);
        if (!stays && before.member(disk).isPresent()) {
            error("moved", disk.name(), "its own slot", "members keep their place");
        }
    }

    /**
     * For a disk that joins.
     *
     * @param used sectors that it has to have in front of the metadata
     * @param room those that it has
     */
    static List<Finding> joins(String format, DiskInfo disk, long used, long room) {
        var findings = new ArrayList<Finding>();
        if (disk.sectorSize() != SECTOR) {
            findings.add(Finding.error(format + ".sector-size")
                    .on(disk)
                    .found(disk.sectorSize() + " bytes")
                    .expected(SECTOR + " bytes")
                    .remedy("take another disk"));
        }
        if (used > room) {
            findings.add(Finding.error(format + ".disk-too-small")
                    .on(disk)
                    .found(disk.sectors() + " sectors")
                    .expected("at least " + (used + disk.sectors() - room))
                    .remedy("take another disk"));
        }
        return findings;
    }

    private void error(String code, String found, String expected, String remedy) {
        findings.add(Finding.error(delta.before().format().name() + "." + code)
                .found(found)
                .expected(expected)
                .remedy(remedy));
    }
}
