package org.dmkit.cli;

import java.util.List;
import java.util.Set;
import org.dmkit.dm.DevId;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;

/** Answers questions as another device-mapper does, takes every change and makes none. */
record TrialDeviceMapper(DeviceMapper real) implements DeviceMapper {
    /** Of a device that was never made. */
    static final DeviceNumber NONE = new DeviceNumber(0, 0);

    private static DeviceInfo made(DmName name, DmUuid uuid) {
        return new DeviceInfo(name, uuid, NONE, 0, 0, 0, false, false, false, false, false);
    }

    private DeviceInfo made(DevId device) throws KernelException {
        return device instanceof DmName name ? made(name, DmUuid.NONE) : real.info(device);
    }

    @Override
    public Version version() throws KernelException {
        return real.version();
    }

    @Override
    public List<TargetVersion> targetVersions() throws KernelException {
        return real.targetVersions();
    }

    @Override
    public Version targetVersion(String type) throws KernelException {
        return real.targetVersion(type);
    }

    @Override
    public List<DeviceEntry> devices() throws KernelException {
        return real.devices();
    }

    @Override
    public DeviceInfo info(DevId device) throws KernelException {
        return real.info(device);
    }

    @Override
    public DeviceInfo awaitEvent(DevId device, int eventNumber) throws KernelException {
        return real.awaitEvent(device, eventNumber);
    }

    @Override
    public List<DeviceNumber> dependencies(DevId device, TableSlot slot) throws KernelException {
        return real.dependencies(device, slot);
    }

    @Override
    public Table table(DevId device, TableSlot slot) throws KernelException {
        return real.table(device, slot);
    }

    @Override
    public List<TargetStatus> status(DevId device) throws KernelException {
        return real.status(device);
    }

    @Override
    public List<TargetStatus> lines(DevId device, TableSlot slot, Set<StatusOption> options) throws KernelException {
        return real.lines(device, slot, options);
    }

    @Override
    public EventPoll eventPoll() throws KernelException {
        return real.eventPoll();
    }

    @Override
    public void removeAll(boolean deferred) {}

    @Override
    public DeviceInfo create(DmName name, DmUuid uuid) {
        return made(name, uuid);
    }

    @Override
    public DeviceInfo create(DmName name, DmUuid uuid, DeviceNumber number) {
        return made(name, uuid);
    }

    @Override
    public void remove(DevId device) {}

    @Override
    public void removeDeferred(DevId device) {}

    @Override
    public void rename(DmName name, DmName newName) {}

    @Override
    public void setUuid(DmName name, DmUuid uuid) {}

    @Override
    public DeviceInfo suspend(DevId device, Set<SuspendOption> options) throws KernelException {
        return made(device);
    }

    @Override
    public DeviceInfo resume(DevId device, Set<SuspendOption> options) throws KernelException {
        return made(device);
    }

    @Override
    public DeviceInfo load(DevId device, Table table, boolean readOnly) throws KernelException {
        return made(device);
    }

    @Override
    public DeviceInfo clear(DevId device) throws KernelException {
        return made(device);
    }

    @Override
    public String message(DevId device, long sector, String message) {
        return "";
    }

    @Override
    public void setGeometry(DevId device, int cylinders, int heads, int sectors, long start) {}

    /** The other one is not ours to close. */
    @Override
    public void close() {}
}
