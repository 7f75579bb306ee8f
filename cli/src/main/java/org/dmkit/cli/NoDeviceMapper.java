package org.dmkit.cli;

import java.util.List;
import java.util.Set;
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
    public void remove(DmName name) throws KernelException {
        throw refusal;
    }

    @Override
    public void removeDeferred(DmName name) throws KernelException {
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
    public DeviceInfo suspend(DmName name, Set<SuspendOption> options) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo resume(DmName name, Set<SuspendOption> options) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo info(DmName name) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo awaitEvent(DmName name, int eventNumber) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo load(DmName name, Table table, boolean readOnly) throws KernelException {
        throw refusal;
    }

    @Override
    public DeviceInfo clear(DmName name) throws KernelException {
        throw refusal;
    }

    @Override
    public List<DeviceNumber> dependencies(DmName name, TableSlot slot) throws KernelException {
        throw refusal;
    }

    @Override
    public Table table(DmName name, TableSlot slot) throws KernelException {
        throw refusal;
    }

    @Override
    public List<TargetStatus> status(DmName name) throws KernelException {
        throw refusal;
    }

    @Override
    public List<TargetStatus> lines(DmName name, TableSlot slot, Set<StatusOption> options) throws KernelException {
        throw refusal;
    }

    @Override
    public String message(DmName name, long sector, String message) throws KernelException {
        throw refusal;
    }

    @Override
    public void setGeometry(DmName name, int cylinders, int heads, int sectors, long start) throws KernelException {
        throw refusal;
    }

    @Override
    public EventPoll eventPoll() throws KernelException {
        throw refusal;
    }

    @Override
    public void close() {}
}
