package org.dmkit.cli;

import java.util.List;
import java.util.Set;
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

    private static DeviceInfo made(DmName name) {
        return made(name, DmUuid.NONE);
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
    public DeviceInfo info(DmName name) throws KernelException {
        return real.info(name);
    }

    @Override
    public DeviceInfo awaitEvent(DmName name, int eventNumber) throws KernelException {
        return real.awaitEvent(name, eventNumber);
    }

    @Override
    public List<DeviceNumber> dependencies(DmName name, TableSlot slot) throws KernelException {
        return real.dependencies(name, slot);
    }

    @Override
    public Table table(DmName name, TableSlot slot) throws KernelException {
        return real.table(name, slot);
    }

    @Override
    public List<TargetStatus> status(DmName name) throws KernelException {
        return real.status(name);
    }

    @Override
    public List<TargetStatus> lines(DmName name, TableSlot slot, Set<StatusOption> options) throws KernelException {
        return real.lines(name, slot, options);
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
    public void remove(DmName name) {}

    @Override
    public void removeDeferred(DmName name) {}

    @Override
    public void rename(DmName name, DmName newName) {}

    @Override
    public void setUuid(DmName name, DmUuid uuid) {}

    @Override
    public DeviceInfo suspend(DmName name, Set<SuspendOption> options) {
        return made(name);
    }

    @Override
    public DeviceInfo resume(DmName name, Set<SuspendOption> options) {
        return made(name);
    }

    @Override
    public DeviceInfo load(DmName name, Table table, boolean readOnly) {
        return made(name);
    }

    @Override
    public DeviceInfo clear(DmName name) {
        return made(name);
    }

    @Override
    public String message(DmName name, long sector, String message) {
        return "";
    }

    @Override
    public void setGeometry(DmName name, int cylinders, int heads, int sectors, long start) {}

    /** The other one is not ours to close. */
    @Override
    public void close() {}
}
