package org.dmkit.formats.asr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.write.PerDiskWriter.SetChange;

/**
 * The table that all members of a changed array hold: the newest one with the states of T1, and with the lines of disks that take a
 * place instead of those that had it.
 */
final class AsrChange {
    private final SetChange<AsrMetadata> change;
    private final AsrMetadata newest;
    private final AsrArray array;
    private final List<Component> after;
    private final List<Optional<ConfigLine>> slots;

    AsrChange(SetChange<AsrMetadata> change) {
        this.change = change;
        this.after = change.after().leaves().toList();
        this.newest = Collections.max(
                change.before()
                        .members()
                        .map(m -> change.own(m.disk()).orElseThrow())
                        .toList(),
                AsrMetadata.AGE);
        this.array = newest.array().orElseThrow();
        this.slots = array.slots();
    }

    /** What the disk of a member is to bear, in the old generation. */
    AsrMetadata told(int slot, Member member) {
        List<ConfigLine> lines = new ArrayList<>(newest.lines());
        var own = new ArrayList<ConfigLine>();
        for (int i = 0; i < after.size(); i++) {
            own.add(inSlot(i, lines));
        }
        RaidTable table = newest.table();
        for (Component c : after) {
            if (c instanceof Member m && joins(m)) {
                int spare =
                        change.own(m.disk()).map(o -> o.reserved().driveMagic()).orElse(0);
                boolean removed = lines.removeIf(l -> l.type() == ConfigLine.SPARE && l.magic() == spare);
                table = removed || table.hasSpare(spare) ? table.withoutSpare() : table;
            }
        }
        lines.replaceAll(this::ofArray);
        boolean renamed = !change.after().label().equals(change.before().label());
        if (renamed) {
            lines.replaceAll(l -> l.withName(change.after().label()));
        }
        table = table.withDirty(change.after().resync() == Resync.DIRTY).withLines(lines);
        return held(member, own.get(slot), table);
    }

    /** The line of a place, as it is put among the lines. */
    private ConfigLine inSlot(int slot, List<ConfigLine> lines) {
        Optional<ConfigLine> there = slots.get(slot);
        Component component = after.get(slot);
        if (there.isEmpty()) {
            if (!(component instanceof Member m)) {
                // No line, and no disk that would ask for it.
                return array.head();
            }
            ConfigLine last = last(slot);
            ConfigLine line = last.withId(last.id() + 1)
                    .withMagic(AsrJoining.magic(m.disk(), lines))
                    .withState(Standing.REBUILDING);
            lines.add(index(lines, last) + 1, line);
            return line;
        }
        ConfigLine line = there.get();
        ConfigLine told = switch (component) {
            case Member m -> {
                ConfigLine of = joins(m) ? line.withMagic(AsrJoining.magic(m.disk(), lines)) : line;
                yield of.withState(
                        m.state() == State.IN_SYNC
                                ? Standing.OPTIMAL
                                : joins(m) ? Standing.REBUILDING : rebuilding(line.state()));
            }
            case Component.Missing m ->
                m.marked() && Standing.of(line.state()) != Standing.OUT ? line.withState(Standing.FAILED) : line;
            case Component.Subset s -> throw new IllegalStateException("no leaf: " + s);
        };
        lines.set(index(lines, line), told);
        return told;
    }

    private static int rebuilding(int state) {
        return Standing.of(state) == Standing.BEHIND ? state : Standing.REBUILDING;
    }

    private static int index(List<ConfigLine> lines, ConfigLine line) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).index() == line.index() && lines.get(i).magic() == line.magic()) {
                return i;
            }
        }
        throw new IllegalStateException("not in the table: " + line);
    }

    /** The last disk of the array in which a place is. */
    private ConfigLine last(int slot) {
        int first = 0;
        for (AsrArray.Part part : array.parts()) {
            first += part.logical().count();
            if (slot < first) {
                return part.members().getLast();
            }
        }
        throw new IllegalStateException("no such place: " + slot);
    }

    private boolean joins(Member member) {
        return !change.has(member.disk());
    }

    /** The lines of arrays: all else stays. */
    private ConfigLine ofArray(ConfigLine line) {
        if (line.physical() || line.type() == ConfigLine.SPARE) {
            return line;
        }
        if (line.index() == array.head().index() && owed(change.after())) {
            return line.withState(AsrArray.BUILDING);
        }
        if (line.dual() ? after.stream().anyMatch(Component::isBehind) : bad(line)) {
            return line.withState(AsrArray.DEGRADED);
        }
        return switch (line.state()) {
            case AsrArray.DEGRADED, AsrArray.REBUILDING, AsrArray.BUILDING -> line.withState(AsrArray.OPTIMAL);
            default -> line;
        };
    }

    private static boolean owed(RaidSet set) {
        return set.resync() == Resync.RESYNCING;
    }

    private boolean bad(ConfigLine logical) {
        int first = 0;
        for (AsrArray.Part part : array.parts()) {
            int end = first + part.logical().count();
            if (part.logical().index() == logical.index()) {
                return after.subList(first, end).stream().anyMatch(Component::isBehind);
            }
            first = end;
        }
        return false;
    }

    private AsrMetadata held(Member member, ConfigLine line, RaidTable table) {
        DiskInfo disk = member.disk();
        Optional<AsrMetadata> own = change.own(disk);
        if (joins(member)) {
            ReservedBlock reserved = AsrJoining.reserved(
                    disk, own, line.magic(), line.target(), member.extent().end());
            return AsrMetadata.of(reserved, table).orElseThrow();
        }
        return own.orElseThrow().with(table);
    }
}
