package org.dmkit.formats.asr;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dmkit.raid.assemble.Layout;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.Membership.InSlot;
import org.dmkit.raid.assemble.Membership.Role;
import org.dmkit.raid.assemble.Membership.ShutOut;
import org.dmkit.raid.assemble.Membership.Spare;
import org.dmkit.raid.assemble.Stack;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/** The newest of the tables that the members of an array have, and what it makes of each of them. */
final class Truth {
    private final List<Copy> copies;
    private final Copy newest;
    private final AsrArray array;
    private final List<Optional<ConfigLine>> slots;

    private Truth(List<Copy> copies) {
        this.copies = copies;
        this.newest = Collections.max(copies, Copy.AGE);
        this.array = newest.array();
        this.slots = array.slots();
    }

    /** @param copies of one array, at least one */
    static Truth of(List<Copy> copies) {
        return new Truth(copies);
    }

    AsrArray array() {
        return array;
    }

    /** The disk whose table it is. */
    String disk() {
        return newest.disk();
    }

    /** What each disk is; only for an array that {@link ArrayCheck} has no problem with. */
    List<Membership<AsrMetadata>> memberships() {
        Layout layout = layout();
        RaidSet.Resync resync = resync();
        return copies.stream()
                .map(c -> new Membership<>(c.found(), array.identity(), layout, role(c), resync))
                .toList();
    }

    private Layout layout() {
        String label = array.members().findFirst().orElseThrow().name();
        String name = deviceName("asr_" + label);
        ConfigLine top = array.top();
        ConfigLine below = array.parts().getFirst().logical();
        boolean striped = below.type() == ConfigLine.RAID0 || (top != null && top.type() == ConfigLine.RAID0);
        ConfigLine first = array.members().findFirst().orElseThrow();
        return new Layout(
                name,
                label,
                level(below),
                striped ? first.chunk() : 0,
                0,
                slots.stream().map(s -> slot(s, first)).toList(),
                top == null ? null : new Stack(level(top), subsets()));
    }

    private List<String> subsets() {
        return array.parts().stream()
                .map(AsrArray.Part::logical)
                .map(l -> subset(l.name(), l.magic()))
                .toList();
    }

    /** dmraid's name of a part of an array of arrays. */
    static String subset(String label, int magic) {
        return deviceName(".asr_" + label + "_" + Integer.toHexString(magic) + "_donotuse");
    }

    private static String deviceName(String name) {
        return name.replace('/', '_');
    }

    private static Level level(ConfigLine line) {
        return line.type() == ConfigLine.RAID0 ? Level.RAID0 : Level.RAID1;
    }

    private Layout.Slot slot(Optional<ConfigLine> line, ConfigLine like) {
        return line.map(l -> new Layout.Slot(l.data(), String.format("%08x", l.magic()), !usable(array.standing(l))))
                .orElse(new Layout.Slot(like.data(), "", true));
    }

    private static boolean usable(Standing standing) {
        return standing == Standing.IN_SYNC || standing == Standing.BUILDING;
    }

    private RaidSet.Resync resync() {
        boolean building = array.lines().anyMatch(l -> !l.physical() && l.state() == AsrArray.BUILDING)
                || array.members().anyMatch(m -> array.standing(m) == Standing.BUILDING);
        if (building) {
            return RaidSet.Resync.RESYNCING;
        }
        return newest.metadata().table().dirty() ? RaidSet.Resync.DIRTY : RaidSet.Resync.CLEAN;
    }

    private Role role(Copy copy) {
        Optional<ConfigLine> line = array.member(copy.driveMagic());
        if (line.isEmpty()) {
            return array.spare(copy.driveMagic())
                    ? new Spare()
                    : out(copy, -1, "not-in-table", "no line in the newest table, on " + newest.disk(), "a line");
        }
        int slot = slots.indexOf(line);
        if (copy.metadata().failed()) {
            return out(copy, slot, "failed", "state 3, by its own word", "0, optimal");
        }
        for (Copy other : copies) {
            if (other.metadata().failed()) {
                continue;
            }
            if (other.shutsOut(copy) && copy.shutsOut(other)) {
                return out(
                        copy,
                        slot,
                        "split-brain",
                        "this disk and " + other.disk() + " call each other failed",
                        "one that went on alone; take the other out");
            }
            if (Copy.AGE.compare(copy, newest) == 0
                    && Copy.AGE.compare(other, newest) == 0
                    && !other.array().agrees(copy.array())) {
                return out(
                        copy,
                        slot,
                        "contradiction",
                        "a table as new as that of " + other.disk() + " that says something else",
                        "equal tables; take the wrong disk out");
            }
        }
        return standing(copy, slot, line.get());
    }

    private Role standing(Copy copy, int slot, ConfigLine line) {
        Standing standing = array.standing(line);
        if (standing == Standing.OUT) {
            return out(
                    copy,
                    slot,
                    "failed",
                    "state " + line.state() + " in the newest table, on " + newest.disk(),
                    "0, optimal");
        }
        if (line.data().end() > copy.metadata().reserved().table()) {
            return out(copy, slot, "past-table", line.capacity() + " sectors of data", "an end before the RAID table");
        }
        boolean differs = !copy.array().agrees(array);
        if (differs && !copy.metadata().sumIsRight()) {
            return out(copy, slot, "wrong-copy", "a wrong checksum and lines that differ", newest.disk() + "'s table");
        }
        // Older, and something changed since: it may have missed what was written.
        boolean stale = differs && array.redundant();
        return new InSlot(
                slot, line.data(), usable(standing) && !stale ? Component.State.IN_SYNC : Component.State.REBUILDING);
    }

    private static Role out(Copy copy, int slot, String code, String found, String expected) {
        return new ShutOut(
                slot,
                Finding.error("asr." + code)
                        .on(copy.disk())
                        .found(found)
                        .expected(expected)
                        .remedy("it is left alone; erase it to use it as a replacement"));
    }
}
