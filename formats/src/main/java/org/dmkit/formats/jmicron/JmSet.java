package org.dmkit.formats.jmicron;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.blockio.Extent;
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
 * What the disks of one table make together. The states are FreeBSD's, the only ones known: in a set with a disk that has no
 * valid data all others bear "bad sectors"; a disk that has to be synchronised bears "unsynchronised".
 */
final class JmSet {
    private final JmTable table;
    private final List<Reading.Found<Jm>> disks;

    /**
     * Of these disks.
     *
     * @param disks at least one, which bear the table
     */
    JmSet(JmTable table, List<Reading.Found<Jm>> disks) {
        this.table = table;
        this.disks = disks;
    }

    private static Jm record(Reading.Found<Jm> found) {
        return found.metadata();
    }

    /** The records of the disks that the table names. */
    private Stream<Jm> named() {
        return disks.stream().map(JmSet::record).filter(jm -> jm.position().isPresent());
    }

    String identity() {
        return table.toString();
    }

    /** True if none of the disks is a member, and all are spares of a set whose members are absent. */
    boolean onlySpares() {
        return disks.stream().map(JmSet::record).allMatch(jm -> jm.position().isEmpty() && jm.spare());
    }

    List<Membership<Jm>> members() {
        return disks.stream()
                .map(f -> membership(f, role(f), resync(record(f))))
                .toList();
    }

    /** A disk with an older table of this set. */
    Membership<Jm> outdated(Reading.Found<Jm> found) {
        Finding why = about(found, "outdated", "member", "another table of members", "the table of those that went on");
        return new Membership<>(
                found, identity(), layout(disks.getFirst()), new Membership.ShutOut(-1, why), RaidSet.Resync.CLEAN);
    }

    private Membership<Jm> membership(Reading.Found<Jm> found, Membership.Role role, RaidSet.Resync resync) {
        return new Membership<>(found, identity(), layout(found), role, resync);
    }

    private Membership.Role role(Reading.Found<Jm> found) {
        Jm jm = record(found);
        if (jm.position().isEmpty()) {
            return jm.spare()
                    ? new Membership.Spare()
                    : new Membership.ShutOut(
                            -1,
                            about(
                                    found,
                                    "not-in-table",
                                    "identity",
                                    "0x%x".formatted(jm.identity()),
                                    "one of the members or spares"));
        }
        int position = jm.position().get();
        if (jm.range() == 0) {
            return new Membership.ShutOut(
                    position, about(found, "range", "range", "0", "the sectors that it gives to the set"));
        }
        return new Membership.InSlot(position, data(jm), state(jm));
    }

    private static Extent data(Jm jm) {
        return new Extent(jm.base(), Math.max(1, jm.range()));
    }

    private Layout layout(Reading.Found<Jm> found) {
        Jm jm = record(found);
        int count = table.members().size();
        List<Layout.Slot> slots = table.members().stream()
                .map(id -> new Layout.Slot(data(jm), empty(id) ? "" : "0x%x".formatted(id), empty(id)))
                .toList();
        Level level = switch (jm.mode()) {
            case Jm.RAID0 -> Level.RAID0;
            case Jm.RAID1, Jm.RAID01 -> Level.RAID1;
            default -> Level.LINEAR;
        };
        Stack stack = jm.mode() == Jm.RAID01 ? Stack.numbered(Level.RAID0, jm.setName(), count / 2) : null;
        return new Layout(jm.setName(), jm.label(), level, jm.chunk(), 0, slots, stack);
    }

    /** A place in which nobody is. */
    private static boolean empty(long identity) {
        return identity == 0 || Jm.nobody(identity);
    }

    private boolean redundant() {
        return table.mode() == Jm.RAID1 || table.mode() == Jm.RAID01;
    }

    private Component.State state(Jm jm) {
        boolean agreed = mirror(jm).map(Jm::unsynchronised).distinct().count() == 1;
        return redundant() && (empty(jm) || (jm.unsynchronised() && !agreed))
                ? Component.State.REBUILDING
                : Component.State.IN_SYNC;
    }

    /** New or being rebuilt, as the others tell. */
    private boolean empty(Jm jm) {
        return !jm.badSectors() && named().anyMatch(Jm::badSectors);
    }

    /** This disk and its copies that are not new. */
    private Stream<Jm> mirror(Jm jm) {
        return named().filter(other -> !empty(other)
                && (table.mode() != Jm.RAID01
                        || other.position().get() / 2 == jm.position().get() / 2));
    }

    /** Where all copies are unsynchronised they are valid, but may differ. */
    private RaidSet.Resync resync(Jm jm) {
        return redundant() && jm.position().isPresent() && jm.unsynchronised() && state(jm) == Component.State.IN_SYNC
                ? RaidSet.Resync.RESYNCING
                : RaidSet.Resync.CLEAN;
    }

    /** What forbids to start the set. */
    List<Finding> against(boolean doubtful) {
        var against = new ArrayList<Finding>();
        int count = table.members().size();
        if (doubtful) {
            against.add(general(
                    "split",
                    "member",
                    "two tables, borne by as many members each",
                    "one",
                    "nothing tells which is the later one; take the disks with the wrong one out"));
        }
        List<Long> named = table.members().stream().filter(id -> !empty(id)).toList();
        if (named.stream().distinct().count() != named.size()) {
            against.add(general("same-identity", "member", "one identity twice", "an identity for each member", ""));
        }
        if (table.mode() == Jm.RAID01 && (count < 4 || count % 2 != 0)) {
            against.add(general("members", "member", count + " members", "pairs, and at least two", ""));
        }
        for (Reading.Found<Jm> found : disks) {
            Jm jm = record(found);
            if (jm.position().isEmpty()) {
                continue;
            }
            if (jm.unknownAttributes() != 0) {
                against.add(refused(
                        found,
                        "attribute",
                        "attribute",
                        "0x%x".formatted(jm.unknownAttributes()),
                        "no attributes of unknown meaning",
                        "let the controller's BIOS put the set in order"));
            }
            long last = Jm.place(found.disk()).lba();
            if (data(jm).end() > last && data(jm).end() <= found.disk().sectors()) {
                against.add(refused(
                        found,
                        "past-end",
                        "range",
                        data(jm).end() + " sectors",
                        "at most " + last + ", which are before the metadata",
                        "is there a host protected area?"));
            }
        }
        return against;
    }

    /** What is odd, and does no harm. */
    List<Finding> warnings() {
        return redundant()
                ? List.of()
                : disks.stream()
                        .filter(f ->
                                record(f).position().isPresent() && record(f).badSectors())
                        .map(f -> Finding.warning("jmicron.bad-sectors")
                                .on(f.disk())
                                .at(Jm.place(f.disk()).lba())
                                .field("attribute")
                                .found("0x%x".formatted(record(f).attribute()))
                                .expected("no bad sectors")
                                .remedy("check the disk"))
                        .toList();
    }

    private static Finding about(Reading.Found<Jm> found, String code, String field, String what, String expected) {
        return finding(
                Severity.WARNING,
                found,
                code,
                field,
                what,
                expected,
                "the disk is left out; rebuild it, or erase its metadata");
    }

    private static Finding refused(
            Reading.Found<Jm> found, String code, String field, String what, String expected, String remedy) {
        return finding(Severity.ERROR, found, code, field, what, expected, remedy);
    }

    private static Finding finding(
            Severity severity,
            Reading.Found<Jm> found,
            String code,
            String field,
            String what,
            String expected,
            String remedy) {
        return found.finding("jmicron." + code, severity, field, what, expected, remedy);
    }

    private Finding general(String code, String field, String what, String expected, String remedy) {
        String set = record(disks.getFirst()).setName();
        return Finding.error("jmicron." + code)
                .field(set + " " + field)
                .found(what)
                .expected(expected)
                .remedy(remedy);
    }
}
