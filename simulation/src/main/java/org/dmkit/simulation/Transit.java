package org.dmkit.simulation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One access on its way down the mapped devices. Guarded by the kernel's lock. */
final class Transit {
    private Set<MappedDevice> passed = Set.of();
    private @Nullable Held held;
    private boolean failed;

    /** Has it been let in before this device closed? */
    boolean isInside(MappedDevice device) {
        return passed.contains(device);
    }

    boolean isUnderWayIn(MappedDevice device) {
        return held != null && held.path().contains(device);
    }

    void hold(Held reason) {
        held = reason;
    }

    boolean isHeldBy(LiveTarget target) {
        return held != null && held.isHeldBy(target);
    }

    void requeue(MappedDevice device) {
        if (held != null) {
            held.requeue(device);
        }
    }

    void fail() {
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    boolean isBlocked() {
        return held != null && held.isBlocked() && !failed;
    }

    void release() {
        if (held != null) {
            passed = Set.copyOf(held.path());
            held = null;
        }
    }
}
