package org.dmkit.raid.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

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
        List<C> accusedByNobody = copies.stream()
                .filter(c -> copies.stream().noneMatch(o -> callsLost.test(o, c)))
                .toList();
        List<C> heard = copies.stream()
                .filter(c -> accusedByNobody.stream().noneMatch(o -> callsLost.test(o, c)))
                .toList();
        var verdicts = new LinkedHashMap<C, Verdict<C>>();
        for (C copy : copies) {
            List<C> accusers = copies.stream()
                    .filter(o -> callsLost.test(o, copy))
                    .filter(o -> o.equals(copy) || heard.contains(o))
                    .toList();
            if (accusers.isEmpty()) {
                verdicts.put(copy, new Stands<>());
            } else if (accusers.stream().allMatch(o -> !o.equals(copy) && callsLost.test(copy, o))) {
                verdicts.put(copy, new Split<>(accusers.getFirst()));
            } else {
                verdicts.put(copy, new Out<>(accusers.getLast()));
            }
        }
        return verdicts;
    }
}
