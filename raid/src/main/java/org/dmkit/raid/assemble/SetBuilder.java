package org.dmkit.raid.assemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/**
 * Builds the tree of one set from its layout and from who stands where; {@link SetAssembly} does it for formats with one set a
 * disk. A mirror of stripes whose stripes all lack a member, but not the same column, is built as a stripe of mirrors: so it still
 * starts.
 */
public final class SetBuilder {
    private final Layout layout;
    private final String suffix;
    private final Map<Integer, ? extends Membership<?>> placed;
    private final Set<Integer> lost;
    private final RaidSet.Resync resync;

    private SetBuilder(
            Layout layout,
            String suffix,
            Map<Integer, ? extends Membership<?>> placed,
            Set<Integer> lost,
            RaidSet.Resync resync) {
        this.layout = layout;
        this.suffix = suffix;
        this.placed = placed;
        this.lost = lost;
        this.resync = resync;
    }

    /**
     * Builds it.
     *
     * @param suffix appended to the name of each device, to tell apart sets that would have the same
     * @param placed by slot
     * @param lost slots whose disk is present and must not be used
     */
    public static RaidSet build(
            Layout layout,
            String suffix,
            Map<Integer, ? extends Membership<?>> placed,
            Set<Integer> lost,
            RaidSet.Resync resync) {
        return new SetBuilder(layout, suffix, placed, lost, resync).build();
    }

    private RaidSet build() {
        int slots = layout.slots().size();
        Stack stack = layout.stack();
        if (stack == null) {
            return set(layout.name() + suffix, layout.label(), layout.size(), 0, slots);
        }
        int count = stack.subsets().size();
        int each = count == 0 ? 0 : slots / count;
        if (crossed(stack, count, each)) {
            return stripeOfMirrors(count, each);
        }
        long below = stack.level() == Level.RAID1 ? layout.size() : layout.size() / Math.max(1, count);
        var subsets = new ArrayList<Component>();
        for (int i = 0; i < count; i++) {
            subsets.add(
                    new Component.Subset(set(stack.subsets().get(i) + suffix, "", below, i * each, (i + 1) * each)));
        }
        return new RaidSet(
                layout.name() + suffix,
                layout.label(),
                stack.level(),
                stack.level() == Level.RAID1 ? 0 : layout.chunk(),
                layout.size() > 0 ? layout.size() : capacity(stack.level(), layout.chunk(), subsets),
                subsets,
                resync);
    }

    /** True if no stripe of a mirror is whole, and yet one of them has a good copy of each column. */
    private boolean crossed(Stack stack, int stripes, int columns) {
        if (stack.level() != Level.RAID1 || layout.level() != Level.RAID0) {
            return false;
        }
        boolean aWholeStripe = IntStream.range(0, stripes)
                .anyMatch(s -> IntStream.range(0, columns).allMatch(c -> inSync(s * columns + c)));
        boolean everyColumn = columns > 0
                && IntStream.range(0, columns)
                        .allMatch(c -> IntStream.range(0, stripes).anyMatch(s -> inSync(s * columns + c)));
        return everyColumn && !aWholeStripe;
    }

    private boolean inSync(int slot) {
        Membership<?> member = placed.get(slot);
        return member != null && member.role() instanceof Membership.InSlot in && in.state() == Component.State.IN_SYNC;
    }

    /** The same data the other way about: each column mirrored, and striped over them. */
    private RaidSet stripeOfMirrors(int stripes, int columns) {
        var mirrors = new ArrayList<Component>();
        for (int column = 0; column < columns; column++) {
            var copies = new ArrayList<Component>();
            for (int stripe = 0; stripe < stripes; stripe++) {
                copies.add(component(stripe * columns + column));
            }
            long size = layout.size() > 0 ? layout.size() / columns : capacity(Level.RAID1, 0, copies);
            mirrors.add(new Component.Subset(
                    new RaidSet(layout.name() + "-" + column + suffix, "", Level.RAID1, 0, size, copies, resync)));
        }
        return new RaidSet(
                layout.name() + suffix,
                layout.label(),
                Level.RAID0,
                layout.chunk(),
                layout.size() > 0 ? layout.size() : capacity(Level.RAID0, layout.chunk(), mirrors),
                mirrors,
                RaidSet.Resync.CLEAN);
    }

    private RaidSet set(String name, String label, long size, int from, int to) {
        var components = new ArrayList<Component>();
        for (int slot = from; slot < to; slot++) {
            components.add(component(slot));
        }
        int chunk = layout.level() == Level.RAID1 || layout.level() == Level.LINEAR ? 0 : layout.chunk();
        return new RaidSet(
                name,
                label,
                layout.level(),
                chunk,
                size > 0 ? size : capacity(layout.level(), chunk, components),
                components,
                layout.level().redundant() ? resync : RaidSet.Resync.CLEAN);
    }

    private Component component(int slot) {
        Membership<?> member = placed.get(slot);
        if (member != null && member.role() instanceof Membership.InSlot in) {
            return new Component.Member(member.found().disk(), in.data(), in.state());
        }
        Layout.Slot place = layout.slots().get(slot);
        return new Component.Missing(place.label(), place.data(), place.lost() || lost.contains(slot));
    }

    /** All that the components give, in whole chunks where there are any. */
    private static long capacity(Level level, int chunk, List<Component> components) {
        long sum = 0;
        long least = Long.MAX_VALUE;
        for (Component c : components) {
            long length = length(c);
            sum += length;
            least = Math.min(least, length);
        }
        if (components.isEmpty()) {
            return 0;
        }
        long whole = chunk > 0 ? least / chunk * chunk : least;
        return switch (level) {
            case LINEAR -> sum;
            case RAID1 -> least;
            case RAID1E -> whole * components.size() / 2;
            default -> whole * (components.size() - level.tolerance(components.size()));
        };
    }

    private static long length(Component component) {
        return switch (component) {
            case Component.Member m -> m.extent().count();
            case Component.Missing m -> m.extent().count();
            case Component.Subset s -> s.set().size();
        };
    }

    /** What makes a set as a whole impossible to map. */
    public static List<Finding> defects(String format, Layout layout, RaidSet set) {
        var defects = new ArrayList<Finding>();
        boolean striped = set.bottomUp().anyMatch(s -> s.level() != Level.RAID1 && s.level() != Level.LINEAR);
        if (striped && (layout.chunk() <= 0 || Integer.bitCount(layout.chunk()) != 1)) {
            defects.add(defect(format, "chunk", set, "chunk of " + layout.chunk() + " sectors", "a power of two"));
        }
        set.bottomUp().forEach(s -> {
            if (s.components().size() < fewest(s.level())) {
                defects.add(defect(
                        format,
                        "members",
                        s,
                        s.components().size() + " members",
                        "at least " + fewest(s.level()) + " for " + s.level()));
            } else if (s.size() <= 0) {
                defects.add(defect(format, "size", s, s.size() + " sectors", "more than none"));
            } else if (defects.isEmpty() && s.size() > capacity(s.level(), 0, s.components())) {
                defects.add(defect(
                        format,
                        "size",
                        s,
                        s.size() + " sectors",
                        "at most " + capacity(s.level(), 0, s.components()) + ", which its members have"));
            } else if (defects.isEmpty() && s.chunk() > 0 && stripes(s) == 0) {
                defects.add(defect(
                        format, "size", s, s.size() + " sectors", "at least a chunk of " + s.chunk() + " a member"));
            }
        });
        return defects;
    }

    /** Whole ones that a striped set has, which is all that can be mapped. */
    private static long stripes(RaidSet set) {
        int slots = set.components().size();
        int data = slots - set.level().tolerance(slots);
        return Math.min(capacity(set.level(), set.chunk(), set.components()), set.size()) / ((long) set.chunk() * data);
    }

    private static int fewest(Level level) {
        return switch (level) {
            case LINEAR, RAID0, RAID1 -> 1;
            case RAID6_ZERO_RESTART, RAID6_N_RESTART, RAID6_N_CONTINUE -> 4;
            default -> 3;
        };
    }

    private static Finding defect(String format, String code, RaidSet set, String found, String expected) {
        return Finding.error(format + "." + code).field(set.name()).found(found).expected(expected);
    }
}
