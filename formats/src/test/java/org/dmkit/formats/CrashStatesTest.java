package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every image that crashes of a change can leave, of the way back from each failure, and of every recovery of such an image, until
 * there are no others. Each is recovered and judged, and once more in each {@link Circumstance}: an image in a circumstance, with
 * the disk that it is about, is a state. Takes hours; what runs without {@code dmkit.crash.all} is {@link CrashMatrixTest}.
 */
@EnabledIfSystemProperty(
        named = "dmkit.crash.all",
        matches = "true",
        disabledReason = "runs with --all only: CrashMatrixTest stands for it")
class CrashStatesTest {
    private static final long SEED = Long.getLong("dmkit.crash.seed", 1);

    private static final CrashImages.Subsets SUBSETS = new CrashImages.Subsets(6, true, 32);

    /** States by format. */
    private static final Map<String, Integer> VISITED = new ConcurrentSkipListMap<>();

    @AfterAll
    static void tell() {
        VISITED.forEach(
                (format, states) -> System.out.println("crash states of " + format + ": " + states + " judged"));
        int all = VISITED.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("crash states of all formats: " + all);
        VISITED.clear();
    }

    /** Those of a normal run, and every verb of every format and level. */
    static Stream<Scenario> scenarios() {
        return Stream.of(Scenario.all(), Scenario.journalled(), CrashScenarios.all())
                .flatMap(s -> s)
                .collect(Collectors.toMap(Scenario::toString, s -> s, (one, same) -> one, TreeMap::new))
                .values()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @Execution(ExecutionMode.CONCURRENT)
    void everyImageLeadsToT0OrT1(Scenario scenario) throws Exception {
        Ends ends = Ends.of(scenario);
        List<Stop> stops = Stop.all(scenario, false);
        Ledger ledger = stops.getLast().ledger();
        List<SimulatedDisk> before = stops.getFirst().disks();
        var images = new CrashImages(before, SUBSETS, SEED + scenario.toString().hashCode());
        for (Stop stop : stops) {
            images.cut(stop.disks());
        }
        for (int fault = 0; fault < ends.operations(); fault++) {
            cutAfterFault(scenario, fault, images);
        }
        int count = 0;
        int states = 0;
        while (images.hasNext()) {
            List<SimulatedDisk> image = images.next();
            judge(image, ends, images);
            count++;
            states++;
            var crash = Circumstance.Crash.of(scenario.format(), before, image, ledger, ends);
            for (Circumstance circumstance : Circumstance.values()) {
                states += circumstance.judge(crash);
            }
        }
        VISITED.merge(scenario.format(), states, Integer::sum);
        System.out.println(scenario + ": " + count + " images, " + states + " states");
    }

    /** Cuts at each stop on the way back or forward from an operation that fails. */
    private static void cutAfterFault(Scenario scenario, int fault, CrashImages images)
            throws IOException, RefusedException {
        try (Rig rig = scenario.rig(new Ledger())) {
            Transition transition = scenario.change().on(rig);
            var count = new AtomicInteger();
            rig.machine.onOperation(o -> {
                int now = count.getAndIncrement();
                if (now > fault) {
                    cut(o, rig, images);
                }
                if (now == fault) {
                    throw new KernelException("injected", o.toString(), Errno.EIO);
                }
            });
            rig.dmkit().run(transition);
            rig.machine.onOperation(o -> {});
            images.cut(rig.copies());
        }
    }

    /** Recovers, and cuts at each stop of that. */
    private static void judge(List<SimulatedDisk> image, Ends ends, CrashImages images) throws IOException {
        try (Rig rig = Rig.rebooted(Ledger.copies(image, ""))) {
            rig.machine.onOperation(o -> cut(o, rig, images));
            rig.dmkit().recover().outcomes().forEach(o -> assertThat(o).isInstanceOf(Executor.Outcome.Done.class));
            rig.machine.onOperation(o -> {});
            ends.mustBeOneOf(rig);
            assertThat(rig.dmkit().recover().nothing())
                    .as("a second recovery finds nothing to do")
                    .isTrue();
        }
    }

    /** Before any other operation the disks are as before the next that touches one. */
    private static void cut(Operation operation, Rig rig, CrashImages images) {
        if (operation instanceof Operation.Write || operation instanceof Operation.Flush) {
            try {
                images.cut(rig.copies());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
