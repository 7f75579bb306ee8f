package org.dmkit.dm.status;

import java.util.Optional;

/** What a redundant target says of its members. {@link #done} and {@link #total} share a unit, which depends on the target. */
public sealed interface TargetHealth extends KnownStatus permits RaidStatus, MirrorStatus {
    /** A letter a slot. */
    String letters();

    /** How much of the members is known to agree. */
    long done();

    long total();

    /** True if the member in this slot works and holds all data. It may not have been flushed yet. */
    boolean inSync(int slot);

    /** True when the kernel has nothing left to do and this member holds all data; it may not have been flushed yet. */
    boolean rebuilt(int slot);

    /** True when that holds for every member that is there. */
    boolean rebuilt();

    /** True while the members are made to agree, other than by a rebuild of one of them, or when that has been broken off. */
    boolean resyncing();

    /** True if the kernel found this member to be bad. */
    boolean failed(int slot);

    /** Reads what a target says of itself; empty for types that know no health, and for a text that isn't understood. */
    static Optional<TargetHealth> parse(String type, String text) {
        return KnownStatus.parse(type, text)
                .filter(TargetHealth.class::isInstance)
                .map(TargetHealth.class::cast);
    }
}
