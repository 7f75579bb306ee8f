package org.dmkit.formats.via;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.Component;
import org.dmkit.raid.Finding;
import org.dmkit.raid.Finding.Severity;
import org.dmkit.raid.Group;
import org.dmkit.raid.Level;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.spi.Assembly;
import org.dmkit.raid.spi.Format;
import org.dmkit.raid.spi.Layout;
import org.dmkit.raid.spi.Membership;
import org.dmkit.raid.spi.Membership.InSlot;
import org.dmkit.raid.spi.Membership.Role;
import org.dmkit.raid.spi.Membership.ShutOut;
import org.dmkit.raid.spi.Membership.Spare;
import org.dmkit.raid.spi.Reading;
import org.dmkit.raid.spi.SetAssembly;
import org.dmkit.raid.spi.Stack;

/** Puts the disks together by their table of identities. */
final class ViaAssembly {
    private static final int MIRROR_INFO = 2;
    private static final int SPARE_INFO = 1;

    private ViaAssembly() {}

    static Assembly assemble(Format format, List<Reading.Found> found) {
        var sets = new LinkedHashMap<String, List<Reading.Found>>();
        found.forEach(f ->
                sets.computeIfAbsent(via(f).identity(), i -> new ArrayList<>()).add(f));
        var members = new ArrayList<Membership>();
        var groups = new ArrayList<Group>();
        var findings = new ArrayList<Finding>();
        var defects = new HashMap<String, List<Finding>>();
        sets.forEach((identity, disks) -> {
            List<Finding> problems =
                    disks.stream().flatMap(f -> problem(f).stream()).toList();
            if (problems.isEmpty()) {
                disks.stream().map(ViaAssembly::member).forEach(members::add);
                defects.put(identity, differentTypes(disks));
            } else {
                findings.addAll(problems);
                groups.add(SetAssembly.withoutSet(format, via(disks.getFirst()).name(), disks, false));
            }
        });
        return SetAssembly.of(format, members, defects).with(groups, findings);
    }

    /** No disk may be shut out for what its type makes of its place while nobody knows whose type is right. */
    private static List<Finding> differentTypes(List<Reading.Found> disks) {
        int first = via(disks.getFirst()).type();
        return disks.stream()
                .filter(f -> via(f).type() != first)
                .map(f -> error(
                        f,
                        "raid_type",
                        via(f).type() + "",
                        first + ", as on " + disks.getFirst().disk().name()))
                .toList();
    }

    private static ViaMetadata via(Reading.Found found) {
        return (ViaMetadata) found.metadata();
    }

    /** What makes the set impossible to map, whichever of its disks says it. */
    private static Optional<Finding> problem(Reading.Found found) {
        ViaMetadata via = via(found);
        boolean known = switch (via.type()) {
            case ViaMetadata.RAID0, ViaMetadata.RAID1, ViaMetadata.SPAN, ViaMetadata.RAID01 -> true;
            default -> false;
        };
        if (!known) {
            return Optional.of(
                    error(found, "raid_type", via.type() + "", "0, 1, 8 or 9; the layout of others is not known"));
        }
        List<Integer> ids = via.table().stream().filter(id -> id != 0).toList();
        if (ids.stream().distinct().count() < ids.size()) {
            return Optional.of(error(found, "serial_checksum[]", "an identity twice", "each once"));
        }
        int places = places(via);
        boolean beyond = IntStream.range(Math.min(places, ViaMetadata.MOST_DISKS), ViaMetadata.MOST_DISKS)
                .anyMatch(i -> via.table().get(i) != 0);
        boolean counted = !beyond && ids.size() <= places && places <= ViaMetadata.MOST_DISKS;
        boolean fits = via.type() != ViaMetadata.RAID1 || places == 2 || places == 3;
        // Without redundancy nobody may be absent.
        boolean whole = via.type() == ViaMetadata.RAID1 || via.type() == ViaMetadata.RAID01 || ids.size() == places;
        return counted && fits && whole
                ? Optional.empty()
                : Optional.of(error(
                        found,
                        "disk_array_ex",
                        (via.array() & 7) + " disks",
                        "a number that goes with the " + ids.size() + " identities"));
    }

    /** In the table of identities. */
    private static int places(ViaMetadata via) {
        return via.type() == ViaMetadata.RAID01 ? 2 * via.count() : via.count();
    }

    private static Membership member(Reading.Found found) {
        ViaMetadata via = via(found);
        // A source that was being written to is no worse than its mirror; what differs is what was under way.
        boolean dirtySource = via.dirty() && slot(via) < sourceSlots(via);
        return new Membership(
                found,
                via.identity(),
                layout(found, via),
                role(found, via),
                dirtySource ? RaidSet.Resync.DIRTY : RaidSet.Resync.CLEAN);
    }

    /** The slots that others are copied from: the first half. */
    private static int sourceSlots(ViaMetadata via) {
        return via.type() == ViaMetadata.RAID01 ? via.count() : 1;
    }

    private static Layout layout(Reading.Found found, ViaMetadata via) {
        Level level = switch (via.type()) {
            case ViaMetadata.SPAN -> Level.LINEAR;
            case ViaMetadata.RAID1 -> Level.RAID1;
            default -> Level.RAID0;
        };
        boolean mirror = via.type() == ViaMetadata.RAID1;
        // A mirror of three has a spare; the place of its disks in the table tells nothing.
        boolean ordered = !mirror || places(via) == 2;
        var slots = new ArrayList<Layout.Slot>();
        for (int i = 0; i < (mirror ? 2 : places(via)); i++) {
            int id = ordered ? via.table().get(i) : 0;
            slots.add(new Layout.Slot(data(found), id == 0 ? "" : String.format("%08x", id), ordered && id == 0));
        }
        return new Layout(
                via.name(),
                "",
                level,
                level == Level.RAID0 ? via.chunk() : 0,
                0,
                slots,
                via.type() == ViaMetadata.RAID01 ? Stack.numbered(Level.RAID1, via.name(), 2) : null);
    }

    /** All of the disk but the sector of the metadata. */
    private static Extent data(Reading.Found found) {
        return new Extent(0, found.disk().sectors() - 1);
    }

    private static Role role(Reading.Found found, ViaMetadata via) {
        int slot = slot(via);
        if (via.inArray() == 0) {
            return out(found, -1, "in_disk_array", "0", "1 on a member");
        }
        if (via.position() < 0) {
            return out(found, -1, "serial_checksum", "an identity that the table does not have", "one of the table");
        }
        if (via.broken() != 0) {
            return out(found, slot, "tolerance", "1, broken", "0");
        }
        if (via.capacity() > found.disk().sectors() - 1) {
            return out(
                    found,
                    slot,
                    "capacity",
                    via.capacity() + " sectors",
                    "at most " + (found.disk().sectors() - 1) + ", which the disk has");
        }
        if (via.type() == ViaMetadata.RAID1 && places(via) == 3 && (via.info() & 3) == SPARE_INFO) {
            return new Spare();
        }
        boolean placed = via.type() == ViaMetadata.RAID1 ? (via.info() & 3) <= MIRROR_INFO : slot == via.position();
        if (!placed) {
            return out(found, -1, "raid_type_info", via.info() + "", "the place that the table of identities tells");
        }
        boolean behind = via.dirty() && slot >= sourceSlots(via);
        return new InSlot(slot, data(found), behind ? Component.State.REBUILDING : Component.State.IN_SYNC);
    }

    /** FreeBSD numbers the second half of a mirror 1, VIA 2. */
    private static int slot(ViaMetadata via) {
        return switch (via.type()) {
            case ViaMetadata.RAID1 -> (via.info() & 3) == 0 ? 0 : 1;
            // A place beyond the width would be one of the other stripe.
            case ViaMetadata.RAID01 ->
                via.place() < via.count() ? via.stripe() * via.count() + via.place() : Integer.MAX_VALUE;
            default -> via.place();
        };
    }

    private static ShutOut out(Reading.Found found, int slot, String field, String is, String expected) {
        return new ShutOut(slot, error(found, field, is, expected));
    }

    private static Finding error(Reading.Found found, String field, String is, String expected) {
        return found.finding(
                "via." + field.replace("[]", "-table"), Severity.ERROR, field, is, expected, "it is left alone");
    }
}
