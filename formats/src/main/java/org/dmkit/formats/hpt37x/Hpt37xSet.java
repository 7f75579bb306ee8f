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

    private final List<Reading.Found<Hpt37x>> disks;
    private final Hpt37xSpan span;
    private final boolean someGood;

    /**
     * Of these disks.
     *
     * @param disks at least one
     */
    Hpt37xSet(List<Reading.Found<Hpt37x>> disks) {
        this.disks = disks;
        this.span = spans().stream().findFirst().orElse(Hpt37xSpan.DMRAID);
        this.someGood = records().anyMatch(r -> r.good() && !r.failed());
    }

    private static Hpt37x record(Reading.Found<Hpt37x> found) {
        return found.metadata();
    }

    private Stream<Hpt37x> records() {
        return disks.stream().map(Hpt37xSet::record);
    }

    private Hpt37x first() {
        return record(disks.getFirst());
    }

    String identity() {
        return Long.toString(first().id());
    }

    List<Membership<Hpt37x>> members() {
        return disks.stream().map(this::member).toList();
    }

    private Membership<Hpt37x> member(Reading.Found<Hpt37x> found) {
        Hpt37x record = record(found);
        int slot = slot(record);
        Membership.Role role = fault(found)
                .<Membership.Role>map(why -> new Membership.ShutOut(slot, why))
                .orElseGet(() -> new Membership.InSlot(slot, data(found), state(record)));
        return new Membership<>(found, identity(), layout(found), role, RaidSet.Resync.CLEAN);
    }

    private static int slot(Hpt37x record) {
        return switch (record.kind()) {
            case MIRROR -> legs(record) == 2 ? Math.min(1, record.number()) : record.number();
            case MIRROR_OF_STRIPES ->
                record.number() < record.width() ? half(record) * record.width() + record.number() : -1;
            case SINGLE -> 0;
            case STRIPE, SPAN, SPARE, UNSUPPORTED -> record.number();
        };
    }

    /** The width of a mirror is that of a stripe, 1, as often as the number of its disks. */
    private static int legs(Hpt37x record) {
        return Math.max(2, record.width());
    }

    /** dmraid's order of the halves: by {@code order}, which is 2 in the second and 3 in the first. */
    private static int half(Hpt37x record) {
        return record.firstHalf() ? 1 : 0;
    }

    private Extent data(Reading.Found<Hpt37x> found) {
        Hpt37x record = record(found);
        long sectors = found.disk().sectors();
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

    private Layout layout(Reading.Found<Hpt37x> found) {
        Hpt37x record = record(found);
        int width = record.width();
        List<Layout.Slot> columns = IntStream.range(0, width)
                .mapToObj(i -> new Layout.Slot(column(record, i), "", false))
                .toList();
        return switch (record.kind()) {
            case STRIPE -> layout(record, stripe(record), record.total(), columns, null);
            case MIRROR ->
                layout(
                        record,
                        Level.RAID1,
                        record.total(),
                        Layout.alike(legs(record), new Extent(0, record.total())),
                        null);
            case MIRROR_OF_STRIPES ->
                layout(
                        record,
                        Level.RAID0,
                        record.total(),
                        Stream.concat(columns.stream(), columns.stream()).toList(),
                        new Stack(Level.RAID1, List.of(halfName(record, 0), halfName(record, 1))));
            case SPAN -> layout(record, Level.LINEAR, 0, Layout.alike(width, data(found)), null);
            case SINGLE, SPARE, UNSUPPORTED -> layout(record, Level.LINEAR, 0, Layout.alike(1, data(found)), null);
        };
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
        if (half(asked) == half) {
            return asked.subsetName();
        }
        return records()
                .filter(r -> r.kind() == Kind.MIRROR_OF_STRIPES && half(r) == half)
                .map(Hpt37x::subsetName)
                .findFirst()
                .orElse(asked.setName() + (half == 0 ? "-2" : "-3"));
    }

    /** Why the disk must not be used. */
    private Optional<Finding> fault(Reading.Found<Hpt37x> found) {
        Hpt37x record = record(found);
        if (record.failed()) {
            return Optional.of(about(found, "failed", "magic", "the mark of a failed disk", "a good disk"));
        }
        boolean out = switch (record.kind()) {
            case STRIPE -> !record.good();
            case MIRROR -> target(record) && !record.rebuilding();
            case MIRROR_OF_STRIPES -> !record.firstHalf() && !record.secondHalf();
            case SPAN, SINGLE, SPARE, UNSUPPORTED -> false;
        };
        return out
                ? Optional.of(about(
                        found, "offline", "order", Long.toString(record.order()), "the bit of a disk that is online"))
                : Optional.empty();
    }

    /** The one of a mirror's disks that lacks the mark of a good one. */
    private boolean target(Hpt37x record) {
        return record.kind() == Kind.MIRROR && !record.good() && someGood;
    }

    private Component.State state(Hpt37x record) {
        return target(record) ? Component.State.REBUILDING : Component.State.IN_SYNC;
    }

    /** What forbids to start the set. */
    List<Finding> against() {
        var against = new ArrayList<Finding>();
        boolean oneId = Stream.of(0, 1)
                .allMatch(half -> records()
                                .filter(r -> r.kind() != Kind.MIRROR_OF_STRIPES || half(r) == half)
                                .map(Hpt37x::magic0)
                                .distinct()
                                .count()
                        <= 1);
        if (!oneId) {
            against.add(about("magic", Severity.ERROR, "magic_0", "different ids", "one id on all members", ""));
        }
        boolean rebuilding = records()
                .anyMatch(r -> r.rebuilding() && (r.kind() == Kind.MIRROR || r.kind() == Kind.MIRROR_OF_STRIPES));
        boolean marked = disks.stream().anyMatch(d -> fault(d).isPresent() || target(record(d)));
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
                        .sorted(Comparator.comparingInt(d -> record(d).number()))
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
