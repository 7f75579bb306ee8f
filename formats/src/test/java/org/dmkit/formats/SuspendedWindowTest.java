package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.Table;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor.Outcome;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;
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

    @Test
    void aMemberThatFailsWhileAChangeIsPreparedKeepsItFromItsSwitch() throws Exception {
        try (Rig rig = running("isw/raid5-3disk-16k")) {
            Transition transition = replace(rig);
            RaidSet set = rig.group().sets().getFirst();
            // Its data only, so that no write of metadata tells of it.
            Extent data = set.member(rig.disk("sdc")).orElseThrow().extent();
            rig.onStep((step, undoing) -> {
                if (step instanceof Step.SaveRedo) {
                    rig.machine.hardware(rig.dmkit().machine().disk("sdc")).failWritesAt(data);
                    for (int i = 0; i < 64; i++) {
                        poke(rig);
                    }
                }
            });
            assertThat(rig.dmkit().run(transition))
                    .isInstanceOfSatisfying(
                            Outcome.BackedOut.class,
                            b -> assertThat(b.cause()).hasMessageContaining("failed while the change was prepared"));
            assertThat(rig.suspended()).isFalse();
        }
    }

    private static void poke(Rig rig) {
        try {
            Ledger.poke(rig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatAKilledDmkitLeftSuspendedGoesOnWithTheTableItHad() throws Exception {
        try (Rig killed = running("isw/raid1-2disk")) {
            Transition transition = replace(killed);
            var set = new DmName(killed.group().sets().getFirst().name());
            Table old = killed.machine.deviceMapper().table(set, TableSlot.ACTIVE);
            var requests = new AtomicInteger();
            killed.machine.onOperation(o -> {
                // Its suspend, then its resume and all that would follow.
                if (o instanceof Operation.Request r
                        && r.device().equals(set.value())
                        && r.call().equals("DM_DEV_SUSPEND")) {
                    requests.incrementAndGet();
                }
                if (requests.get() > 1) {
                    throw new PowerCut();
                }
            });
            assertThatThrownBy(() -> killed.dmkit().run(transition)).isInstanceOf(PowerCut.class);
            killed.machine.onOperation(o -> {});
            assertThat(killed.suspended()).isTrue();
            try (Rig next = killed.next()) {
                next.dmkit().recover();
                assertThat(next.suspended()).isFalse();
                assertThat(next.preloaded()).isFalse();
                assertThat(next.machine.deviceMapper().table(set, TableSlot.ACTIVE))
                        .isEqualTo(old);
            }
        }
    }
}
