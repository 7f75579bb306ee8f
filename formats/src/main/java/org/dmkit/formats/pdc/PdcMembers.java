package org.dmkit.formats.pdc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.Verdict;

/**
 * Who of a volume may be used. The newest generation rules; among copies of that age, any that calls a disk failed is
 * believed. Who missed a generation missed writes, unless the volume can't work without it.
 */
final class PdcMembers {
    /** What a disk is to the volume. */
    sealed interface Standing {}

    /** It has this place. */
    record In(int place, State state) implements Standing {}

    /**
     * It must not be used.
     *
     * @param place the one it had; -1 if nobody knows
     */
    record Out(int place, Finding why) implements Standing {}

    private final PdcBlock newest;
    private final List<PdcCopy> current;
    private final Map<PdcCopy, Verdict<PdcCopy>> verdicts;
    private final List<PdcCopy> believed;
    private final List<Finding> findings = new ArrayList<>();

    private PdcMembers(List<PdcCopy> copies) {
        newest = copies.stream()
                .map(PdcCopy::block)
                .reduce((a, b) -> b.newerThan(a) ? b : a)
                .orElseThrow();
        current = copies.stream()
                .filter(c -> c.block().generation() == newest.generation())
                .filter(c -> c.place(newest).isPresent())
                .toList();
        verdicts = Verdict.of(current, PdcMembers::callsLost);
        List<PdcCopy> standing = current.stream()
                .filter(c -> verdicts.get(c) instanceof Verdict.Stands)
                .toList();
        believed = standing.isEmpty() ? current : standing;
    }

    /**
     * Judges.
     *
     * @param copies of one volume, at least one; each can be believed as far as it goes
     */
    static PdcMembers of(List<PdcCopy> copies) {
        return new PdcMembers(copies);
    }

    PdcBlock newest() {
        return newest;
    }

    /** True if those whose word counts call the member in that place lost. */
    boolean lost(int place) {
        return believed.isEmpty()
                ? newest.flagsOf(place).lost()
                : believed.stream().anyMatch(c -> c.block().flagsOf(place).lost());
    }

    /** What there is to say of members that are used all the same. */
    List<Finding> findings() {
        return findings;
    }

    Map<PdcCopy, Standing> standings(List<PdcCopy> copies) {
        var standings = new LinkedHashMap<PdcCopy, Standing>();
        for (PdcCopy copy : copies) {
            OptionalInt place = copy.place(newest);
            if (place.isEmpty()) {
                standings.put(copy, new Out(-1, unknown(copy)));
            } else if (copy.block().generation() == newest.generation()) {
                standings.put(copy, ofCurrent(copy, place.getAsInt()));
            } else {
                standings.put(copy, ofOlder(copy, place.getAsInt()));
            }
        }
        return standings;
    }

    private static boolean callsLost(PdcCopy copy, PdcCopy other) {
        if (copy.equals(other) && copy.block().flags().lost()) {
            return true;
        }
        OptionalInt place = other.place(copy.block());
        return place.isPresent() && copy.block().flagsOf(place.getAsInt()).lost();
    }

    private Standing ofCurrent(PdcCopy copy, int place) {
        return switch (Objects.requireNonNull(verdicts.get(copy))) {
            case Verdict.Out<PdcCopy> out -> new Out(place, failed(copy, out.accuser()));
            case Verdict.Split<PdcCopy> split -> new Out(place, split(copy, split.accuser()));
            case Verdict.Stands<PdcCopy> stands ->
                new In(
                        place,
                        copy.block().flags().redirected() || redirected(place) ? State.REBUILDING : State.IN_SYNC);
        };
    }

    private boolean redirected(int place) {
        return believed.stream().anyMatch(c -> c.block().flagsOf(place).redirected());
    }

    private Standing ofOlder(PdcCopy copy, int place) {
        boolean taken = current.stream().anyMatch(c -> c.place(newest).orElse(-1) == place);
        if (taken || lost(place)) {
            return new Out(place, stale(copy));
        }
        if (redirected(place)) {
            return new In(place, State.REBUILDING);
        }
        if (PdcType.redundant(newest)) {
            return new Out(place, stale(copy));
        }
        findings.add(copy.about(
                Severity.WARNING,
                "generation",
                "generation",
                Integer.toString(copy.block().generation()),
                Integer.toString(newest.generation()),
                "used all the same: the volume has no other copy of what is on it"));
        return new In(place, State.IN_SYNC);
    }

    private Finding stale(PdcCopy copy) {
        return copy.about(
                Severity.WARNING,
                "stale",
                "generation",
                Integer.toString(copy.block().generation()),
                newest.generation() + ", which other members have",
                "it misses writes and is left out; rebuild it, or erase its metadata");
    }

    private static Finding unknown(PdcCopy copy) {
        return copy.about(
                Severity.WARNING,
                "unknown-disk",
                "disk_id",
                String.format("0x%x", copy.block().diskId()),
                "one that the newest copy lists",
                "it is no member any more; erase its metadata to use it anew");
    }

    private static Finding failed(PdcCopy copy, PdcCopy accuser) {
        return copy.about(
                Severity.WARNING,
                "failed",
                "flags",
                "called failed by " + accuser.disk().name(),
                "a disk in use",
                "it is left out; rebuild it, or erase its metadata");
    }

    private static Finding split(PdcCopy copy, PdcCopy accuser) {
        return copy.about(
                Severity.ERROR,
                "split-brain",
                "flags",
                "called failed by " + accuser.disk().name() + ", which it calls failed itself",
                "one of the two in use",
                "both have the same generation; take the wrong one out, or erase its metadata");
    }
}
