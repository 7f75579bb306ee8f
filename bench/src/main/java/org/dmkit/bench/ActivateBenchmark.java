package org.dmkit.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.table.Profile;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** All sets of a machine are started, one after the other, on the simulation, which keeps the kernel's rules; the time is that of all. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ActivateBenchmark {
    private static final int DISKS_PER_SET = 5;

    /** Of block devices of any kind; it has as many numbers as are wanted. */
    private static final int MAJOR = 259;

    @Param({"10", "100"})
    int sets;

    private List<Disk> made = List.of();

    @SuppressWarnings("NullAway.Init") // by start
    private Controller dmkit;

    @Setup
    public void setUp() throws IOException, RefusedException {
        made = MadeSets.disks(sets * DISKS_PER_SET);
    }

    @Setup(Level.Invocation)
    public void start() throws KernelException {
        var simulated = new SimulatedMachine();
        var disks = new ArrayList<Disk>();
        for (Disk disk : made) {
            var number = new DeviceNumber(MAJOR, disks.size());
            disks.add(simulated.attach(SimulatedDisk.copyOnWrite(disk), number));
        }
        var machine = new Machine(simulated.deviceMapper(), simulated.memoryDevices(), BatchReader.sequential(), disks);
        dmkit = new Controller(machine, Formats.all(), Profile.MODERN, (step, undoing) -> {});
        if (dmkit.scan().groups().size() != sets) {
            throw new IllegalStateException(dmkit.scan().groups().size() + " groups");
        }
    }

    @TearDown(Level.Invocation)
    public void stop() {
        dmkit.close();
    }

    @Benchmark
    public int activate() throws IOException, RefusedException {
        int started = 0;
        for (Group group : dmkit.scan().groups()) {
            List<String> names = group.sets().stream().map(RaidSet::name).toList();
            var outcome = dmkit.run(dmkit.prepareStart(group, new Change.Open(names, false, false)));
            if (!(outcome instanceof Executor.Outcome.Done)) {
                throw new IllegalStateException(names + ": " + outcome);
            }
            started++;
        }
        return started;
    }
}
