package org.dmkit.simulation;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Unwinds an access that can't go on now, up to {@link Kernel#transfer}, which waits and then tries again. */
final class Held extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The mapped devices in which the access is under way: their suspending has to wait for it. */
    private final transient Set<MappedDevice> path = new LinkedHashSet<>();

    private transient BooleanSupplier blocked;
    private final transient @Nullable LiveTarget holder;

    private Held(BooleanSupplier blocked, @Nullable LiveTarget holder) {
        super("held", null, false, false);
        this.blocked = blocked;
        this.holder = holder;
    }

    /** Held at the gate of a suspended device: not under way in that one. */
    static Held atGate(MappedDevice device) {
        return new Held(device::isClosed, null);
    }

    /** Held by a target that waits for another table; see {@link MappedDevice#suspend}. */
    static Held by(LiveTarget target) {
        return new Held(() -> true, target);
    }

    /** Held for good. */
    static Held forever() {
        return new Held(() -> true, null);
    }

    void through(MappedDevice device) {
        path.add(device);
    }

    Set<MappedDevice> path() {
        return path;
    }

    boolean isHeldBy(LiveTarget target) {
        return Objects.equals(holder, target);
    }

    /** Back to the gate of this device: for the table that comes next. */
    void requeue(MappedDevice device) {
        path.remove(device);
        blocked = device::isClosed;
    }

    boolean isBlocked() {
        return blocked.getAsBoolean();
    }
}
