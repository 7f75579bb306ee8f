package org.dmkit.raid.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What to think of a copy of metadata where nothing tells which copy is older.
 *
 * @param <C> a copy
 */
public sealed interface Verdict<C> {
    /** Nobody whose word counts calls its disk lost. */
    record Stands<C>() implements Verdict<C> {}

    /** Its disk is lost by the word of {@code accuser}; itself, perhaps. */
    record Out<C>(C accuser) implements Verdict<C> {}

    /** It and {@code accuser} call each other lost, and no third one tells which of them is. */
    record Split<C>(C accuser) implements Verdict<C> {}

    /**
     * The word of a copy counts unless its own disk is called lost by one that nobody accuses.
     *
     * @param callsLost true if the first says that the disk of the second, which may be its own, must not be used
     */
    static <C> Map<C, Verdict<C>> of(List<C> copies, BiPredicate<C, C> callsLost) {
        return of(copies, c -> copies.stream().filter(o -> callsLost.test(o, c)).toList());
    }

    /**
     * The same of many copies, few of which have to do with each other.
     *
     * @param accusers the copies that call the disk of this one lost, in the order of {@code copies}
     */
    static <C> Map<C, Verdict<C>> of(List<C> copies, Function<C, List<C>> accusers) {
        var accused = new LinkedHashMap<C, List<C>>();
        copies.forEach(c -> accused.put(c, accusers.apply(c)));
        var verdicts = new LinkedHashMap<C, Verdict<C>>();
        accused.forEach((copy, all) -> {
            List<C> counting = all.stream()
                    .filter(o -> o.equals(copy) || isHeard(o, accused))
                    .toList();
            if (counting.isEmpty()) {
                verdicts.put(copy, new Stands<>());
            } else if (counting.stream()
                    .allMatch(o -> !o.equals(copy) && accusers(o, accused).contains(copy))) {
                verdicts.put(copy, new Split<>(counting.getFirst()));
            } else {
                verdicts.put(copy, new Out<>(counting.getLast()));
            }
        });
        return verdicts;
    }

    private static <C> boolean isHeard(C copy, Map<C, List<C>> accused) {
        return accusers(copy, accused).stream()
                .noneMatch(o -> accusers(o, accused).isEmpty());
    }

    private static <C> List<C> accusers(C copy, Map<C, List<C>> accused) {
        return Objects.requireNonNull(accused.get(copy));
    }
}
