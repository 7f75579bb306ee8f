package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.control.Monitor;
import org.dmkit.raid.control.Monitor.Event;
import org.dmkit.raid.model.MemberName;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails in every round is told, and left alone for a while. */
class MonitorTest {
    private Instant now = Instant.EPOCH;
    private final Monitor monitor = new Monitor(() -> now);

    /** A mirror that has lost sdb, which is marked, and a spare. */
    private static Rig degraded() throws Exception {
        Rig rig = Rig.of("isw/raid1-2disk", "spare");
        rig.start();
        Scenario.done(rig.run(new Change.AddSpare(rig.disk("spare"))));
        Scenario.done(rig.run(new Change.Fail(new MemberName.OfDisk("sdb"))));
        return rig;
    }

    private static SimulatedDisk spare(Rig rig) {
        return rig.machine.hardware(rig.dmkit().machine().disk("spare"));
    }

    @Test
    void aSpareThatCannotBeReadIsAProblemAndNoEnd() throws Exception {
        try (Rig rig = degraded()) {
            spare(rig).fail();
            assertThat(monitor.round(rig.dmkit())).singleElement().isInstanceOf(Event.Problem.class);
        }
    }

    @Test
    void aSpareThatCannotBeWrittenIsTriedAgainLater() throws Exception {
        try (Rig rig = degraded()) {
            spare(rig).failWritesAt(new Extent(0, rig.disk("spare").sectors()));
            List<Event> told = monitor.round(rig.dmkit());
            assertThat(told).singleElement().isInstanceOf(Event.Problem.class);
            rig.dmkit().recover();
            assertThat(operationsOfARound(rig, told)).isZero();
            now = now.plus(Duration.ofSeconds(31));
            assertThat(operationsOfARound(rig, told)).isPositive();
            rig.dmkit().recover();
            now = now.plus(Duration.ofSeconds(31));
            assertThat(operationsOfARound(rig, told))
                    .as("the pause grows, or a spare that is bad for good is written to for ever")
                    .isZero();
            spare(rig).restore();
            now = now.plus(Duration.ofSeconds(31));
            assertThat(monitor.round(rig.dmkit())).singleElement().isInstanceOf(Event.SpareTaken.class);
        }
    }

    @Test
    void anotherSpareUnderTheNameOfOneThatFailedIsTakenAtOnce() throws Exception {
        try (Rig rig = degraded()) {
            SimulatedDisk bad = spare(rig);
            bad.failWritesAt(new Extent(0, rig.disk("spare").sectors()));
            assertThat(monitor.round(rig.dmkit())).singleElement().isInstanceOf(Event.Problem.class);
            rig.dmkit().recover();
            rig.machine.vanish(rig.dmkit().machine().disk("spare"));
            var other = new DiskInfo("spare", bad.info().sectors(), 512, "ANOTHER", null, "", null, false);
            rig.machine.attach(SimulatedDisk.inMemory(other));
            try (Rig next = rig.next()) {
                next.dmkit().recover();
                Scenario.done(next.run(new Change.AddSpare(next.disk("spare"))));
                assertThat(monitor.round(next.dmkit())).singleElement().isInstanceOf(Event.SpareTaken.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"isw/raid1-2disk", "sil/raid1-3way"})
    void theSpareIsTakenForADiskThatIsGone(String corpusCase) throws Exception {
        try (Rig rig = Rig.of(corpusCase, "spare")) {
            rig.start();
            Scenario.done(rig.run(new Change.AddSpare(rig.disk("spare"))));
            rig.machine.vanish(rig.dmkit().machine().disk("sdb"));
            for (int i = 0; i < 64; i++) {
                Ledger.poke(rig);
            }
            try (Rig next = rig.next()) {
                assertThat(monitor.round(next.dmkit()))
                        .hasSize(2)
                        .hasAtLeastOneElementOfType(Event.MemberLost.class)
                        .hasAtLeastOneElementOfType(Event.SpareTaken.class);
                assertThat(monitor.round(next.dmkit()))
                        .as("a loss is told once")
                        .noneMatch(Event.MemberLost.class::isInstance);
            }
        }
    }

    /** What a round does to the disks and the kernel; it must tell these events. */
    private int operationsOfARound(Rig rig, List<Event> told) throws Exception {
        var count = new AtomicInteger();
        rig.machine.onOperation(o -> count.incrementAndGet());
        assertThat(monitor.round(rig.dmkit())).isEqualTo(told);
        rig.machine.onOperation(o -> {});
        return count.get();
    }

    @Test
    void aTableThatIsRefusedIsTriedAgainLaterButTheMarkIsNot() throws Exception {
        try (Rig rig = Rig.of("isw/raid1-2disk")) {
            rig.start();
            rig.machine.hardware(rig.dmkit().machine().disk("sdb")).fail();
            for (int i = 0; i < 64; i++) {
                Ledger.poke(rig);
            }
            rig.dmkit().rescan();
            rig.machine.onOperation(MonitorTest::refuseTables);
            List<Event> first = monitor.round(rig.dmkit());
            assertThat(first).hasSize(2).hasAtLeastOneElementOfType(Event.MemberLost.class);
            List<Event> problem =
                    first.stream().filter(Event.Problem.class::isInstance).toList();
            assertThat(operationsOfARound(rig, problem)).isZero();
            now = now.plus(Duration.ofSeconds(31));
            assertThat(operationsOfARound(rig, List.of())).isPositive();
            assertThat(operationsOfARound(rig, List.of())).isZero();
        }
    }

    private static void refuseTables(Operation operation) throws KernelException {
        if (operation instanceof Operation.Request r && r.call().equals("DM_TABLE_LOAD")) {
            throw new KernelException("DM_TABLE_LOAD", r.device(), Errno.EINVAL);
        }
    }
}
