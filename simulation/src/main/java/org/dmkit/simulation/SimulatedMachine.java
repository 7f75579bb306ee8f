package org.dmkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.MemoryDevices;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.Dm;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTrace;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/**
 * A machine with disks and a device-mapper that keeps to the kernel's rules. Deterministic: resynchronisation and rebuild
 * move only with {@link #advance}, or with the clock that {@link #startClock} starts. Safe for use by several threads.
 */
public final class SimulatedMachine {
    private final Kernel kernel = new Kernel();
    private final DeviceMapper deviceMapper = new SimulatedDeviceMapper(kernel);
    private final MemoryDevices memoryDevices = new SimulatedMemoryDevices(kernel);
    private volatile Observer observer = operation -> {};

    /** A machine without disks. */
    public SimulatedMachine() {}

    /** A machine with empty disks in memory of so many sectors each, called as a table would name them: {@code /dev/sda}. */
    public static SimulatedMachine withDisks(long sectors, String... names) {
        var machine = new SimulatedMachine();
        for (String name : names) {
            machine.attach(SimulatedDisk.inMemory(name, sectors));
        }
        return machine;
    }

    /**
     * Plugs a disk in. One that has no write cache of its own gets one, see {@link SimulatedDisk#over}.
     *
     * @return the disk as programs on the machine see it, with a device number
     */
    public Disk attach(Disk disk) {
        SimulatedDisk simulated = disk instanceof SimulatedDisk s ? s : SimulatedDisk.over(disk);
        observe(simulated);
        return kernel.locked(() -> new AttachedDisk(kernel.addDisk(simulated)));
    }

    /**
     * Plugs a disk in that gets a certain number.
     *
     * @throws KernelException EBUSY if another device has it
     */
    public Disk attach(SimulatedDisk disk, DeviceNumber number) throws KernelException {
        return kernel.locked(() -> {
            if (kernel.device(number) != null) {
                throw new KernelException("attach", disk.info().name() + " as " + number, Errno.EBUSY);
            }
            observe(disk);
            return new AttachedDisk(kernel.addDisk(disk, number));
        });
    }

    private void observe(SimulatedDisk disk) {
        disk.onOperation(new Observer() {
            @Override
            public void about(Operation operation) throws KernelException {
                observer.about(operation);
            }

            @Override
            public void done(Operation operation) throws KernelException {
                observer.done(operation);
            }
        });
    }

    /** All disks that are there now. */
    public List<Disk> disks() {
        return kernel.locked(
                () -> kernel.disks().stream().<Disk>map(AttachedDisk::new).toList());
    }

    /** What {@link Dm#open} is on a real machine. */
    public Dm dm() {
        return new Dm(deviceMapper);
    }

    public DeviceMapper deviceMapper() {
        return deviceMapper;
    }

    /** The same, which lets somebody hear of each request. */
    public DeviceMapper deviceMapper(DmTrace trace) {
        return new TracedDeviceMapper(deviceMapper, trace);
    }

    public MemoryDevices memoryDevices() {
        return memoryDevices;
    }

    /** The memory devices that are alive: none is left when their tables are gone. */
    public List<DeviceNumber> memoryDeviceNumbers() {
        return kernel.locked(kernel::memoryDeviceNumbers);
    }

    public BatchReader reader() {
        return new SequentialReader();
    }

    /**
     * Opens a mapped device. Accesses wait while it, or one below it, is suspended, and while a target holds writes.
     *
     * @throws KernelException ENXIO if there is none
     */
    public Disk open(DmName name) throws KernelException {
        return kernel.locked(() -> new MappedDisk(kernel, kernel.mapped("open", name)));
    }

    /**
     * Opens a disk exclusively, as a mount does: tables that name it are refused until the claim is closed.
     *
     * @throws KernelException EBUSY if a table has it, or another claim
     */
    public Claim claimExclusively(Disk disk) throws KernelException {
        DiskDevice device = device(disk);
        return kernel.locked(() -> {
            if (device.isClaimed() || device.isHeld()) {
                throw new KernelException("open", device.label(), Errno.EBUSY);
            }
            device.setClaimed(true);
            return () -> kernel.underLock(() -> {
                device.setClaimed(false);
            });
        });
    }

    /** See {@link #claimExclusively}. */
    public interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    /** The disk is pulled out (device/delete): all I/O to it fails with ENXIO, and no new table can name it. */
    public void vanish(Disk disk) {
        DiskDevice device = device(disk);
        kernel.underLock(() -> {
            device.vanish();
            kernel.forget(device);
        });
    }

    /** Plugs a disk that vanished in again. It has another device number; tables that had it keep a dead device. */
    public Disk reappear(Disk disk) {
        return attach(device(disk).disk());
    }

    /**
     * A disk vanishes, and another is plugged in, which gets its number.
     *
     * @return the other
     */
    public Disk exchange(Disk disk, SimulatedDisk other) {
        vanish(disk);
        observe(other);
        return kernel.locked(
                () -> new AttachedDisk(kernel.addDisk(other, device(disk).number())));
    }

    /** The disk behind one of this machine's, to make it fail or to cut its power alone. */
    public SimulatedDisk hardware(Disk disk) {
        return device(disk).disk();
    }

    private static DiskDevice device(Disk disk) {
        if (disk instanceof AttachedDisk attached) {
            return attached.device();
        }
        throw new IllegalArgumentException(
                "not a disk of this machine: " + disk.info().name());
    }

    /**
     * Calls the observer before and after every write and flush of a disk and every request to the device-mapper that
     * changes something, on the thread that does it: see {@link Observer} for what it may throw.
     */
    public void onOperation(Observer newObserver) {
        observer = newObserver;
        kernel.observe(newObserver);
    }

    /** The power goes: everything unflushed is lost. */
    public void powerCut() {
        powerCut((disk, pending) -> false);
    }

    /**
     * The power goes and comes back: mapped and memory devices are gone, who waits in an access gets a {@link PowerCut}, and
     * of what was not flushed on a disk (by name) only what {@code survives} accepts is there.
     */
    public void powerCut(BiPredicate<String, Pending> survives) {
        kernel.underLock(() -> {
            kernel.powerCut();
            for (DiskDevice device : kernel.disks()) {
                device.disk().powerCut(pending -> survives.test(device.label(), pending));
            }
        });
    }

    /**
     * Lets time pass for every resynchronisation and rebuild of active tables.
     *
     * @param sectors of each member
     * @return whether any of them has still something to do
     */
    public boolean advance(long sectors) {
        return kernel.locked(() -> {
            boolean running = false;
            for (MappedDevice device : kernel.mappedDevices()) {
                running |= device.advance(sectors);
            }
            return running;
        });
    }

    /** {@link #advance Advances} by itself until it is closed, in a daemon thread. */
    public Clock startClock(long sectorsPerTick, Duration tick) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().daemon().name("simulated-clock").unstarted(task));
        ScheduledFuture<?> ticks =
                executor.scheduleAtFixedRate(() -> advance(sectorsPerTick), 0, tick.toNanos(), TimeUnit.NANOSECONDS);
        return () -> {
            ticks.cancel(false);
            executor.shutdown();
        };
    }

    /** See {@link #startClock}. */
    public interface Clock extends AutoCloseable {
        @Override
        void close();
    }
}
