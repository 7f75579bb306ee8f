package org.dmkit.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.dmkit.dm.DevId;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated kernel knows, and its one lock: every request and every access through a mapped device runs under it,
 * and gives it back while it waits. So nothing here can deadlock, except where the kernel itself would hang.
 */
final class Kernel {
    private static final int DM_MAJOR = 253;
    private static final int LOOP_MAJOR = 7;
    /** sd: 16 minors a disk, 16 disks a major (Documentation/admin-guide/devices.txt). */
    private static final int[] SD_MAJORS = {8, 65, 66, 67, 68, 69, 70, 71, 128, 129, 130, 131, 132, 133, 134, 135};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<DeviceNumber, BlockDevice> devices = new LinkedHashMap<>();
    private final Map<DmName, MappedDevice> mapped = new LinkedHashMap<>();
    private final List<Transit> waiting = new ArrayList<>();
    private int nextDisk;
    private long events;
    private long powerCuts;
    private volatile Observer observer = operation -> {};

    interface Call<T, E extends Exception> {
        T run() throws E;
    }

    /** Runs under the lock. */
    <T, E extends Exception> T locked(Call<T, E> call) throws E {
        lock.lock();
        try {
            return call.run();
        } finally {
            lock.unlock();
        }
    }

    interface Action<E extends Exception> {
        void run() throws E;
    }

    /** Runs under the lock. */
    <E extends Exception> void underLock(Action<E> action) throws E {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    void observe(Observer newObserver) {
        observer = newObserver;
    }

    /** A request to the device-mapper that changes something, under the lock and under the observer's eyes. */
    <T> T request(String call, String device, Call<T, KernelException> change) throws KernelException {
        var operation = new Operation.Request(call, device);
        observer.about(operation);
        T answer = locked(change);
        observer.done(operation);
        return answer;
    }

    /** The same without an answer. */
    void request(String call, String device, Action<KernelException> change) throws KernelException {
        var operation = new Operation.Request(call, device);
        observer.about(operation);
        underLock(change);
        observer.done(operation);
    }

    interface Access {
        void run(Transit transit) throws IOException;
    }

    /** One access through a mapped device: waits, without the lock, for as long as something holds it up. */
    void transfer(String call, MappedDevice device, Access access) throws IOException {
        lock.lock();
        try {
            var transit = new Transit();
            while (true) {
                if (device.isGone()) {
                    throw new KernelException(call, device.label(), Errno.ENXIO);
                }
                try {
                    access.run(transit);
                    return;
                } catch (Held held) {
                    transit.hold(held);
                    await(call, device, transit);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(String call, MappedDevice device, Transit transit) throws KernelException {
        waiting.add(transit);
        changed.signalAll();
        try {
            awaitUntil(call, device.label(), () -> !transit.isBlocked());
        } finally {
            waiting.remove(transit);
            transit.release();
            changed.signalAll();
        }
        if (transit.hasFailed()) {
            throw new KernelException(call, device.label(), Errno.EIO);
        }
    }

    /** Waits until it is so. {@link PowerCut} if the machine goes down meanwhile, EINTR if the thread is interrupted. */
    void awaitUntil(String call, String object, BooleanSupplier condition) throws KernelException {
        long before = powerCuts;
        while (!condition.getAsBoolean()) {
            try {
                changed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KernelException(call, object, Errno.EINTR);
            }
            if (powerCuts != before) {
                throw new PowerCut();
            }
        }
    }

    /** Waits for an event of any device after the given count of events; false when the time is over first. */
    boolean awaitEventAfter(long count, long nanos) throws KernelException {
        long left = nanos;
        while (events == count) {
            if (left <= 0) {
                return false;
            }
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KernelException("poll", "device-mapper", Errno.EINTR);
            }
        }
        return true;
    }

    long events() {
        return events;
    }

    /** Of a device; that one is made or removed counts too (IOCTL_FLAGS_ISSUE_GLOBAL_EVENT in dm-ioctl.c). */
    void eventRaised() {
        events++;
        changed.signalAll();
    }

    void stateChanged() {
        changed.signalAll();
    }

    List<Transit> waiting() {
        return waiting;
    }

    @Nullable
    BlockDevice device(DeviceNumber number) {
        return devices.get(number);
    }

    @Nullable
    DiskDevice diskNamed(String name) {
        for (BlockDevice device : devices.values()) {
            if (device instanceof DiskDevice disk
                    && (disk.label().equals(name) || disk.disk().info().path().equals(name))) {
                return disk;
            }
        }
        return null;
    }

    List<DiskDevice> disks() {
        return devices.values().stream()
                .filter(DiskDevice.class::isInstance)
                .map(DiskDevice.class::cast)
                .toList();
    }

    List<DeviceNumber> memoryDeviceNumbers() {
        return devices.values().stream()
                .filter(MemoryDevice.class::isInstance)
                .map(BlockDevice::number)
                .toList();
    }

    List<MappedDevice> mappedDevices() {
        return List.copyOf(mapped.values());
    }

    @Nullable
    MappedDevice mapped(DmName name) {
        return mapped.get(name);
    }

    @Nullable
    private MappedDevice mapped(DevId id) {
        return switch (id) {
            case DmName name -> mapped.get(name);
            case DmUuid uuid ->
                mapped.values().stream()
                        .filter(d -> d.uuid().equals(uuid))
                        .findFirst()
                        .orElse(null);
            case DevId.Number number ->
                mapped.values().stream()
                        .filter(d -> d.number().equals(number.number()))
                        .findFirst()
                        .orElse(null);
        };
    }

    /** The name of a mapped device, or what it was asked by if there is none. */
    String called(DevId id) {
        MappedDevice device = mapped(id);
        return device == null ? id.toString() : device.name().value();
    }

    MappedDevice mapped(String call, DevId id) throws KernelException {
        MappedDevice device = mapped(id);
        if (device == null) {
            throw new KernelException(call, id.toString(), Errno.ENXIO);
        }
        return device;
    }

    DiskDevice addDisk(SimulatedDisk disk) {
        int n = nextDisk++;
        return addDisk(disk, new DeviceNumber(SD_MAJORS[n / 16], n % 16 * 16));
    }

    /** With a number that is free. */
    DiskDevice addDisk(SimulatedDisk disk, DeviceNumber number) {
        var device = new DiskDevice(number, disk);
        devices.put(number, device);
        return device;
    }

    MemoryDevice addMemory(long sectors) {
        var device = new MemoryDevice(this, free(LOOP_MAJOR), sectors);
        devices.put(device.number(), device);
        return device;
    }

    DeviceNumber freeMappedNumber() {
        return free(DM_MAJOR);
    }

    private DeviceNumber free(int major) {
        int minor = 0;
        while (devices.containsKey(new DeviceNumber(major, minor))) {
            minor++;
        }
        return new DeviceNumber(major, minor);
    }

    void addMapped(MappedDevice device) {
        mapped.put(device.name(), device);
        devices.put(device.number(), device);
        eventRaised();
    }

    void renamed(DmName old, MappedDevice device) {
        mapped.remove(old);
        mapped.put(device.name(), device);
    }

    void forget(BlockDevice device) {
        devices.remove(device.number());
        if (device instanceof MappedDevice m) {
            mapped.remove(m.name());
            eventRaised();
        }
        changed.signalAll();
    }

    /** All but the disks is gone; whoever waits gets a {@link PowerCut}. */
    void powerCut() {
        powerCuts++;
        for (MappedDevice device : mappedDevices()) {
            device.lost();
        }
        mapped.clear();
        devices.values().removeIf(d -> !(d instanceof DiskDevice));
        devices.values().forEach(BlockDevice::closedByPowerCut);
        changed.signalAll();
    }
}
