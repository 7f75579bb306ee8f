package org.dmkit.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Merging;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Assembly;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Finds;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.partition.Partitions;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.dmkit.raid.table.Profile;
import org.dmkit.simulation.SimulatedMachine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From what a scan has read to a plan, with ever more sets of five disks on average; the time is that of the whole machine. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ScaleBenchmark {
    @Param({"10", "100", "1000", "10000"})
    int disks;

    private List<Disk> made = List.of();

    @SuppressWarnings("NullAway.Init") // by setUp
    private Controller dmkit;

    @SuppressWarnings("NullAway.Init") // by setUp
    private Group one;

    @SuppressWarnings("NullAway.Init") // by setUp
    private Live live;

    /** What lies where the change of all sets writes. */
    private final Map<String, List<Image>> t0Images = new HashMap<>();

    @Setup
    public void setUp() throws IOException, RefusedException {
        made = MadeSets.disks(disks);
        var simulated = new SimulatedMachine();
        var machine = new Machine(simulated.deviceMapper(), simulated.memoryDevices(), BatchReader.sequential(), made);
        dmkit = new Controller(machine, Formats.all(), Profile.MODERN, (step, undoing) -> {});
        List<Group> groups = dmkit.scan().groups();
        if (groups.size() != disks / 5) {
            throw new IllegalStateException(groups.size() + " groups");
        }
        one = groups.get(groups.size() / 2);
        live = Live.read(machine.deviceMapper());
        List<Delta> deltas = deltas();
        for (var written : Merging.of(deltas, updates(deltas)).entrySet()) {
            var before = new ArrayList<Image>();
            for (Image image : written.getValue()) {
                before.add(Images.read(machine.disk(written.getKey()), image.extent()));
            }
            t0Images.put(written.getKey(), before);
        }
    }

    @TearDown
    public void tearDown() {
        dmkit.close();
    }

    /** Reads disks in memory, decodes, and puts together. */
    @Benchmark
    public int scan() {
        try (Scan scan = Scanner.scan(made, BatchReader.sequential(), Formats.all())) {
            return scan.groups().size();
        }
    }

    /** What was found on single disks becomes the configuration. */
    @Benchmark
    public int assemble() {
        return dmkit.scan().found().stream()
                .map(Finds::assemble)
                .map(Assembly::groups)
                .mapToInt(List::size)
                .sum();
    }

    /** One set loses a member: all that a transaction checks and reads, to the plan. */
    @Benchmark
    public Plan oneSet() throws IOException, RefusedException {
        return Planner.plan(dmkit.prepare(one, loss(one)));
    }

    /** Every set loses a member, all in one plan: changes, their differences, rules, encoding, planning. */
    @Benchmark
    public Plan allSets() throws RefusedException {
        List<Delta> deltas = deltas();
        List<Update> updates = updates(deltas);
        List<Transition.Part> parts = deltas.stream()
                .map(d -> new Transition.Part(d, Set.of(), Profile.MODERN, Transition.Scope.ALL, Partitions.UNTOUCHED))
                .toList();
        return Planner.plan(new Transition(
                parts, live, t0Images, Merging.of(deltas, updates), Optional.empty(), Merging.lost(updates)));
    }

    private List<Delta> deltas() throws RefusedException {
        var deltas = new ArrayList<Delta>();
        for (Group group : dmkit.scan().groups()) {
            deltas.add(Delta.between(group, new Change.Several(List.of(loss(group))).apply(group)));
        }
        return deltas;
    }

    private static List<Update> updates(List<Delta> deltas) throws RefusedException {
        var updates = new ArrayList<Update>();
        for (Delta delta : deltas) {
            List<Finding> wrong = delta.before().known().check(delta);
            if (!wrong.isEmpty()) {
                throw new RefusedException(wrong);
            }
            updates.add(delta.before().known().encode(delta));
        }
        return updates;
    }

    private static Change loss(Group group) {
        Component.Member second =
                group.sets().getFirst().members().skip(1).findFirst().orElseThrow();
        return new Change.Fail(new MemberName.OfDisk(second.disk().name()));
    }
}
