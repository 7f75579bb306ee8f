package org.dmkit.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dmkit.dm.DevId;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTrace;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;

/** Lets somebody hear of the ioctls that a real kernel would be asked, one for each request. */
record TracedDeviceMapper(DeviceMapper simulated, DmTrace trace) implements DeviceMapper {
    private static final String SUSPEND = "DM_DEV_SUSPEND";

    private <T> T ask(String request, String device, List<String> flags, Kernel.Call<T, KernelException> call)
            throws KernelException {
        long start = System.nanoTime();
        int errno = 0;
        try {
            return call.run();
        } catch (KernelException e) {
            errno = e.errno();
            throw e;
        } finally {
            trace.asked(new DmTrace.Asked(request, device, flags, errno, System.nanoTime() - start));
        }
    }

    private <T> T ask(String request, DevId device, Kernel.Call<T, KernelException> call) throws KernelException {
        return ask(request, device.toString(), List.of(), call);
    }

    private void tell(String request, DevId device, List<String> flags, Kernel.Action<KernelException> change)
            throws KernelException {
        ask(request, device.toString(), flags, () -> {
            change.run();
            return device;
        });
    }

    private static List<String> flags(boolean deferred) {
        return deferred ? List.of("DM_DEFERRED_REMOVE") : List.of();
    }

    private static List<String> flags(Set<SuspendOption> options, String... first) {
        var flags = new ArrayList<>(List.of(first));
        if (options.contains(SuspendOption.SKIP_LOCK_FS)) {
            flags.add("DM_SKIP_LOCKFS_FLAG");
        }
        if (options.contains(SuspendOption.NO_FLUSH)) {
            flags.add("DM_NOFLUSH_FLAG");
        }
        return flags;
    }

    private static List<String> flags(TableSlot slot, boolean table, boolean noFlush) {
        var flags = new ArrayList<String>();
        if (table) {
            flags.add("DM_STATUS_TABLE_FLAG");
        }
        if (noFlush) {
            flags.add("DM_NOFLUSH_FLAG");
        }
        if (slot == TableSlot.INACTIVE) {
            flags.add("DM_QUERY_INACTIVE_TABLE_FLAG");
        }
        return flags;
    }

    @Override
    public Version version() throws KernelException {
        return ask("DM_VERSION", "", List.of(), simulated::version);
    }

    @Override
    public List<TargetVersion> targetVersions() throws KernelException {
        return ask("DM_LIST_VERSIONS", "", List.of(), simulated::targetVersions);
    }

    @Override
    public Version targetVersion(String type) throws KernelException {
        return ask("DM_GET_TARGET_VERSION", type, List.of(), () -> simulated.targetVersion(type));
    }

    @Override
    public List<DeviceEntry> devices() throws KernelException {
        return ask("DM_LIST_DEVICES", "", List.of("DM_UUID_FLAG"), simulated::devices);
    }

    @Override
    public void removeAll(boolean deferred) throws KernelException {
        ask("DM_REMOVE_ALL", "", flags(deferred), () -> {
            simulated.removeAll(deferred);
            return deferred;
        });
    }

    @Override
    public DeviceInfo create(DmName name, DmUuid uuid) throws KernelException {
        return ask("DM_DEV_CREATE", name, () -> simulated.create(name, uuid));
    }

    @Override
    public DeviceInfo create(DmName name, DmUuid uuid, DeviceNumber number) throws KernelException {
        return ask(
                "DM_DEV_CREATE",
                name.value(),
                List.of("DM_PERSISTENT_DEV_FLAG"),
                () -> simulated.create(name, uuid, number));
    }

    @Override
    public void remove(DevId device) throws KernelException {
        tell("DM_DEV_REMOVE", device, flags(false), () -> simulated.remove(device));
    }

    @Override
    public void removeDeferred(DevId device) throws KernelException {
        tell("DM_DEV_REMOVE", device, flags(true), () -> simulated.removeDeferred(device));
    }

    @Override
    public void rename(DmName name, DmName newName) throws KernelException {
        tell("DM_DEV_RENAME", name, List.of(), () -> simulated.rename(name, newName));
    }

    @Override
    public void setUuid(DmName name, DmUuid uuid) throws KernelException {
        tell("DM_DEV_RENAME", name, List.of("DM_UUID_FLAG"), () -> simulated.setUuid(name, uuid));
    }

    @Override
    public DeviceInfo suspend(DevId device, Set<SuspendOption> options) throws KernelException {
        return ask(
                SUSPEND,
                device.toString(),
                flags(options, "DM_SUSPEND_FLAG"),
                () -> simulated.suspend(device, options));
    }

    @Override
    public DeviceInfo resume(DevId device, Set<SuspendOption> options) throws KernelException {
        return ask(SUSPEND, device.toString(), flags(options), () -> simulated.resume(device, options));
    }

    @Override
    public DeviceInfo info(DevId device) throws KernelException {
        return ask("DM_DEV_STATUS", device, () -> simulated.info(device));
    }

    @Override
    public DeviceInfo awaitEvent(DevId device, int eventNumber) throws KernelException {
        return ask("DM_DEV_WAIT", device, () -> simulated.awaitEvent(device, eventNumber));
    }

    @Override
    public DeviceInfo load(DevId device, Table table, boolean readOnly) throws KernelException {
        return ask(
                "DM_TABLE_LOAD",
                device.toString(),
                readOnly ? List.of("DM_READONLY_FLAG") : List.of(),
                () -> simulated.load(device, table, readOnly));
    }

    @Override
    public DeviceInfo clear(DevId device) throws KernelException {
        return ask("DM_TABLE_CLEAR", device, () -> simulated.clear(device));
    }

    @Override
    public List<DeviceNumber> dependencies(DevId device, TableSlot slot) throws KernelException {
        return ask(
                "DM_TABLE_DEPS",
                device.toString(),
                flags(slot, false, false),
                () -> simulated.dependencies(device, slot));
    }

    @Override
    public Table table(DevId device, TableSlot slot) throws KernelException {
        return ask("DM_TABLE_STATUS", device.toString(), flags(slot, true, true), () -> simulated.table(device, slot));
    }

    @Override
    public List<TargetStatus> status(DevId device) throws KernelException {
        List<String> flags = flags(TableSlot.ACTIVE, false, true);
        return ask("DM_TABLE_STATUS", device.toString(), flags, () -> simulated.status(device));
    }

    @Override
    public List<TargetStatus> lines(DevId device, TableSlot slot, Set<StatusOption> options) throws KernelException {
        boolean noFlush = !options.contains(StatusOption.FLUSH);
        List<String> flags = flags(slot, options.contains(StatusOption.TABLE), noFlush);
        return ask("DM_TABLE_STATUS", device.toString(), flags, () -> simulated.lines(device, slot, options));
    }

    @Override
    public String message(DevId device, long sector, String message) throws KernelException {
        return ask("DM_TARGET_MSG", device, () -> simulated.message(device, sector, message));
    }

    @Override
    public void setGeometry(DevId device, int cylinders, int heads, int sectors, long start) throws KernelException {
        tell(
                "DM_DEV_SET_GEOMETRY",
                device,
                List.of(),
                () -> simulated.setGeometry(device, cylinders, heads, sectors, start));
    }

    @Override
    public EventPoll eventPoll() throws KernelException {
        EventPoll poll = simulated.eventPoll();
        return new EventPoll() {
            @Override
            public boolean await(Duration timeout) throws IOException {
                boolean event = poll.await(timeout);
                if (event) {
                    ask("DM_DEV_ARM_POLL", "", List.of(), () -> true);
                }
                return event;
            }

            @Override
            public void close() {
                poll.close();
            }
        };
    }

    @Override
    public void close() {
        simulated.close();
    }
}
