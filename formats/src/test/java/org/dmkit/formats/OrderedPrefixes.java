package org.dmkit.formats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.RaidSet;

/**
 * What a power cut leaves of a change that nothing but the order of its writes keeps whole: after every stage any subset of the
 * next one's sectors, read by the format itself.
 */
public final class OrderedPrefixes {
    /** Of a stage with more sectors the subsets are a seeded sample of as many. */
    private static final int EXHAUSTIVE = 12;

    /** What a prefix reads as. */
    public enum Outcome {
        T0,
        T1,
        /** No set starts by itself but such as T0 or T1 have. */
        REFUSED,
        /** Less is in sync than in T0 or T1, and all that is has the data: no protocol, but no harm. */
        WEAKER,
        /** A set can be started from a member without the data, or all are gone without a word. */
        WRONG
    }

    /**
     * One of them.
     *
     * @param written of the stage that was under way, {@code disk lba}
     */
    public record Prefix(int stage, List<String> written, Outcome outcome, Set<String> sets) {
        @Override
        public String toString() {
            return outcome + " in stage " + stage + " after " + written + ": " + sets;
        }
    }

    private record Sector(String disk, Image image) {
        void on(CorpusDisks<?> disks) {
            disks.put(disk, image.lba(), image.bytes());
        }

        @Override
        public String toString() {
            return disk + " " + image.lba();
        }
    }

    /** A place from which data may be read. */
    private record Source(Level level, int chunk, int slot, String disk, Extent extent) {}

    private final Set<String> t0;
    private final Set<String> t1;
    private final Set<String> told;
    /** Who has the data all the time: a member in sync of T1 that was there before, which after a rebuild has them already. */
    private final Set<Source> good;

    private final Set<Source> inSync;

    private OrderedPrefixes(Delta delta, CorpusDisks<?> before, CorpusDisks<?> must, CorpusDisks<?> all) {
        t0 = told(before.assemble());
        t1 = told(must.assemble());
        told = told(all.assemble());
        inSync = sources(delta.after(), true);
        good = new HashSet<>(inSync);
        good.retainAll(sources(delta.before(), false));
    }

    /**
     * Every prefix.
     *
     * @param before T0, which stays as it is
     * @param update what the writer makes of the delta
     */
    public static List<Prefix> of(CorpusDisks<?> before, Delta delta, Update update) {
        CorpusDisks<?> must = before.copy();
        CorpusDisks<?> all = before.copy();
        for (Update.Stage stage : update.stages()) {
            for (Sector sector : sectors(stage)) {
                sector.on(all);
                if (stage.duty() == Update.Duty.MUST) {
                    sector.on(must);
                }
            }
        }
        var check = new OrderedPrefixes(delta, before, must, all);
        var prefixes = new ArrayList<Prefix>();
        CorpusDisks<?> now = before.copy();
        for (int stage = 0; stage < update.stages().size(); stage++) {
            List<Sector> sectors = sectors(update.stages().get(stage));
            for (long mask : masks(sectors.size())) {
                prefixes.add(check.prefix(stage, now, chosen(sectors, mask)));
            }
            sectors.forEach(s -> s.on(now));
        }
        return prefixes;
    }

    /** How many there are of each. */
    public static Map<Outcome, Long> counts(Collection<Prefix> prefixes) {
        return prefixes.stream().collect(Collectors.groupingBy(Prefix::outcome, TreeMap::new, Collectors.counting()));
    }

    private static List<Sector> sectors(Update.Stage stage) {
        return stage.images().entrySet().stream()
                .flatMap(e -> e.getValue().stream().flatMap(i -> sectors(e.getKey(), i)))
                .toList();
    }

    private static Stream<Sector> sectors(String disk, Image image) {
        byte[] bytes = image.bytes();
        return IntStream.range(0, bytes.length / 512)
                .mapToObj(i -> new Image(image.lba() + i, Arrays.copyOfRange(bytes, i * 512, i * 512 + 512)))
                .map(sector -> new Sector(disk, sector));
    }

    private static List<Long> masks(int sectors) {
        if (sectors <= EXHAUSTIVE) {
            return IntStream.range(0, 1 << sectors).mapToObj(i -> (long) i).toList();
        }
        var random = new Random(sectors);
        return Stream.concat(Stream.of(0L, -1L), random.longs(1 << EXHAUSTIVE).boxed())
                .toList();
    }

    private static List<Sector> chosen(List<Sector> sectors, long mask) {
        return IntStream.range(0, sectors.size())
                .filter(i -> (mask >> (i % 63) & 1) == 1)
                .mapToObj(sectors::get)
                .toList();
    }

    private Prefix prefix(int stage, CorpusDisks<?> base, List<Sector> written) {
        CorpusDisks<?> disks = base.copy();
        written.forEach(s -> s.on(disks));
        Assembly assembly = disks.assemble();
        List<String> which = written.stream().map(Sector::toString).toList();
        return new Prefix(stage, which, outcome(assembly), told(assembly));
    }

    private Outcome outcome(Assembly assembly) {
        Set<String> now = told(assembly);
        Outcome worst = Outcome.REFUSED;
        for (Group group : assembly.groups()) {
            for (RaidSet set : group.sets()) {
                Outcome outcome = outcome(group, set);
                worst = outcome.compareTo(worst) > 0 ? outcome : worst;
            }
        }
        if (now.isEmpty()
                && !t0.isEmpty()
                && !t1.isEmpty()
                && assembly.findings().isEmpty()) {
            return Outcome.WRONG;
        }
        if (worst == Outcome.WRONG) {
            return worst;
        }
        return now.equals(t0) ? Outcome.T0 : now.equals(t1) || now.equals(told) ? Outcome.T1 : worst;
    }

    private Outcome outcome(Group group, RaidSet set) {
        boolean ofT1 = t1.contains(tell(set)) || told.contains(tell(set));
        if (group.blocked().containsKey(set.name())
                || set.health() == RaidSet.Health.FAILED
                || t0.contains(tell(set))) {
            return Outcome.REFUSED;
        }
        // Such a set needs the word of a person.
        boolean waits = set.leaves().anyMatch(c -> c instanceof Component.Missing m && !m.marked());
        if (ofT1 && (waits || inSync.containsAll(sources(set, true)))) {
            return Outcome.REFUSED;
        }
        if (!good.containsAll(sources(set, true))) {
            return Outcome.WRONG;
        }
        return waits ? Outcome.REFUSED : Outcome.WEAKER;
    }

    private static Set<Source> sources(Group group, boolean inSync) {
        return group.sets().stream().flatMap(s -> sources(s, inSync).stream()).collect(Collectors.toSet());
    }

    private static Set<Source> sources(RaidSet set, boolean inSync) {
        var sources = new HashSet<Source>();
        List<Component> leaves = set.leaves().toList();
        for (int slot = 0; slot < leaves.size(); slot++) {
            if (leaves.get(slot) instanceof Component.Member m && (!inSync || m.state() == Component.State.IN_SYNC)) {
                sources.add(new Source(set.level(), set.chunk(), slot, m.disk().name(), m.extent()));
            }
        }
        return sources;
    }

    private static Set<String> told(Assembly assembly) {
        return assembly.groups().stream()
                .flatMap(g -> g.sets().stream())
                .map(OrderedPrefixes::tell)
                .collect(Collectors.toSet());
    }

    private static String tell(RaidSet set) {
        return set.name() + " " + set.level() + " " + set.chunk() + " " + set.size() + " " + set.resync()
                + set.leaves().map(OrderedPrefixes::tell).toList();
    }

    private static String tell(Component component) {
        return switch (component) {
            case Component.Member m -> m.disk().name() + " " + m.extent() + " " + m.state();
            case Component.Missing m -> "missing" + (m.marked() ? ", marked" : "");
            case Component.Subset s -> s.set().name();
        };
    }
}
