package org.dmkit.formats.hpt45x;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
        return switch (record.kind()) {
            case MIRROR -> leg(record, outer.number());
            case STRIPE_OF_MIRRORS ->
                outer.number() < outer.members()
                                && record.inner().number() < record.inner().members()
                        ? leg(record, record.inner().number()) * outer.members() + outer.number()
                        : -1;
            case SPAN, STRIPE, PARITY, SPARE, LEFT_OVER, UNSUPPORTED -> outer.number();
        };
    }

    /** Of a number among two copies; it is its own inverse. */
    private static int leg(Hpt45x record, int number) {
        return record.pairs() && number < 2 && record.reversed() ? 1 - number : number;
    }

    private static Extent data(Reading.Found<Hpt45x> found) {
        Hpt45x record = record(found);
        return new Extent(
                0,
                record.kind() == Kind.SPAN
                        ? Hpt45x.place(found.disk()).lba()
                        : record.outer().perMember());
    }

    private Layout layout(Reading.Found<Hpt45x> found) {
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
                IntStream.range(0, outer.members() * copies)
                        .mapToObj(slot -> new Layout.Slot(data(found), "", lost(record, slot)))
                        .toList(),
                stacked ? Stack.numbered(Level.RAID1, record.setName(), copies) : null);
    }

    /** True if the disk of this slot is known not to be good, so that nobody waits for it if it is absent. */
    private boolean lost(Hpt45x record, int slot) {
        int columns = record.outer().members();
        return switch (record.kind()) {
            case MIRROR -> leg(record, slot) > 0 && rebuilding(record, 0);
            case STRIPE_OF_MIRRORS -> leg(record, slot / columns) > 0 && rebuilding(record, slot % columns);
            case PARITY -> critical(slot);
            case SPAN, STRIPE, SPARE, LEFT_OVER, UNSUPPORTED -> false;
        };
    }

    /** Why the disk must not be used. */
    private Optional<Finding> fault(Reading.Found<Hpt45x> found) {
        Hpt45x record = record(found);
        if (record.failed()) {
            return Optional.of(about(found, "failed", "magic", "the mark of a failed disk", "a good disk"));
        }
        return record.kind() == Kind.PARITY
                        && critical(record.outer().number())
                        && records().noneMatch(r -> r.outer().needsRebuild())
                ? Optional.of(about(
                        found,
                        "critical",
                        "critical",
                        "member " + record.outer().number(),
                        "a member with good data"))
                : Optional.empty();
    }

    private boolean critical(int member) {
        return records().anyMatch(r -> r.outer().critical(member));
    }

    /**
     * True if not all members of a mirror have what number 0 has; what any member says holds.
     *
     * @param pair of a stripe of mirrors
     */
    private boolean rebuilding(Hpt45x record, int pair) {
        return record.kind() == Kind.MIRROR
                ? records().anyMatch(r -> r.outer().unfinished(r.outer().perMember()))
                : records()
                        .filter(r -> r.outer().number() == pair)
                        .anyMatch(r -> r.inner().unfinished(r.outer().perMember()));
    }

    private Component.State state(Hpt45x record) {
        Hpt45xLevel outer = record.outer();
        boolean target = switch (record.kind()) {
            case MIRROR -> outer.number() > 0 && rebuilding(record, 0);
            case STRIPE_OF_MIRRORS -> record.inner().number() > 0 && rebuilding(record, outer.number());
            case PARITY -> critical(outer.number());
            case SPAN, STRIPE, SPARE, LEFT_OVER, UNSUPPORTED -> false;
        };
        return target ? Component.State.REBUILDING : Component.State.IN_SYNC;
    }

    /**
     * A parity set that needs a rebuild of no member never had its parity made. A mirror that needs one of which nothing is left
     * has to be made equal.
     */
    private static RaidSet.Resync resync(Hpt45x record) {
        Hpt45xLevel outer = record.outer();
        long sectors = outer.perMember();
        boolean owed = switch (record.kind()) {
            case MIRROR -> outer.needsRebuild() && !outer.unfinished(sectors);
            case STRIPE_OF_MIRRORS ->
                record.inner().needsRebuild() && !record.inner().unfinished(sectors);
            case PARITY -> outer.needsRebuild() && outer.critical() == 0 && outer.unfinished(sectors);
            case SPAN, STRIPE, SPARE, LEFT_OVER, UNSUPPORTED -> false;
        };
        return owed ? RaidSet.Resync.RESYNCING : RaidSet.Resync.CLEAN;
    }

    /** That others come from the same set. */
    List<Finding> rivals(List<Long> stamps) {
        return stamps.stream()
                .map(other -> disks.getFirst()
                        .finding(
                                "hpt45x.rivals",
                                Severity.ERROR,
                                "failed_stamps",
                                "a stamp that the set of stamp " + other + " has borne too",
                                "one of the two: they have gone on without each other",
                                "take out the disks of the wrong one"))
                .toList();
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
