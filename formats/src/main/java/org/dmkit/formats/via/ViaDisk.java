package org.dmkit.formats.via;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.assemble.Layout;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.Membership.InSlot;
import org.dmkit.raid.assemble.Membership.Role;
import org.dmkit.raid.assemble.Membership.ShutOut;
import org.dmkit.raid.assemble.Membership.Spare;
import org.dmkit.raid.assemble.Stack;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet.Resync;

/** A disk and what its sector makes of it, as far as that takes no other disk. */
record ViaDisk(Reading.Found<ViaMetadata> found, ViaMetadata via) {
    static ViaDisk of(Reading.Found<ViaMetadata> found) {
        return new ViaDisk(found, found.metadata());
    }

    String name() {
        return found.disk().name();
    }

    boolean mirror() {
        return via.type() == ViaMetadata.RAID1;
    }

    /** In the table of identities. */
    int places() {
        return via.type() == ViaMetadata.RAID01 ? 2 * via.count() : via.count();
    }

    /** What makes its set impossible to map, whichever of the disks says it. */
    Optional<Finding> problem() {
        boolean known = switch (via.type()) {
            case ViaMetadata.RAID0, ViaMetadata.RAID1, ViaMetadata.SPAN, ViaMetadata.RAID01 -> true;
            default -> false;
        };
        if (!known) {
            return Optional.of(error("raid_type", via.type() + "", "0, 1, 8 or 9; the layout of others is not known"));
        }
        List<Integer> ids = via.table().stream().filter(id -> id != 0).toList();
        if (ids.stream().distinct().count() < ids.size()) {
            return Optional.of(error("serial_checksum[]", "an identity twice", "each once"));
        }
        int places = places();
        boolean beyond = IntStream.range(Math.min(places, ViaMetadata.MOST_DISKS), ViaMetadata.MOST_DISKS)
                .anyMatch(i -> via.table().get(i) != 0);
        boolean counted = !beyond && ids.size() <= places && places <= ViaMetadata.MOST_DISKS;
        boolean fits = !mirror() || places == 2 || places == 3;
        // Without redundancy nobody may be absent.
        boolean whole = mirror() || via.type() == ViaMetadata.RAID01 || ids.size() == places;
        return counted && fits && whole
                ? Optional.empty()
                : Optional.of(error(
                        "disk_array_ex",
                        (via.array() & 7) + " disks",
                        "a number that goes with the " + ids.size() + " identities"));
    }

    /**
     * What it is to its set.
     *
     * @param room sectors that each member of the set has, if that is the same for all
     */
    Membership<ViaMetadata> membership(long room) {
        // A source that was being written to is no worse than its mirror; what differs is what was under way.
        return new Membership<>(
                found, via.identity(), layout(room), role(room), via.dirty() && source() ? Resync.DIRTY : Resync.CLEAN);
    }

    /** True of what others are copied from: one disk of a mirror, the first stripe of two. */
    boolean source() {
        return via.type() == ViaMetadata.RAID01 ? via.stripe() == 0 : via.role() == ViaMetadata.SOURCE;
    }

    /** True if its table is one of a mirror with this disk, whatever has become of the disk. */
    boolean tellsOfMirror() {
        return mirror()
                && via.inArray() == 1
                && via.position() >= 0
                && problem().isEmpty();
    }

    /** True if it stands in a slot. */
    boolean member() {
        return role(last()) instanceof InSlot;
    }

    /**
     * Sectors that a mirror with this disk has at most. VIA rounds the capacity down to 8 sectors, and dmraid maps what is left
     * over too; one that is not rounded (FreeBSD's, ours) is exact.
     */
    long most() {
        return via.capacity() % ViaMetadata.ROUNDED_TO == 0 ? last() : Math.min(last(), via.capacity());
    }

    private long last() {
        return found.disk().sectors() - 1;
    }

    /** Never empty: a set without room is refused, not built. */
    private Extent data(long room) {
        return new Extent(0, Math.max(1, Math.min(last(), room)));
    }

    private Layout layout(long room) {
        Level level = switch (via.type()) {
            case ViaMetadata.SPAN -> Level.LINEAR;
            case ViaMetadata.RAID1 -> Level.RAID1;
            default -> Level.RAID0;
        };
        // A mirror of three has a spare; the place of its disks in the table tells nothing.
        boolean ordered = !mirror() || places() == 2;
        var slots = new ArrayList<Layout.Slot>();
        for (int i = 0; i < (mirror() ? 2 : places()); i++) {
            int id = ordered ? via.table().get(i) : 0;
            slots.add(new Layout.Slot(data(room), id == 0 ? "" : String.format("%08x", id), ordered && id == 0));
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

    private Role role(long room) {
        if (via.inArray() == 0) {
            return out(-1, "in_disk_array", "0", "1 on a member");
        }
        if (via.position() < 0) {
            return out(-1, "serial_checksum", "an identity that the table does not have", "one of the table");
        }
        int slot = slot();
        if (via.broken() != 0) {
            return out(slot, "tolerance", "1, broken", "0");
        }
        if (via.capacity() > last()) {
            return out(slot, "capacity", via.capacity() + " sectors", "at most " + last() + ", which the disk has");
        }
        if (mirror() && places() == 3 && via.role() == ViaMetadata.SPARE) {
            return new Spare();
        }
        boolean placed = mirror() ? via.role() <= ViaMetadata.MIRROR : slot == via.position();
        if (!placed) {
            return out(-1, "raid_type_info", via.info() + "", "the place that the table of identities tells");
        }
        boolean behind = via.dirty() && !source();
        return new InSlot(slot, data(room), behind ? Component.State.REBUILDING : Component.State.IN_SYNC);
    }

    /**
     * The table's order is that of a mirror's disks; which of them is the source is another matter. Beside a spare, which may
     * stand anywhere in it, the source comes first.
     */
    private int slot() {
        return switch (via.type()) {
            case ViaMetadata.RAID1 -> places() == 2 ? via.position() : source() ? 0 : 1;
            // A place beyond the width would be one of the other stripe.
            case ViaMetadata.RAID01 ->
                via.place() < via.count() ? via.stripe() * via.count() + via.place() : Integer.MAX_VALUE;
            default -> via.place();
        };
    }

    ShutOut out(int slot, String field, String is, String expected) {
        return new ShutOut(slot, error(field, is, expected));
    }

    Finding error(String field, String is, String expected) {
        return found.finding(
                "via." + field.replace("[]", "-table"), Severity.ERROR, field, is, expected, "it is left alone");
    }
}
