package org.dmkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.dmkit.dm.DevId;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/** The requests of linux/dm-ioctl.h, with the checks that drivers/md/dm-ioctl.c makes in each. */
final class SimulatedDeviceMapper implements DeviceMapper {
    /** Interface and targets of Linux 6.1. */
    private static final Version INTERFACE = new Version(4, 47, 0);

    private static final List<TargetVersion> TARGETS = List.of(
            new TargetVersion("zero", new Version(1, 1, 0)),
            new TargetVersion("snapshot-origin", new Version(1, 9, 0)),
            new TargetVersion("raid", new Version(1, 15, 1)),
            new TargetVersion("mirror", new Version(1, 14, 0)),
            new TargetVersion("striped", new Version(1, 6, 0)),
            new TargetVersion("linear", new Version(1, 4, 0)),
            new TargetVersion("flakey", new Version(1, 5, 0)),
            new TargetVersion("delay", new Version(1, 3, 0)),
            new TargetVersion("error", new Version(1, 5, 0)));

    private final Kernel kernel;
    private final TableLoader loader;

    SimulatedDeviceMapper(Kernel kernel) {
        this.kernel = kernel;
        this.loader = new TableLoader(kernel);
    }

    @Override
    public Version version() {
        return INTERFACE;
    }

    @Override
    public List<TargetVersion> targetVersions() {
        return TARGETS;
    }

    @Override
    public Version targetVersion(String type) throws KernelException {
        return TARGETS.stream()
                .filter(t -> t.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new KernelException("DM_GET_TARGET_VERSION", type, Errno.EINVAL))
                .version();
    }

    @Override
    public List<DeviceEntry> devices() {
        return kernel.locked(
                () -> kernel.mappedDevices().stream().map(MappedDevice::entry).toList());
    }

    @Override
    public void removeAll(boolean deferred) throws KernelException {
        kernel.request("DM_REMOVE_ALL", "", () -> {
            // Removing one closes its lower devices, which may then go as well.
            boolean removed = true;
            while (removed) {
                removed = false;
                for (MappedDevice device : kernel.mappedDevices()) {
                    if (!device.isGone() && device.openCount() == 0) {
                        device.remove();
                        removed = true;
                    }
                }
            }
            if (deferred) {
                kernel.mappedDevices().forEach(MappedDevice::removeWhenClosed);
            }
        });
    }

    @Override
    public DeviceInfo create(DmName name, DmUuid uuid) throws KernelException {
        return make(name, uuid, kernel::freeMappedNumber);
    }

    @Override
    public DeviceInfo create(DmName name, DmUuid uuid, DeviceNumber number) throws KernelException {
        // The kernel takes the minor number only.
        return make(name, uuid, () -> new DeviceNumber(kernel.freeMappedNumber().major(), number.minor()));
    }

    private DeviceInfo make(DmName name, DmUuid uuid, Supplier<DeviceNumber> number) throws KernelException {
        return kernel.request("DM_DEV_CREATE", name.value(), () -> {
            DeviceNumber its = number.get();
            if (kernel.mapped(name) != null || isTaken(uuid) || kernel.device(its) != null) {
                throw new KernelException("DM_DEV_CREATE", name.value(), Errno.EBUSY);
            }
            var device = new MappedDevice(kernel, name, uuid, its);
            kernel.addMapped(device);
            return device.info();
        });
    }

    /** The name of the device that is meant, by which requests are known. */
    private String called(DevId id) {
        return kernel.locked(() -> kernel.called(id));
    }

    private boolean isTaken(DmUuid uuid) {
        return !uuid.equals(DmUuid.NONE)
                && kernel.mappedDevices().stream().anyMatch(d -> d.uuid().equals(uuid));
    }

    @Override
    public void remove(DevId id) throws KernelException {
        kernel.request("DM_DEV_REMOVE", called(id), () -> {
            MappedDevice device = kernel.mapped("DM_DEV_REMOVE", id);
            if (device.openCount() > 0) {
                throw new KernelException("DM_DEV_REMOVE", called(id), Errno.EBUSY);
            }
            device.remove();
        });
    }

    @Override
    public void removeDeferred(DevId id) throws KernelException {
        kernel.request("DM_DEV_REMOVE", called(id), () -> {
            kernel.mapped("DM_DEV_REMOVE", id).removeWhenClosed();
        });
    }

    @Override
    public void rename(DmName name, DmName newName) throws KernelException {
        kernel.request("DM_DEV_RENAME", name.value(), () -> {
            if (kernel.mapped(newName) != null) {
                throw new KernelException("DM_DEV_RENAME", newName.value(), Errno.EBUSY);
            }
            kernel.mapped("DM_DEV_RENAME", name).rename(newName);
        });
    }

    @Override
    public void setUuid(DmName name, DmUuid uuid) throws KernelException {
        kernel.request("DM_DEV_RENAME", name.value(), () -> {
            if (isTaken(uuid)) {
                throw new KernelException("DM_DEV_RENAME", uuid.value(), Errno.EBUSY);
            }
            MappedDevice device = kernel.mapped("DM_DEV_RENAME", name);
            if (!device.uuid().equals(DmUuid.NONE)) {
                throw new KernelException("DM_DEV_RENAME", name.value(), Errno.EINVAL);
            }
            device.setUuid(uuid);
        });
    }

    @Override
    public DeviceInfo suspend(DevId id, Set<SuspendOption> options) throws KernelException {
        return kernel.request("DM_DEV_SUSPEND", called(id), () -> {
            MappedDevice device = kernel.mapped("DM_DEV_SUSPEND", id);
            device.suspend(options.contains(SuspendOption.NO_FLUSH));
            return device.info();
        });
    }

    @Override
    public DeviceInfo resume(DevId id, Set<SuspendOption> options) throws KernelException {
        return kernel.request("DM_DEV_SUSPEND", called(id), () -> {
            MappedDevice device = kernel.mapped("DM_DEV_SUSPEND", id);
            device.resume(options.contains(SuspendOption.NO_FLUSH));
            return device.info();
        });
    }

    @Override
    public DeviceInfo info(DevId id) throws KernelException {
        return kernel.locked(() -> kernel.mapped("DM_DEV_STATUS", id).info());
    }

    @Override
    public DeviceInfo awaitEvent(DevId id, int eventNumber) throws KernelException {
        return kernel.locked(() -> {
            MappedDevice device = kernel.mapped("DM_DEV_WAIT", id);
            kernel.awaitUntil("DM_DEV_WAIT", called(id), () -> device.eventNumber() != eventNumber || device.isGone());
            if (device.isGone()) {
                throw new KernelException("DM_DEV_WAIT", called(id), Errno.ENXIO);
            }
            return device.info();
        });
    }

    @Override
    public DeviceInfo load(DevId id, Table table, boolean readOnly) throws KernelException {
        return kernel.request("DM_TABLE_LOAD", called(id), () -> {
            MappedDevice device = kernel.mapped("DM_TABLE_LOAD", id);
            device.load(loader.load(device, table, readOnly));
            return device.info();
        });
    }

    @Override
    public DeviceInfo clear(DevId id) throws KernelException {
        return kernel.request("DM_TABLE_CLEAR", called(id), () -> {
            MappedDevice device = kernel.mapped("DM_TABLE_CLEAR", id);
            device.clear();
            return device.info();
        });
    }

    @Override
    public List<DeviceNumber> dependencies(DevId id, TableSlot slot) throws KernelException {
        return kernel.locked(() -> {
            LoadedTable table = kernel.mapped("DM_TABLE_DEPS", id).table(slot);
            return table == null
                    ? List.<DeviceNumber>of()
                    : table.devices().stream().map(BlockDevice::number).toList();
        });
    }

    @Override
    public Table table(DevId id, TableSlot slot) throws KernelException {
        return kernel.locked(() -> {
            LoadedTable table = kernel.mapped("DM_TABLE_STATUS", id).table(slot);
            return table == null ? Table.EMPTY : table.description();
        });
    }

    @Override
    public List<TargetStatus> status(DevId id) throws KernelException {
        return kernel.locked(() -> {
            LoadedTable table = kernel.mapped("DM_TABLE_STATUS", id).table(TableSlot.ACTIVE);
            return table == null ? List.<TargetStatus>of() : table.status();
        });
    }

    @Override
    public List<TargetStatus> lines(DevId id, TableSlot slot, Set<StatusOption> options) throws KernelException {
        return kernel.locked(() -> {
            LoadedTable table = kernel.mapped("DM_TABLE_STATUS", id).table(slot);
            if (table == null) {
                return List.<TargetStatus>of();
            }
            return options.contains(StatusOption.TABLE) ? table.parameters() : table.status();
        });
    }

    @Override
    public String message(DevId id, long sector, String message) throws KernelException {
        return kernel.request("DM_TARGET_MSG", called(id), () -> {
            LoadedTable table = kernel.mapped("DM_TARGET_MSG", id).table(TableSlot.ACTIVE);
            if (table == null) {
                throw new KernelException("DM_TARGET_MSG", called(id), Errno.ENXIO);
            }
            table.targetAt(sector, called(id)).message(called(id), message);
            return "";
        });
    }

    @Override
    public void setGeometry(DevId id, int cylinders, int heads, int sectors, long start) throws KernelException {
        kernel.request("DM_DEV_SET_GEOMETRY", called(id), () -> {
            boolean fits = cylinders >= 0 && cylinders <= 0xffff && heads >= 0 && heads <= 0xff;
            boolean sane = fits && sectors >= 0 && sectors <= 0xff && start >= 0;
            if (kernel.mapped("DM_DEV_SET_GEOMETRY", id).table(TableSlot.ACTIVE) == null) {
                throw new KernelException("DM_DEV_SET_GEOMETRY", called(id), Errno.ENXIO);
            }
            if (!sane || start > (long) cylinders * heads * sectors) {
                throw new KernelException("DM_DEV_SET_GEOMETRY", called(id), Errno.EINVAL);
            }
        });
    }

    @Override
    public EventPoll eventPoll() {
        return new EventPoll() {
            private long seen = kernel.locked(kernel::events);

            @Override
            public boolean await(Duration timeout) throws KernelException {
                return kernel.locked(() -> {
                    boolean event = kernel.awaitEventAfter(seen, timeout.toNanos());
                    seen = event ? kernel.events() : seen;
                    return event;
                });
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }

    @Override
    public void close() {
        // The machine owns the devices.
    }
}
