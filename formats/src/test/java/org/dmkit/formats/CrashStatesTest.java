package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every image that crashes of a change can leave, of the way back from each failure, and of every recovery of such an image, until
 * there are no others. Each is recovered and judged once, and once more without each disk that the sets can do without. Takes
 * hours; what runs without {@code dmkit.crash.all} is {@link CrashMatrixTest}.
 */
@EnabledIfSystemProperty(
        named = "dmkit.crash.all",
        matches = "true",
        disabledReason = "runs with --all only: CrashMatrixTest stands for it")
class CrashStatesTest {
    private static final long SEED = Long.getLong("dmkit.crash.seed", 1);

    /** States by format. */
    private static final Map<String, Integer> VISITED = new TreeMap<>();

    @AfterAll
    static void tell() {
        VISITED.forEach((format, states) ->
                System.out.println("crash states of " + format + ": " + states + " recovered and judged"));
        int all = VISITED.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("crash states of all formats: " + all);
        VISITED.clear();
    }

    static Stream<Scenario> scenarios() {
        return Stream.concat(Scenario.all(), Scenario.journalled());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyImageLeadsToT0OrT1(Scenario scenario) throws Exception {
        Ends ends = Ends.of(scenario);
        List<Stop> stops = Stop.all(scenario, false);
        Ledger ledger = stops.getLast().ledger();
        long seed = SEED + scenario.toString().hashCode();
        var images = new CrashImages(stops.getFirst().disks(), seed);
        for (Stop stop : stops) {
            images.cut(stop.disks());
        }
        for (int fault = 0; fault < ends.operations(); fault++) {
            for (List<SimulatedDisk> disks : afterFault(scenario, fault)) {
                images.cut(disks);
            }
        }
        int states = 0;
        while (images.hasNext()) {
            List<SimulatedDisk> image = images.next();
            for (List<SimulatedDisk> disks : judged(image, ends)) {
                images.cut(disks);
            }
            states += 1 + withoutEach(image, ledger);
        }
        VISITED.merge(scenario.format(), states, Integer::sum);
        System.out.println(scenario + ": " + states + " crash states");
    }

    private static int withoutEach(List<SimulatedDisk> image, Ledger ledger) throws IOException {
        int states = 0;
        for (String away : Ledger.dispensable(image)) {
            states += CrashMatrixTest.goesOnWithout(away, image, ledger) ? 1 : 0;
        }
        return states;
    }

    /** The disks at each stop on the way back or forward from an operation that fails. */
    private static List<List<SimulatedDisk>> afterFault(Scenario scenario, int fault)
            throws IOException, RefusedException {
        var stops = new ArrayList<List<SimulatedDisk>>();
        try (Rig rig = scenario.rig(new Ledger())) {
            Transition transition = scenario.change().on(rig);
            var count = new AtomicInteger();
            rig.machine.onOperation(o -> {
                int now = count.getAndIncrement();
                if (now > fault && touchesADisk(o)) {
                    stops.add(rig.copies());
                }
                if (now == fault) {
                    throw new KernelException("injected", o.toString(), Errno.EIO);
                }
            });
            rig.dmkit().run(transition);
            rig.machine.onOperation(o -> {});
            stops.add(rig.copies());
        }
        return stops;
    }

    /** Recovers; the disks at each stop of that. */
    private static List<List<SimulatedDisk>> judged(List<SimulatedDisk> image, Ends ends) throws IOException {
        var stops = new ArrayList<List<SimulatedDisk>>();
        try (Rig rig = Rig.rebooted(Ledger.copies(image, ""))) {
            rig.machine.onOperation(o -> {
                if (touchesADisk(o)) {
                    stops.add(rig.copies());
                }
            });
            rig.dmkit().recover().outcomes().forEach(o -> assertThat(o).isInstanceOf(Executor.Outcome.Done.class));
            rig.machine.onOperation(o -> {});
            ends.mustBeOneOf(rig);
            assertThat(rig.dmkit().recover().nothing())
                    .as("a second recovery finds nothing to do")
                    .isTrue();
        }
        return stops;
    }

    /** Before any other operation the disks are as before the next that does. */
    private static boolean touchesADisk(Operation operation) {
        return operation instanceof Operation.Write || operation instanceof Operation.Flush;
    }
}
