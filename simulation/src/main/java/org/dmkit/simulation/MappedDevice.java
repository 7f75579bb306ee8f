package org.dmkit.simulation;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/** A mapped device: two slots for tables, a gate that a suspension closes, a count of events. Guarded by the kernel's lock. */
final class MappedDevice extends BlockDevice {
    private final Kernel kernel;
    private DmName name;
    private DmUuid uuid;
    private @Nullable LoadedTable active;
    private @Nullable LoadedTable inactive;
    private Set<BlockDevice> held = Set.of();
    private boolean everLoaded;
    private boolean closed;
    private boolean suspended;
    private boolean removeOnClose;
    private boolean gone;
    private int eventNumber;

    MappedDevice(Kernel kernel, DmName name, DmUuid uuid, DeviceNumber number) {
        super(number);
        this.kernel = kernel;
        this.name = name;
        this.uuid = uuid;
    }

    DmName name() {
        return name;
    }

    DmUuid uuid() {
        return uuid;
    }

    int eventNumber() {
        return eventNumber;
    }

    boolean isGone() {
        return gone;
    }

    /** Doesn't let accesses in. */
    boolean isClosed() {
        return closed && !gone;
    }

    /** Before the first table there is no block device that could be opened, only a name (add_disk comes with the table). */
    boolean isBlockDevice() {
        return everLoaded;
    }

    boolean hasActiveTable() {
        return active != null;
    }

    @Nullable
    LoadedTable table(TableSlot slot) {
        return slot == TableSlot.ACTIVE ? active : inactive;
    }

    DeviceInfo info() {
        return new DeviceInfo(
                name,
                uuid,
                number(),
                openCount(),
                eventNumber,
                active == null ? 0 : active.targets().size(),
                suspended,
                active != null && active.readOnly(),
                active != null,
                inactive != null,
                removeOnClose);
    }

    DeviceEntry entry() {
        return new DeviceEntry(name, number(), eventNumber, uuid);
    }

    @Override
    String label() {
        return name.value();
    }

    @Override
    long sectors() {
        return active == null ? 0 : active.description().length();
    }

    void raiseEvent() {
        eventNumber++;
        kernel.eventRaised();
    }

    void rename(DmName newName) {
        DmName old = name;
        name = newName;
        kernel.renamed(old, this);
        raiseEvent();
    }

    void setUuid(DmUuid newUuid) {
        uuid = newUuid;
        raiseEvent();
    }

    void load(LoadedTable table) {
        inactive = table;
        everLoaded = true;
        holdLowerDevices();
    }

    void clear() {
        inactive = null;
        holdLowerDevices();
    }

    /** Closes the gate and waits for what is under way. Already suspended: nothing to do, as with the ioctl. */
    void suspend(boolean noFlush) throws KernelException {
        if (suspended) {
            return;
        }
        closed = true;
        releaseHeldByTargets(noFlush);
        try {
            kernel.awaitUntil(
                    "DM_DEV_SUSPEND", label(), () -> kernel.waiting().stream().noneMatch(t -> t.isUnderWayIn(this)));
        } catch (KernelException e) {
            closed = false;
            kernel.stateChanged();
            throw e;
        }
        suspended = true;
    }

    /** A target that holds writes gives them back for the next table; without noflush it fails them (dm-raid1.c, hold_bio). */
    private void releaseHeldByTargets(boolean noFlush) {
        for (Transit transit : kernel.waiting()) {
            boolean ours = active != null && active.targets().stream().anyMatch(transit::isHeldBy);
            if (ours && noFlush) {
                transit.requeue(this);
            } else if (ours) {
                transit.fail();
            }
        }
        kernel.stateChanged();
    }

    void resume(boolean noFlush) throws KernelException {
        LoadedTable next = inactive;
        if (next != null) {
            suspend(noFlush);
            active = next;
            inactive = null;
            holdLowerDevices();
        }
        boolean goesOn = suspended && active != null;
        suspended = false;
        closed = false;
        if (goesOn && active != null) {
            active.targets().forEach(LiveTarget::resumed);
        }
        kernel.stateChanged();
    }

    /** Opens what the tables in both slots name, once each, and closes what none of them names any more. */
    private void holdLowerDevices() {
        var wanted = new LinkedHashSet<BlockDevice>();
        if (active != null) {
            wanted.addAll(active.devices());
        }
        if (inactive != null) {
            wanted.addAll(inactive.devices());
        }
        Set<BlockDevice> before = held;
        held = wanted;
        wanted.stream().filter(d -> !before.contains(d)).forEach(BlockDevice::hold);
        before.stream().filter(d -> !wanted.contains(d)).forEach(BlockDevice::unhold);
    }

    void removeWhenClosed() {
        if (gone) {
            return;
        }
        if (openCount() == 0) {
            remove();
        } else {
            removeOnClose = true;
        }
    }

    void remove() {
        active = null;
        inactive = null;
        gone = true;
        kernel.forget(this);
        holdLowerDevices();
    }

    @Override
    void released() {
        if (removeOnClose && !gone) {
            remove();
        }
    }

    void lost() {
        active = null;
        inactive = null;
        gone = true;
    }

    boolean advance(long sectors) {
        if (active == null || closed) {
            return false;
        }
        boolean running = false;
        for (LiveTarget target : active.targets()) {
            running |= target.advance(sectors);
        }
        return running;
    }

    @Override
    void read(Transit transit, long sector, MemorySegment into) throws IOException {
        LoadedTable table = enter(transit, "pread");
        try {
            table.each("pread", label(), sector, into, (target, at, piece) -> target.read(transit, at, piece));
        } catch (Held held) {
            held.through(this);
            throw held;
        }
    }

    @Override
    void write(Transit transit, long sector, MemorySegment from) throws IOException {
        LoadedTable table = enter(transit, "pwrite");
        if (table.readOnly()) {
            throw new KernelException("pwrite", label(), Errno.EPERM);
        }
        try {
            table.each("pwrite", label(), sector, from, (target, at, piece) -> target.write(transit, at, piece));
        } catch (Held held) {
            held.through(this);
            throw held;
        }
    }

    @Override
    void flush(Transit transit) throws IOException {
        List<LiveTarget> targets = enter(transit, "fdatasync").targets();
        try {
            for (LiveTarget target : targets) {
                target.flush(transit);
            }
        } catch (Held held) {
            held.through(this);
            throw held;
        }
    }

    private LoadedTable enter(Transit transit, String call) throws KernelException {
        if (closed && !transit.isInside(this)) {
            throw Held.atGate(this);
        }
        LoadedTable table = active;
        if (table == null) {
            throw new KernelException(call, label(), Errno.EIO);
        }
        return table;
    }
}
