package org.dmkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.ChannelDisk;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.DiskSpec;
import org.dmkit.blockio.KernelDisk;
import org.dmkit.blockio.KernelPartitions;
import org.dmkit.blockio.LoopDevices;
import org.dmkit.blockio.MemoryLock;
import org.dmkit.blockio.ProcessLock;
import org.dmkit.blockio.SysfsDisks;
import org.dmkit.cli.dm.Holds;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmTrace;
import org.dmkit.dm.KernelDeviceMapper;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.record.Journal;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;
import org.jspecify.annotations.Nullable;

/**
 * The machine that a command works on, with everything that has to be closed: this machine, or a simulated one where captures
 * or image files stand in for disks. Opened for writing it is locked against another dmkit and against udev.
 */
final class Workplace implements AutoCloseable {
    private static final Path LOCK = Path.of("/run/lock/dmkit.lock");

    /** For another dmkit: where udev starts one for each disk they stand in a row. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** For whoever looks at the disks. */
    private static final Duration COURTESY = Duration.ofMillis(500);

    private final Machine machine;
    private final boolean real;
    private final Optional<SimulatedMachine> shortLived;
    private final boolean writable;
    private final boolean lasting;
    private final List<Capture> captures;
    private final List<String> problems;
    private final List<Closing> resources;
    private final Set<String> changed;
    private final Optional<Holds> holds;

    /** A resource to be closed. */
    @FunctionalInterface
    interface Closing {
        void close();
    }

    private Workplace(
            Machine machine,
            boolean real,
            Optional<SimulatedMachine> shortLived,
            boolean writable,
            boolean lasting,
            List<Capture> captures,
            List<String> problems,
            List<Closing> resources,
            Set<String> changed,
            Optional<Holds> holds) {
        this.machine = machine;
        this.real = real;
        this.shortLived = shortLived;
        this.writable = writable;
        this.lasting = lasting;
        this.captures = captures;
        this.problems = problems;
        this.resources = resources;
        this.changed = changed;
        this.holds = holds;
    }

    /**
     * Opens it: what the options name, or the disks of this machine.
     *
     * @param writable whether the command may change something; on captures and images that stays in memory, unless the
     *     options say otherwise
     */
    static Workplace open(Options options, boolean writable) throws IOException {
        List<DiskSpec> given = options.disks().stream().map(DiskSpec::parse).toList();
        boolean real = given.stream().allMatch(StandIns::isDevice);
        if (real && options.write()) {
            throw new IOException(Options.WRITE + " is for captures and image files: on disks every change lasts");
        }
        var resources = new ArrayList<Closing>();
        try {
            return real
                    ? real(new SysfsDisks(), given, options.journal(), writable, resources)
                    : simulated(options, writable, resources);
        } catch (IOException | RuntimeException e) {
            close(resources);
            throw e;
        }
    }

    /** To look at the disks of another sysfs. */
    static Workplace looking(SysfsDisks sysfs) throws IOException {
        var resources = new ArrayList<Closing>();
        try {
            return real(sysfs, List.of(), Optional.empty(), false, resources);
        } catch (IOException | RuntimeException e) {
            close(resources);
            throw e;
        }
    }

    private static Workplace real(
            SysfsDisks sysfs, List<DiskSpec> given, Optional<Path> kept, boolean writable, List<Closing> resources)
            throws IOException {
        if (writable) {
            Files.createDirectories(LOCK.getParent());
            ProcessLock lock = ProcessLock.acquire(LOCK, PATIENCE);
            resources.add(lock::close);
        }
        var serials = new LinkedHashMap<DiskInfo, String>();
        if (given.isEmpty()) {
            sysfs.list(false).forEach(info -> serials.put(info, info.serial()));
        }
        for (DiskSpec spec : given) {
            DiskInfo info = sysfs.describe(Path.of(spec.path()));
            serials.put(info, spec.serialOf(info));
        }
        var disks = new ArrayList<Disk>();
        var locked = new ArrayList<KernelDisk>();
        var problems = new ArrayList<String>();
        // Whoever changes something needs the system calls anyway.
        boolean linked = writable || serials.size() >= BatchReader.MANY;
        for (var entry : serials.entrySet()) {
            DiskInfo info = entry.getKey();
            try {
                Disk disk = linked
                        ? KernelDisk.open(info, entry.getValue(), writable && !info.readOnly())
                        : ChannelDisk.open(info, entry.getValue());
                resources.add(disk::close);
                disks.add(disk);
                if (writable && disk instanceof KernelDisk kernel) {
                    locked.add(kernel);
                }
            } catch (KernelException e) {
                if (!given.isEmpty()) {
                    throw e;
                }
                // One bad disk must not keep the others from their work.
                problems.add(e.getMessage());
            }
        }
        problems.addAll(lock(locked));
        Optional<Journal> journal = JournalFile.onThisMachine(kept, writable, resources::add);
        var mapper = new OpenedLater();
        resources.add(mapper::close);
        BatchReader reader = BatchReader.create();
        resources.add(reader::close);
        if (writable) {
            // A page of ours that lies on the set can't come in while the set is suspended.
            MemoryLock.lockAll();
        }
        return new Workplace(
                new Machine(mapper, new LoopDevices(), reader, List.copyOf(disks), journal),
                true,
                Optional.empty(),
                writable,
                true,
                List.of(),
                problems,
                resources,
                Set.of(),
                Optional.of(Holds.ofThisMachine()));
    }

    /**
     * Keeps udev away. All disks together are waited for no longer than one, because a script that udev runs waits for its own
     * worker. Who holds a disk for itself is told about, and the disk stays: left out, it would count as lost.
     */
    private static List<String> lock(List<KernelDisk> disks) throws IOException {
        long end = System.nanoTime() + COURTESY.toNanos();
        var problems = new ArrayList<String>();
        for (KernelDisk disk : disks) {
            if (!disk.lock(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                problems.add(disk.info().name() + ": another program keeps it locked");
            }
        }
        return problems;
    }

    /** Where the kernel has no device-mapper disks can be looked at all the same. */
    static DeviceMapper deviceMapper() throws KernelException {
        return deviceMapper(UdevPolicy.WAIT, null);
    }

    /** The same, as {@link KernelDeviceMapper#open(UdevPolicy, DmTrace)}. */
    static DeviceMapper deviceMapper(UdevPolicy udev, @Nullable DmTrace trace) throws KernelException {
        try {
            return KernelDeviceMapper.open(udev, trace);
        } catch (KernelException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENODEV || e.errno() == Errno.ENXIO) {
                return new NoDeviceMapper();
            }
            throw e;
        }
    }

    private static Workplace simulated(Options options, boolean writable, List<Closing> resources) throws IOException {
        boolean lasting = options.write();
        Optional<Journal> journal = JournalFile.ofStandIns(options.journal(), writable, lasting, resources::add);
        var opened = new ArrayList<Disk>();
        resources.add(() -> opened.forEach(Disk::close));
        StandIns standIns = StandIns.open(options.disks(), writable && lasting, opened);
        var simulation = new SimulatedMachine();
        var origins = new HashMap<String, String>();
        for (StandIns.StandIn each : standIns.disks()) {
            simulation.attach(writable && !lasting ? SimulatedDisk.copyOnWrite(each.disk()) : each.disk());
            if (origins.put(each.name(), each.origin()) != null) {
                throw new IOException("two disks are called " + each.name());
            }
        }
        var changed = new LinkedHashSet<String>();
        simulation.onOperation(operation -> {
            if (operation instanceof Operation.Write write) {
                changed.add(origins.getOrDefault(write.disk(), write.disk()));
            }
        });
        Machine machine = machine(simulation);
        return new Workplace(
                journal.map(machine::with).orElse(machine),
                false,
                Optional.of(simulation),
                writable,
                lasting,
                standIns.captures(),
                List.of(),
                resources,
                changed,
                Optional.empty());
    }

    /** A simulated machine that goes on when the command has ended. */
    static Workplace lasting(SimulatedMachine simulation, boolean writable) {
        return of(machine(simulation), writable, List.of());
    }

    /** The same with notes of what a dmkit suspends. */
    static Workplace lasting(SimulatedMachine simulation, boolean writable, Holds holds) {
        return new Workplace(
                machine(simulation),
                false,
                Optional.empty(),
                writable,
                true,
                List.of(),
                List.of(),
                List.of(),
                Set.of(),
                Optional.of(holds));
    }

    /**
     * A machine that goes on when the command has ended.
     *
     * @param problems of disks that could not be opened
     */
    static Workplace of(Machine machine, boolean writable, List<String> problems) {
        return new Workplace(
                machine,
                false,
                Optional.empty(),
                writable,
                true,
                List.of(),
                problems,
                List.of(),
                Set.of(),
                Optional.empty());
    }

    private static Machine machine(SimulatedMachine simulation) {
        return new Machine(
                simulation.deviceMapper(), simulation.memoryDevices(), simulation.reader(), simulation.disks());
    }

    Machine machine() {
        return machine;
    }

    /** The machine, if it is a simulated one that begins and ends with the command. */
    Optional<SimulatedMachine> shortLived() {
        return shortLived;
    }

    /** The notes of what is suspended on it; empty where nobody else can have suspended anything. */
    Optional<Holds> holds() {
        return holds;
    }

    /** Whether what is written stays: false where captures and images are written to in memory only. */
    boolean lasting() {
        return lasting;
    }

    /** Captures and images that stood in for disks and were written to, be it in memory, by their paths. */
    List<String> changed() {
        return List.copyOf(changed);
    }

    /** Disks that could not be opened, and why. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Refuses to go on where there are disks and not one of them can be read: an empty answer would be a wrong one. */
    void mustSeeADisk() throws IOException {
        if (machine.disks().isEmpty() && !problems.isEmpty()) {
            throw new IOException("no disk can be read: " + String.join(", ", problems));
        }
    }

    /** Whether it is this machine, with its kernel. */
    boolean isReal() {
        return real;
    }

    boolean writable() {
        return writable;
    }

    /** Refuses with EBUSY a disk that anybody else holds. */
    void mustBeFree(DiskInfo disk) throws IOException {
        if (!machine.disk(disk).isFree()) {
            throw new KernelException("open", disk.name(), Errno.EBUSY);
        }
    }

    /**
     * Removes the partition devices that the kernel made of a disk by itself.
     *
     * @return what could not be removed, and why
     */
    List<String> removeKernelPartitions(DiskInfo disk) throws IOException {
        var left = new ArrayList<String>();
        if (real) {
            var kernel = new KernelPartitions();
            for (KernelPartitions.KernelPartition partition : kernel.of(disk)) {
                try {
                    kernel.remove(disk, partition);
                } catch (KernelException e) {
                    left.add(e.getMessage());
                }
            }
        }
        return left;
    }

    @Override
    public void close() throws IOException {
        try {
            if (writable && lasting) {
                // What the simulated disks still cache belongs into the captures.
                for (Disk disk : machine.disks()) {
                    if (shortLived.isPresent()) {
                        disk.flush();
                    }
                }
                for (Capture capture : captures) {
                    capture.save();
                }
            }
        } finally {
            close(resources);
        }
    }

    private static void close(List<Closing> resources) {
        resources.reversed().forEach(Closing::close);
    }
}
