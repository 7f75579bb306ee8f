package org.dmkit.raid.control;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that the monitor could not do. It is tried again after a pause that doubles each time, up to an hour: a spare that
 * can't be written, or a table that the kernel refuses, is most often so for good.
 *
 * @param until when it may be tried again
 */
record Failure(Monitor.Event.Problem problem, Duration pause, Instant until) {
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);

    static Failure first(Monitor.Event.Problem problem, Instant now) {
        return new Failure(problem, SHORTEST, now.plus(SHORTEST));
    }

    /** This failure, which has happened once more. */
    Failure again(Monitor.Event.Problem newProblem, Instant now) {
        Duration doubled = pause.multipliedBy(2);
        Duration next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return new Failure(newProblem, next, now.plus(next));
    }
}
