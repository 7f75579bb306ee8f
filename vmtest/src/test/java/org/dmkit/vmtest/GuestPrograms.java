package org.dmkit.vmtest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Whether this host has what a guest is made of. */
final class GuestPrograms {
    private GuestPrograms() {}

    /** Skips the test, naming the missing packages, if not. */
    static void assumePresent() {
        try {
            HostTools.guestPrograms();
        } catch (VmException e) {
            assumeTrue(false, e.getMessage());
        }
    }
}
