package org.dmkit.formats;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.LiveSets;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.record.Journal;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.table.Profile;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;

/** A simulated machine with the disks of a corpus case, and dmkit on it. */
final class Rig implements AutoCloseable {
    /** What is called so is no disk to dmkit, but its journal. */
    static final String JOURNAL = "journal";

    final SimulatedMachine machine;
    private final List<SimulatedDisk> hardware;
    private final List<Format<?>> formats;
    private final Controller controller;
    private Observed done = method -> {};
    private Executor.Listener listener = (step, undoing) -> {};

    private Rig(List<SimulatedDisk> hardware) {
        this(with(hardware), hardware, Formats.all());
    }

    private static SimulatedMachine with(List<SimulatedDisk> hardware) {
        var machine = new SimulatedMachine();
        hardware.forEach(machine::attach);
        return machine;
    }

    private Rig(SimulatedMachine machine, List<SimulatedDisk> hardware, List<Format<?>> formats) {
        this.formats = formats;
        this.machine = machine;
        this.hardware = hardware;
        controller = controller();
    }

    /** The next dmkit on the same machine, which has gone on running. */
    Rig next() {
        return new Rig(machine, hardware, formats);
    }

    /** The disks of {@code corpus/FORMAT/CASE}, and blank ones of the same size with these names. */
    static Rig of(String corpusCase, String... blank) throws IOException {
        var disks = new ArrayList<SimulatedDisk>();
        Path root = Path.of(System.getProperty("dmkit.root"), "corpus", corpusCase);
        for (Disk disk : Capture.read(root).disks()) {
            disks.add(SimulatedDisk.copyOnWrite(withSerial(disk)));
        }
        long sectors = disks.getFirst().info().sectors();
        for (String name : blank) {
            disks.add(SimulatedDisk.inMemory(new DiskInfo(name, sectors, 512, "NEW-" + name, null, "", null, false)));
        }
        return new Rig(disks);
    }

    /** A loop device has none, and then nobody could tell by their records which of two is meant. */
    private static Disk withSerial(Disk disk) {
        DiskInfo i = disk.info();
        if (!i.serial().isBlank()) {
            return disk;
        }
        var info = new DiskInfo(
                i.name(),
                i.sectors(),
                i.sectorSize(),
                "LOOP-" + i.name(),
                i.wwn(),
                i.model(),
                i.number(),
                i.readOnly());
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("info") ? info : method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The same with something in each sector at the end of the members that is free, and with a journal. */
    static Rig withoutRoom(String corpusCase, String... blank) throws IOException {
        List<SimulatedDisk> disks;
        try (Rig roomy = of(corpusCase, blank)) {
            disks = new ArrayList<>(roomy.copies());
        }
        for (SimulatedDisk disk : disks) {
            if (!List.of(blank).contains(disk.info().name())) {
                fillTail(disk);
            }
        }
        disks.add(SimulatedDisk.inMemory(JOURNAL, Journal.SECTORS));
        return new Rig(disks);
    }

    private static void fillTail(SimulatedDisk disk) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(512, 4096);
            for (long lba = disk.info().sectors() - Scan.TAIL; lba < disk.info().sectors(); lba++) {
                disk.read(lba, sector);
                if (Arrays.equals(sector.toArray(ValueLayout.JAVA_BYTE), new byte[512])) {
                    sector.set(ValueLayout.JAVA_BYTE, 0, (byte) 'x');
                    disk.write(lba, sector);
                }
            }
            disk.flush();
        }
    }

    /** The disks of two cases, those of the second called as in the case with {@code B-} before it, and blank ones of the second's size. */
    static Rig ofTwo(String first, String second, String... blank) throws IOException {
        var disks = new ArrayList<SimulatedDisk>();
        Path root = Path.of(System.getProperty("dmkit.root"), "corpus");
        for (Disk disk : Capture.read(root.resolve(first)).disks()) {
            disks.add(SimulatedDisk.copyOnWrite(disk));
        }
        for (Disk disk : Capture.read(root.resolve(second)).disks()) {
            disks.add(SimulatedDisk.copyOnWrite(disk, "B-" + disk.info().name()));
        }
        long sectors = disks.getLast().info().sectors();
        for (String name : blank) {
            disks.add(SimulatedDisk.inMemory(new DiskInfo(name, sectors, 512, "NEW-" + name, null, "", null, false)));
        }
        return new Rig(disks);
    }

    /** The same disks after a power cut, in a machine that has just started. */
    static Rig rebooted(List<SimulatedDisk> disks) {
        return new Rig(disks);
    }

    /** The same disks in a machine that has just started, whose dmkit can write no format. */
    static Rig withoutWriters(List<SimulatedDisk> disks) {
        return new Rig(with(disks), disks, ReadOnlyFormat.all());
    }

    /** Copies of all disks, unflushed sectors and all. */
    List<SimulatedDisk> copies() {
        return hardware.stream().map(SimulatedDisk::copy).toList();
    }

    Controller dmkit() {
        return controller;
    }

    /** Whether a request that has taken effect shall still be told as failed, by the kernel's name of the call. */
    void onDone(Observed observer) {
        done = observer;
    }

    /** Hears of steps as whoever runs dmkit does. */
    void onStep(Executor.Listener newListener) {
        listener = newListener;
    }

    /** Sees a request of the device-mapper that has taken effect. */
    @FunctionalInterface
    interface Observed {
        void done(String method) throws KernelException;
    }

    private DeviceMapper mapper() {
        DeviceMapper real = machine.deviceMapper();
        return (DeviceMapper) Proxy.newProxyInstance(
                DeviceMapper.class.getClassLoader(),
                new Class<?>[] {DeviceMapper.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(real, arguments);
                        done.done(method.getName());
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Controller controller() {
        Map<Boolean, List<Disk>> plugged = machine.disks().stream()
                .collect(Collectors.partitioningBy(d -> d.info().name().equals(JOURNAL)));
        return new Controller(
                new Machine(
                        mapper(),
                        machine.memoryDevices(),
                        machine.reader(),
                        plugged.get(false),
                        plugged.get(true).stream().findFirst().map(f -> new Journal(f, Set.of()))),
                formats,
                Profile.MODERN,
                (step, undoing) -> listener.step(step, undoing));
    }

    /** The group that has sets. */
    Group group() {
        return controller.scan().groups().stream()
                .filter(g -> !g.sets().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    DiskInfo disk(String name) {
        return controller.machine().disk(name).info();
    }

    /** Starts all sets. */
    void start() throws IOException, RefusedException {
        List<String> all = group().sets().stream().map(RaidSet::name).toList();
        Executor.Outcome outcome = controller.run(controller.prepareStart(group(), new Change.Open(all, true, false)));
        if (!(outcome instanceof Executor.Outcome.Done)) {
            throw new IOException("not started: " + outcome);
        }
    }

    /** Starts all sets, degraded if need be; false if that is refused. */
    boolean starts() throws IOException {
        return starts(true);
    }

    /** Starts all sets as nobody would who has not been asked: complete, and without force. */
    boolean startsByItself() throws IOException {
        return starts(false);
    }

    private boolean starts(boolean asked) throws IOException {
        List<String> all = controller.scan().groups().stream()
                .flatMap(g -> g.sets().stream())
                .map(RaidSet::name)
                .toList();
        if (all.isEmpty()) {
            return false;
        }
        try {
            Scenario.done(controller.run(controller.prepareStart(group(), new Change.Open(all, asked, asked))));
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    /** The sets that run, by the metadata's last word. */
    List<RaidSet> running() throws KernelException {
        var running = new ArrayList<RaidSet>();
        for (Group group : controller.scan().groups()) {
            for (RaidSet set : group.sets()) {
                if (device(group, set).isPresent()) {
                    running.add(set);
                }
            }
        }
        return running;
    }

    /** The device of a set that runs: it may have been started under another name. */
    DmName device(RaidSet set) throws KernelException {
        for (Group group : controller.scan().groups()) {
            if (group.sets().contains(set)) {
                return device(group, set).orElseThrow();
            }
        }
        throw new AssertionError(set.name() + " is not there");
    }

    private Optional<DmName> device(Group group, RaidSet set) throws KernelException {
        return LiveSets.match(group, Live.read(machine.deviceMapper()))
                .device(set)
                .filter(d -> d.info().hasActiveTable())
                .map(LiveDevice::name);
    }

    /** True while accesses to a set would wait. */
    boolean suspended() throws KernelException {
        for (DeviceMapper.DeviceEntry entry : machine.deviceMapper().devices()) {
            if (machine.deviceMapper().info(entry.name()).suspended()) {
                return true;
            }
        }
        return false;
    }

    /** True if a table waits in an inactive slot. */
    boolean preloaded() throws KernelException {
        for (DeviceMapper.DeviceEntry entry : machine.deviceMapper().devices()) {
            if (machine.deviceMapper().info(entry.name()).hasInactiveTable()) {
                return true;
            }
        }
        return false;
    }

    /** Names of all mapped devices. */
    Set<String> devices() throws KernelException {
        var names = new HashSet<String>();
        machine.deviceMapper().devices().forEach(d -> names.add(d.name().value()));
        return names;
    }

    /** Lets the kernel finish what it copies. */
    void advance() {
        while (machine.advance(1 << 20)) {
            // until nothing is left
        }
    }

    Executor.Outcome run(Change change) throws IOException, RefusedException {
        return controller.run(controller.prepare(group(), change));
    }

    /** What the metadata of all disks say, without what differs from one start to the next. */
    Set<String> told() {
        var told = new HashSet<String>();
        for (Group g : controller.scan().groups()) {
            for (RaidSet set : g.sets()) {
                told.add(set.name() + " " + set.resync() + " "
                        + set.leaves().map(Rig::tell).toList());
            }
        }
        return told;
    }

    private static String tell(Component component) {
        return switch (component) {
            case Component.Member m -> m.disk().name() + " " + m.state();
            case Component.Missing m -> "missing";
            case Component.Subset s -> s.set().name();
        };
    }

    @Override
    public void close() {
        controller.close();
    }
}
