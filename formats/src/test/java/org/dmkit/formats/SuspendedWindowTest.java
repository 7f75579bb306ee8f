package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.Change;
import org.dmkit.raid.Component;
import org.dmkit.raid.Executor.Outcome;
import org.dmkit.raid.MemberName;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.Step;
import org.dmkit.raid.Transition;
import org.dmkit.simulation.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens between suspend and resume: the root file system may sit on the set that waits. */
class SuspendedWindowTest {
    private static final String STRIPE_OF_MIRRORS = "isw/raid10-4disk-shuffled";

    private static Rig running(String corpusCase) throws Exception {
        Rig rig = Rig.of(corpusCase, "new");
        rig.start();
        return rig;
    }

    private static Transition replace(Rig rig) throws Exception {
        return rig.dmkit().prepare(rig.group(), new Change.Replace(new MemberName.OfDisk("sdb"), rig.disk("new")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"isw/raid1-2disk", STRIPE_OF_MIRRORS})
    void nothingStaysSuspendedWhenDmkitItselfBreaks(String corpusCase) throws Exception {
        for (int k = 0; ; k++) {
            try (Rig rig = running(corpusCase)) {
                Transition transition = replace(rig);
                int fatal = k;
                var count = new AtomicInteger();
                rig.machine.onOperation(o -> {
                    if (count.getAndIncrement() == fatal) {
                        throw new IllegalStateException("broken at " + o);
                    }
                });
                if (runs(rig, transition)) {
                    assertThat(k).isGreaterThan(10);
                    return;
                }
                assertThat(rig.suspended()).as("broken at operation %d", k).isFalse();
            }
        }
    }

    private static boolean runs(Rig rig, Transition transition) {
        try {
            rig.dmkit().run(transition);
            return true;
        } catch (IllegalStateException broken) {
            return false;
        } finally {
            rig.machine.onOperation(o -> {});
        }
    }

    @Test
    void nobodyIsToldOfAnythingWhileADeviceIsSuspended() throws Exception {
        boolean all = false;
        for (int k = 0; !all; k++) {
            // Two volumes on the same disks: two devices wait at once.
            try (Rig rig = running("isw/matrix-raid10-raid5-4disk")) {
                Transition transition = replace(rig);
                rig.onStep((step, undoing) -> {
                    try {
                        assertThat(rig.suspended()).as("told of " + step).isFalse();
                    } catch (KernelException e) {
                        throw new AssertionError(e);
                    }
                });
                int failing = k;
                var count = new AtomicInteger();
                rig.machine.onOperation(o -> {
                    if (count.getAndIncrement() == failing) {
                        throw new KernelException("injected", o.toString(), Errno.EIO);
                    }
                });
                rig.dmkit().run(transition);
                all = count.get() <= k;
                rig.machine.onOperation(o -> {});
            }
        }
    }

    @Test
    void aResumeThatFailsAfterTheSwapHasNoWayBack() throws Exception {
        try (Rig rig = running("isw/raid1-2disk")) {
            Transition transition = replace(rig);
            var resumes = new AtomicInteger();
            rig.onStep((step, undoing) -> {
                if (step instanceof Step.SaveRedo) {
                    resumes.set(1);
                }
            });
            rig.onDone(method -> {
                if (method.equals("resume") && resumes.compareAndSet(1, 2)) {
                    throw new KernelException("DM_DEV_SUSPEND", "injected", Errno.ENOMEM);
                }
            });
            Outcome outcome = rig.dmkit().run(transition);
            rig.onDone(method -> {});
            assertThat(outcome).isInstanceOf(Outcome.Incomplete.class);
            assertThat(rig.suspended()).isFalse();
            // The table that runs has the new disk, and no longer the old: so must the metadata.
            rig.dmkit().recover();
            RaidSet set = rig.group().sets().getFirst();
            assertThat(set.member(rig.disk("sdb"))).isEmpty();
            assertThat(set.member(rig.disk("new")).orElseThrow().state()).isEqualTo(Component.State.REBUILDING);
        }
    }

    @Test
    void aResumeThatFailsBeforeTheSwapIsTakenBack() throws Exception {
        try (Rig rig = running("isw/raid1-2disk")) {
            Transition transition = replace(rig);
            var armed = new AtomicInteger();
            rig.onStep((step, undoing) -> {
                if (step instanceof Step.WriteMetadata) {
                    armed.set(1);
                }
            });
            var requests = new AtomicInteger();
            rig.machine.onOperation(o -> {
                // The first is the suspend.
                if (armed.get() == 1
                        && o instanceof Operation.Request r
                        && r.call().equals("DM_DEV_SUSPEND")
                        && requests.incrementAndGet() == 2) {
                    throw new KernelException("DM_DEV_SUSPEND", r.device(), Errno.ENOMEM);
                }
            });
            Outcome outcome = rig.dmkit().run(transition);
            rig.machine.onOperation(o -> {});
            assertThat(outcome).isInstanceOf(Outcome.BackedOut.class);
            assertThat(rig.suspended()).isFalse();
            assertThat(rig.group().sets().getFirst().member(rig.disk("sdb"))).isPresent();
        }
    }
}
