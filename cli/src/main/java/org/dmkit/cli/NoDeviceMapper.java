package org.dmkit.cli;

import java.util.List;
import java.util.Set;
import org.dmkit.dm.DevId;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/**
 * What stands for a device-mapper that can't be asked.
 *
 * @param refusal what it says to every request
 * @param missing the kernel has none: nothing runs, and nothing can be started
 */
record NoDeviceMapper(KernelException refusal, boolean missing) implements DeviceMapper {
    /** Where the kernel has none. */
    NoDeviceMapper() {
        this(new KernelException("this kernel has no device-mapper", "(try: modprobe dm_mod)", Errno.ENODEV), true);
    }

    /** One that is there, but not for us. */
    static NoDeviceMapper closed(KernelException why) {
        return new NoDeviceMapper(why, false);
    }

    @Override
    public List<TargetVersion> targetVersions() throws KernelException {
        if (!missing) {
            throw refusal;
        }
        return List.of();
    }

    @Override
    public List<DeviceEntry> devices() throws KernelException {
        if (!missing) {
            throw refusal;
        }
        return List.of();
    }

    @Override
    public Version version() throws KernelException {
        throw refusal;
    }

    @Override
    public Version targetVersion(String type) throws KernelException {
        throw refusal;
    }

    @Override
    public void removeAll(boolean deferred) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo create(DmName name, DmUuid uuid) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo create(DmName name, DmUuid uuid, DeviceNumber number) throws KernelException {
        throw refusal;
    }

    @Override
    public void remove(DevId device) throws KernelException {
        throw refusal;
    }

    @Override
    public void removeDeferred(DevId device) throws KernelException {
        throw refusal;
    }

    @Override
    public void rename(DmName name, DmName newName) throws KernelException {
        throw refusal;
    }

    @Override
    public void setUuid(DmName name, DmUuid uuid) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo suspend(DevId device, Set<SuspendOption> options) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo resume(DevId device, Set<SuspendOption> options) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo info(DevId device) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo awaitEvent(DevId device, int eventNumber) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo load(DevId device, Table table, boolean readOnly) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo clear(DevId device) throws KernelException {
        throw refusal;
    }

    @Override
    public List<DeviceNumber> dependencies(DevId device, TableSlot slot) throws KernelException {
        throw refusal;
    }

    @Override
    public Table table(DevId device, TableSlot slot) throws KernelException {
        throw refusal;
    }

    @Override
    public List<TargetStatus> status(DevId device) throws KernelException {
        throw refusal;
    }

    @Override
    public List<TargetStatus> lines(DevId device, TableSlot slot, Set<StatusOption> options) throws KernelException {
        throw refusal;
    }

    @Override
    public String message(DevId device, long sector, String message) throws KernelException {
        throw refusal;
    }

    @Override
    public void setGeometry(DevId device, int cylinders, int heads, int sectors, long start) throws KernelException {
        throw refusal;
    }

    @Override
    public EventPoll eventPoll() throws KernelException {
        throw refusal;
    }

    @Override
    public void close() {}
}
