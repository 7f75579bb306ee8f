package org.dmkit.formats.hpt45x;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.hpt45x.Hpt45x.Kind;
import org.dmkit.raid.assemble.Layout;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.Stack;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/**
 * What the disks of one stamp make together. RAID 1/0 is shown as dmraid does, a mirror of stripes: while all members are there
 * the data are the same. The source of a rebuild of a mirror is always member 0: the vendor renumbers the survivor.
 */
final class Hpt45xSet {
    private final List<Reading.Found<Hpt45x>> disks;

    /**
     * Of these disks.
     *
     * @param disks at least one
     */
    Hpt45xSet(List<Reading.Found<Hpt45x>> disks) {
        this.disks = disks;
    }

    private static Hpt45x record(Reading.Found<Hpt45x> found) {
        return found.metadata();
    }

    private Stream<Hpt45x> records() {
        return disks.stream().map(Hpt45xSet::record);
    }

    String identity() {
        return Long.toString(record(disks.getFirst()).stamp());
    }

    List<Membership<Hpt45x>> members() {
        return disks.stream().map(this::member).toList();
    }

    private Membership<Hpt45x> member(Reading.Found<Hpt45x> found) {
        Hpt45x record = record(found);
        int slot = slot(record);
        Membership.Role role = fault(found)
                .<Membership.Role>map(why -> new Membership.ShutOut(slot, why))
                .orElseGet(() -> new Membership.InSlot(slot, data(found), state(record)));
        return new Membership<>(found, identity(), layout(found), role, resync(record));
    }

    /** A disk of an older state of this set. */
    Membership<Hpt45x> outdated(Reading.Found<Hpt45x> found) {
        Finding why = about(
                found,
                "outdated",
                "stamp",
                Long.toString(record(found).stamp()),
                "the set went on without this disk as " + identity());
        return new Membership<>(
                found, identity(), layout(disks.getFirst()), new Membership.ShutOut(-1, why), RaidSet.Resync.CLEAN);
    }

    private static int slot(Hpt45x record) {
        Hpt45xLevel outer = record.outer();
        if (record.kind() != Kind.STRIPE_OF_MIRRORS) {
            return outer.number();
        }
        Hpt45xLevel inner = record.inner();
        return outer.number() < outer.members() && inner.number() < inner.members()
                ? inner.number() * outer.members() + outer.number()
                : -1;
    }

    private static Extent data(Reading.Found<Hpt45x> found) {
        Hpt45x record = record(found);
        return new Extent(
                0,
                record.kind() == Kind.SPAN
                        ? Hpt45x.place(found.disk()).lba()
                        : record.outer().perMember());
    }

    private static Layout layout(Reading.Found<Hpt45x> found) {
        Hpt45x record = record(found);
        Hpt45xLevel outer = record.outer();
        boolean stacked = record.kind() == Kind.STRIPE_OF_MIRRORS;
        int copies = stacked ? record.inner().members() : 1;
        Level level = switch (record.kind()) {
            case STRIPE, STRIPE_OF_MIRRORS -> Level.RAID0;
            case MIRROR -> Level.RAID1;
            case PARITY -> Level.RAID5_LEFT_ASYMMETRIC;
            case SPAN, SPARE, LEFT_OVER, UNSUPPORTED -> Level.LINEAR;
        };
        return new Layout(
                record.setName(),
                record.label(),
                level,
                outer.chunk(),
                record.kind() == Kind.SPAN ? 0 : outer.capacity(),
                Layout.alike(outer.members() * copies, data(found)),
                stacked ? Stack.numbered(Level.RAID1, record.setName(), copies) : null);
    }

    /** Why the disk must not be used. */
    private Optional<Finding> fault(Reading.Found<Hpt45x> found) {
        Hpt45x record = record(found);
        if (record.failed()) {
            return Optional.of(about(found, "failed", "magic", "the mark of a failed disk", "a good disk"));
        }
        return critical(record) && !rebuilding(record)
                ? Optional.of(about(
                        found,
                        "critical",
                        "critical",
                        "member " + record.outer().number(),
                        "a member with good data"))
                : Optional.empty();
    }

    private boolean critical(Hpt45x record) {
        return record.kind() == Kind.PARITY
                && records().anyMatch(r -> r.outer().critical(record.outer().number()));
    }

    /** True if a rebuild of the disk's own mirror or parity set is under way; what any member says holds. */
    private boolean rebuilding(Hpt45x record) {
        return switch (record.kind()) {
            case MIRROR ->
                records().anyMatch(r -> r.outer().unfinished(r.outer().perMember()));
            case STRIPE_OF_MIRRORS ->
                records()
                        .filter(r -> r.outer().number() == record.outer().number())
                        .anyMatch(r -> r.inner().unfinished(r.outer().perMember()));
            case PARITY -> records().anyMatch(r -> r.outer().needsRebuild());
            case SPAN, STRIPE, SPARE, LEFT_OVER, UNSUPPORTED -> false;
        };
    }

    private Component.State state(Hpt45x record) {
        boolean target = switch (record.kind()) {
            case MIRROR -> record.outer().number() > 0;
            case STRIPE_OF_MIRRORS -> record.inner().number() > 0;
            case PARITY -> critical(record);
            case SPAN, STRIPE, SPARE, LEFT_OVER, UNSUPPORTED -> false;
        };
        return target && rebuilding(record) ? Component.State.REBUILDING : Component.State.IN_SYNC;
    }

    /** A parity set that needs a rebuild of no member never had its parity made. */
    private static RaidSet.Resync resync(Hpt45x record) {
        Hpt45xLevel outer = record.outer();
        return record.kind() == Kind.PARITY
                        && outer.needsRebuild()
                        && outer.critical() == 0
                        && outer.unfinished(outer.perMember())
                ? RaidSet.Resync.RESYNCING
                : RaidSet.Resync.CLEAN;
    }

    /** What forbids to start the set. */
    List<Finding> against() {
        var against = new ArrayList<Finding>();
        for (Reading.Found<Hpt45x> found : disks) {
            long end = data(found).end();
            if (end > Hpt45x.place(found.disk()).lba() && end <= found.disk().sectors()) {
                against.add(Finding.error("hpt45x.past-end")
                        .on(found.disk())
                        .at(Hpt45x.place(found.disk()).lba())
                        .field("capacity")
                        .found(end + " sectors of each member")
                        .expected("at most " + Hpt45x.place(found.disk()).lba() + ", which are before the metadata")
                        .remedy("is there a host protected area?"));
            }
        }
        return against;
    }

    private static Finding about(Reading.Found<Hpt45x> found, String code, String field, String what, String expected) {
        return found.finding(
                "hpt45x." + code,
                Severity.WARNING,
                field,
                what,
                expected,
                "the disk is left out; rebuild it, or erase its metadata");
    }
}
