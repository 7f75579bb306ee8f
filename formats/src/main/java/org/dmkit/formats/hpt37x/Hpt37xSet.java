package org.dmkit.formats.hpt37x;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.hpt37x.Hpt37x.Kind;
import org.dmkit.raid.assemble.Layout;
import org.dmkit.raid.assemble.Membership;
import org.dmkit.raid.assemble.Stack;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;
import org.jspecify.annotations.Nullable;

/**
 * What the disks that bear one id make together. Stripes leave the first ten sectors of all disks but the first alone; mirrors
 * are equal sector by sector (Linux 2.4, FreeBSD and the vendor; dmraid shifts the second disk by ten, which spoils it).
 */
final class Hpt37xSet {
    /** Sectors before the data of a stripe or span on every disk but its first. */
    static final long HIDDEN = 10;

    private final List<Hpt37xMember> disks;
    private final Hpt37xSpan span;
    private final boolean someGood;
    /** What any member says holds. */
    private final Optional<Hpt37xMark> mark;

    /**
     * Of these disks.
     *
     * @param disks at least one
     */
    Hpt37xSet(List<Reading.Found<Hpt37x>> disks) {
        this.disks = disks.stream().map(Hpt37xMember::of).toList();
        this.mark = marks().findFirst();
        this.span = spans().stream().findFirst().orElse(Hpt37xSpan.DMRAID);
        this.someGood = records().anyMatch(r -> r.good() && !r.failed());
    }

    private Stream<Hpt37x> records() {
        return disks.stream().map(Hpt37xMember::record);
    }

    private Stream<Hpt37xMark> marks() {
        return records()
                .filter(Hpt37xSet::mirrored)
                .flatMap(r -> r.mark().stream())
                .distinct();
    }

    private static boolean mirrored(Hpt37x record) {
        return record.kind() == Kind.MIRROR || record.kind() == Kind.MIRROR_OF_STRIPES;
    }

    private Hpt37x first() {
        return disks.getFirst().record();
    }

    String identity() {
        return Long.toString(first().id());
    }

    List<Membership<Hpt37x>> members() {
        return disks.stream().map(this::member).toList();
    }

    private Membership<Hpt37x> member(Hpt37xMember member) {
        Hpt37x record = member.record();
        int slot = slot(record);
        Membership.Role role = fault(member)
                .<Membership.Role>map(why -> new Membership.ShutOut(slot, why))
                .orElseGet(() -> new Membership.InSlot(slot, data(member), state(record)));
        boolean owed = mark.filter(m -> !m.behind()).isPresent();
        return new Membership<>(
                member.found(),
                identity(),
                layout(member),
                role,
                owed ? RaidSet.Resync.RESYNCING : RaidSet.Resync.CLEAN);
    }

    /** A disk of an older state of this set. */
    Membership<Hpt37x> outdated(Reading.Found<Hpt37x> found) {
        Finding why = about(
                found,
                "outdated",
                "magic_0",
                Long.toString(found.metadata().id()),
                "the set went on without this disk as " + identity());
        return new Membership<>(
                found, identity(), layout(disks.getFirst()), new Membership.ShutOut(-1, why), RaidSet.Resync.CLEAN);
    }

    private static int slot(Hpt37x record) {
        return switch (record.kind()) {
            case MIRROR -> legs(record) == 2 ? record.leg() : record.number();
            case MIRROR_OF_STRIPES ->
                record.number() < record.width() ? record.leg() * record.width() + record.number() : -1;
            case SINGLE -> 0;
            case STRIPE, SPAN, SPARE, UNSUPPORTED -> record.number();
        };
    }

    /** The width of a mirror is that of a stripe, 1, as often as the number of its disks. */
    private static int legs(Hpt37x record) {
        return Math.max(2, record.width());
    }

    private Extent data(Hpt37xMember member) {
        Hpt37x record = member.record();
        long sectors = member.disk().sectors();
        return switch (record.kind()) {
            case MIRROR -> new Extent(0, record.total());
            case SPAN -> span.data(record.number(), sectors);
            case SINGLE, SPARE, UNSUPPORTED -> new Extent(0, sectors);
            case STRIPE, MIRROR_OF_STRIPES -> column(record, record.number());
        };
    }

    private static Extent column(Hpt37x record, int number) {
        // A total that gives nobody a sector is the set's defect, not the column's.
        return new Extent(number == 0 ? 0 : HIDDEN, Math.max(1, record.total() / Math.max(1, record.width())));
    }

    private Layout layout(Hpt37xMember member) {
        Hpt37x record = member.record();
        int width = record.width();
        return switch (record.kind()) {
            case STRIPE -> layout(record, stripe(record), record.total(), columns(record, false), null);
            case MIRROR ->
                layout(
                        record,
                        Level.RAID1,
                        record.total(),
                        IntStream.range(0, legs(record))
                                .mapToObj(leg -> new Layout.Slot(new Extent(0, record.total()), "", behind(leg)))
                                .toList(),
                        null);
            case MIRROR_OF_STRIPES ->
                layout(
                        record,
                        Level.RAID0,
                        record.total(),
                        IntStream.range(0, 2)
                                .mapToObj(leg -> columns(record, behind(leg)))
                                .flatMap(List::stream)
                                .toList(),
                        new Stack(Level.RAID1, List.of(halfName(record, 0), halfName(record, 1))));
            case SPAN -> layout(record, Level.LINEAR, 0, Layout.alike(width, data(member)), null);
            case SINGLE, SPARE, UNSUPPORTED -> layout(record, Level.LINEAR, 0, Layout.alike(1, data(member)), null);
        };
    }

    private static List<Layout.Slot> columns(Hpt37x record, boolean behind) {
        return IntStream.range(0, record.width())
                .mapToObj(i -> new Layout.Slot(column(record, i), "", behind))
                .toList();
    }

    /** True if the disks of this leg are known not to be good, so that nobody waits for one that is absent. */
    private boolean behind(int leg) {
        return mark.filter(m -> m.behind() && m.leg() != leg).isPresent();
    }

    /** One disk needs no chunk. */
    private static Level stripe(Hpt37x record) {
        return record.width() == 1 && record.chunk() == 0 ? Level.LINEAR : Level.RAID0;
    }

    private static Layout layout(
            Hpt37x record, Level level, long size, List<Layout.Slot> slots, @Nullable Stack stack) {
        return new Layout(record.setName(), record.label(), level, record.chunk(), size, slots, stack);
    }

    /** Named by the order of its members; an absent one as FreeBSD would write it. */
    private String halfName(Hpt37x asked, int half) {
        if (asked.leg() == half) {
            return asked.subsetName();
        }
        return records()
                .filter(r -> r.kind() == Kind.MIRROR_OF_STRIPES && r.leg() == half)
                .map(Hpt37x::subsetName)
                .findFirst()
                .orElse(asked.setName() + (half == 0 ? "-2" : "-3"));
    }

    /** Why the disk must not be used. */
    private Optional<Finding> fault(Hpt37xMember member) {
        Hpt37x record = member.record();
        if (record.failed()) {
            return Optional.of(about(member.found(), "failed", "magic", "the mark of a failed disk", "a good disk"));
        }
        if (unconfirmed(member)) {
            return Optional.of(about(
                    member.found(),
                    "unconfirmed",
                    "error_log",
                    "the record of a disk that doesn't bear it any more",
                    "a record of its own, or that of the disk it is copied from"));
        }
        boolean out = switch (record.kind()) {
            case STRIPE -> !record.good();
            case MIRROR -> !record.good() && someGood;
            case MIRROR_OF_STRIPES -> !record.firstHalf() && !record.secondHalf();
            case SPAN, SINGLE, SPARE, UNSUPPORTED -> false;
        };
        return out
                ? Optional.of(about(
                        member.found(),
                        "offline",
                        "order",
                        Long.toString(record.order()),
                        "the bit of a disk that is online"))
                : Optional.empty();
    }

    /**
     * True of a copy whose original is there and differs: either the disk was never copied to, or it was, and nobody has said so;
     * and if the kernel copied once more, two disks would say the same of themselves.
     */
    private boolean unconfirmed(Hpt37xMember member) {
        return member.copy() && disks.stream().anyMatch(d -> d.owns(member) && !d.bearsTheSameAs(member));
    }

    private Component.State state(Hpt37x record) {
        return mirrored(record) && behind(record.leg()) ? Component.State.REBUILDING : Component.State.IN_SYNC;
    }

    /** That others come from the same set. */
    List<Finding> rivals(List<Long> ids) {
        return ids.stream()
                .map(other -> disks.getFirst()
                        .found()
                        .finding(
                                "hpt37x.rivals",
                                Severity.ERROR,
                                "error_log",
                                "an id that the set " + other + " has had too",
                                "one of the two: they have gone on without each other",
                                "take out the disks of the wrong one"))
                .toList();
    }

    /** What forbids to start the set. */
    List<Finding> against() {
        var against = new ArrayList<Finding>();
        boolean oneId = Stream.of(0, 1)
                .allMatch(half -> disks.stream()
                                .filter(d -> !d.copy())
                                .map(Hpt37xMember::record)
                                .filter(r -> r.kind() != Kind.MIRROR_OF_STRIPES || r.leg() == half)
                                .map(Hpt37x::magic0)
                                .distinct()
                                .count()
                        <= 1);
        if (!oneId) {
            against.add(about("magic", Severity.ERROR, "magic_0", "different ids", "one id on all members", ""));
        }
        boolean rebuilding = records().anyMatch(r -> r.rebuilding() && mirrored(r));
        boolean marked = mark.isPresent() || disks.stream().anyMatch(d -> fault(d).isPresent());
        if (marks().count() > 1) {
            against.add(about(
                    "marks",
                    Severity.ERROR,
                    "error_log",
                    "members that name different disks to copy from",
                    "one",
                    "take out the disks of the wrong one"));
        }
        if (rebuilding && !marked) {
            against.add(about(
                    "rebuild-target",
                    Severity.ERROR,
                    "rebuild_lba",
                    "a rebuild under way",
                    "a member marked as not good",
                    "finish it in the controller's BIOS: nothing tells which copy is the good one"));
        }
        return against;
    }

    /** True if nobody knows enough of the set to write through it, or the vendor has none like it. */
    boolean untold() {
        boolean many = records().anyMatch(r -> r.kind() == Kind.MIRROR && legs(r) != 2);
        return many || (spanComplete() && spans().isEmpty());
    }

    /** What is odd, and does no harm. */
    List<Finding> warnings() {
        var warnings = new ArrayList<Finding>();
        if (!someGood && records().allMatch(r -> r.kind() == Kind.MIRROR && !r.failed())) {
            warnings.add(about(
                    "order",
                    Severity.WARNING,
                    "order",
                    "no member marked as good",
                    "bit 2 set",
                    "all are taken as good: they are marked alike"));
        }
        if (spanComplete() && spans().isEmpty()) {
            warnings.add(about(
                    "span-size",
                    Severity.WARNING,
                    "total_secs",
                    Long.toString(first().total()),
                    "the sectors of its disks",
                    "each disk is taken to its end; check the data before writing"));
        }
        return warnings;
    }

    private boolean spanComplete() {
        return disks.size() == first().width()
                && records().allMatch(r -> r.kind() == Kind.SPAN)
                && records().map(Hpt37x::number).distinct().count() == disks.size();
    }

    /** The readings of the span's size that fit; none if it is no span or not complete. */
    private List<Hpt37xSpan> spans() {
        if (!spanComplete()) {
            return List.of();
        }
        return Hpt37xSpan.fitting(
                first().total(),
                disks.stream()
                        .sorted(Comparator.comparingInt(d -> d.record().number()))
                        .map(d -> d.disk().sectors())
                        .toList());
    }

    private static Finding about(Reading.Found<Hpt37x> found, String code, String field, String what, String expected) {
        return found.finding(
                "hpt37x." + code,
                Severity.WARNING,
                field,
                what,
                expected,
                "the disk is left out; rebuild it, or erase its metadata");
    }

    private Finding about(String code, Severity severity, String field, String what, String expected, String remedy) {
        return Finding.of(severity, "hpt37x." + code)
                .field(first().setName() + " " + field)
                .found(what)
                .expected(expected)
                .remedy(remedy);
    }
}
