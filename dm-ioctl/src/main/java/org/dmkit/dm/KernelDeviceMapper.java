package org.dmkit.dm;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.dmkit.dm.NodeKeeper.Node;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's device-mapper, through /dev/mapper/control. Names and uuids go to the kernel as libdm would spell them, so
 * dmsetup and udev see the same devices. Requests that make, rename or remove a device return when udev has dealt with it, or
 * make and remove the node in /dev/mapper themselves where no udev runs.
 */
public final class KernelDeviceMapper implements DeviceMapper {
    private final DmIoctl ioctl;
    private final NodeKeeper nodes;
    private final int udevFlags;
    private final @Nullable DmTrace trace;

    private KernelDeviceMapper(DmIoctl ioctl, NodeKeeper nodes, int udevFlags, @Nullable DmTrace trace) {
        this.ioctl = ioctl;
        this.nodes = nodes;
        this.udevFlags = udevFlags;
        this.trace = trace;
    }

    /** EACCES for anybody but root; ENOENT, ENXIO or ENODEV if the kernel has no device-mapper. */
    public static KernelDeviceMapper open() throws KernelException {
        return open(UdevPolicy.WAIT);
    }

    /** As {@link #open()}, with another policy about udev. */
    public static KernelDeviceMapper open(UdevPolicy policy) throws KernelException {
        return open(policy, null);
    }

    /**
     * As {@link #open(UdevPolicy)}.
     *
     * @param trace hears of every ioctl; null if nobody does
     */
    public static KernelDeviceMapper open(UdevPolicy policy, @Nullable DmTrace trace) throws KernelException {
        return new KernelDeviceMapper(
                new DmIoctl(ControlNode.open(), trace, KernelLog::fromNow),
                NodeKeeper.ofSystem(policy),
                policy.rules() ? 0 : UdevCookie.WITHOUT_RULES,
                trace);
    }

    /** Makes the node /dev/mapper/NAME if it is missing or another device's: what udev, or a request, would have done. */
    public static void makeNode(DmName name, DeviceNumber number) throws IOException {
        new DmNodes(DmNodes.DIRECTORY).make(name, number);
    }

    /** Removes the node /dev/mapper/NAME if it is there. */
    public static void removeNode(DmName name) throws IOException {
        new DmNodes(DmNodes.DIRECTORY).remove(name);
    }

    @Override
    public Version version() throws KernelException {
        return ioctl.call(DmCall.of(DmRequest.DM_VERSION), DmReply::version);
    }

    @Override
    public List<TargetVersion> targetVersions() throws KernelException {
        return ioctl.call(DmCall.of(DmRequest.DM_LIST_VERSIONS), DmReply::targetVersions);
    }

    @Override
    public Version targetVersion(String type) throws KernelException {
        return ioctl.call(
                DmCall.of(DmRequest.DM_GET_TARGET_VERSION, new DmName(type)),
                reply -> reply.targetVersions().getFirst().version());
    }

    @Override
    public List<DeviceEntry> devices() throws KernelException {
        return ioctl.call(DmCall.of(DmRequest.DM_LIST_DEVICES).withFlags(DmLayout.UUID_FLAG), DmReply::devices);
    }

    @Override
    public void removeAll(boolean deferred) throws KernelException {
        List<DmName> before = names();
        ioctl.call(
                DmCall.of(DmRequest.DM_REMOVE_ALL).withFlags(deferred ? DmLayout.DEFERRED_REMOVE : 0),
                DmReply::version);
        List<DmName> after = names();
        // It takes no cookie: what udev does of it can't be waited for.
        nodes.changed(
                UdevCookie.NONE,
                before.stream()
                        .filter(n -> !after.contains(n))
                        .<Node>map(Node.Gone::new)
                        .toList());
    }

    private List<DmName> names() throws KernelException {
        return devices().stream().map(DeviceEntry::name).toList();
    }

    @Override
    public DeviceInfo create(DmName name, DmUuid uuid) throws KernelException {
        return ioctl.call(DmCall.of(DmRequest.DM_DEV_CREATE, name).withUuid(uuid), DmReply::info);
    }

    @Override
    public DeviceInfo create(DmName name, DmUuid uuid, DeviceNumber number) throws KernelException {
        DmCall call = DmCall.of(DmRequest.DM_DEV_CREATE, name).withUuid(uuid);
        return ioctl.call(call.withFlags(DmLayout.PERSISTENT_DEV_FLAG).withNumber(number), DmReply::info);
    }

    @Override
    public void remove(DevId device) throws KernelException {
        remove(device, 0);
    }

    @Override
    public void removeDeferred(DevId device) throws KernelException {
        remove(device, DmLayout.DEFERRED_REMOVE);
    }

    private void remove(DevId device, int flags) throws KernelException {
        // Of a device that is gone nothing can be asked.
        DmName name = device instanceof DmName n ? n : info(device).name();
        withEvent(
                DmCall.of(DmRequest.DM_DEV_REMOVE, device).withFlags(flags),
                DmReply::removalDeferred,
                later -> later ? List.of() : List.of(new Node.Gone(name)));
    }

    @Override
    public void rename(DmName name, DmName newName) throws KernelException {
        DmCall call =
                DmCall.of(DmRequest.DM_DEV_RENAME, name).withPayload(new DmPayload.Text(NameMangling.spelled(newName)));
        withEvent(call, DmReply::number, number -> List.of(new Node.Gone(name), new Node.Present(newName, number)));
    }

    @Override
    public void setUuid(DmName name, DmUuid uuid) throws KernelException {
        DmCall call = DmCall.of(DmRequest.DM_DEV_RENAME, name)
                .withFlags(DmLayout.UUID_FLAG)
                .withPayload(new DmPayload.Text(NameMangling.mangle(uuid.value())));
        withEvent(call, DmReply::number, number -> List.of());
    }

    @Override
    public DeviceInfo suspend(DevId device, Set<SuspendOption> options) throws KernelException {
        int flags = DmLayout.SUSPEND_FLAG | flags(options);
        DeviceInfo info = ioctl.call(DmCall.of(DmRequest.DM_DEV_SUSPEND, device).withFlags(flags), DmReply::info);
        nodes.suspended(info.name());
        return info;
    }

    private static int flags(Set<SuspendOption> options) {
        return (options.contains(SuspendOption.NO_FLUSH) ? DmLayout.NOFLUSH_FLAG : 0)
                | (options.contains(SuspendOption.SKIP_LOCK_FS) ? DmLayout.SKIP_LOCKFS_FLAG : 0);
    }

    @Override
    public DeviceInfo resume(DevId device, Set<SuspendOption> options) throws KernelException {
        return resume(device, options, 0);
    }

    @Override
    public DeviceInfo resumePrivate(DevId device) throws KernelException {
        return resume(device, Set.of(), UdevCookie.PRIVATE);
    }

    private DeviceInfo resume(DevId device, Set<SuspendOption> options, int flagsOfEvent) throws KernelException {
        return withEvent(
                DmCall.of(DmRequest.DM_DEV_SUSPEND, device).withFlags(flags(options)),
                flagsOfEvent,
                DmReply::info,
                info -> List.of(new Node.Present(info.name(), info.number())));
    }

    @Override
    public DeviceInfo info(DevId device) throws KernelException {
        return ioctl.call(DmCall.of(DmRequest.DM_DEV_STATUS, device), DmReply::info);
    }

    @Override
    public DeviceInfo awaitEvent(DevId device, int eventNumber) throws KernelException {
        return ioctl.callApart(DmCall.of(DmRequest.DM_DEV_WAIT, device).withEvent(eventNumber), DmReply::info);
    }

    @Override
    public DeviceInfo load(DevId device, Table table, boolean readOnly) throws KernelException {
        DmCall call = DmCall.of(DmRequest.DM_TABLE_LOAD, device)
                .withFlags(readOnly ? DmLayout.READONLY_FLAG : 0)
                .withPayload(new DmPayload.Lines(table, this::numberOf));
        return ioctl.call(call, DmReply::info);
    }

    /** Asked while a table is being written, hence apart from the buffer that it goes to. */
    private DeviceNumber numberOf(DmName name) throws KernelException {
        return ioctl.callApart(DmCall.of(DmRequest.DM_DEV_STATUS, name), DmReply::number);
    }

    @Override
    public DeviceInfo clear(DevId device) throws KernelException {
        return ioctl.call(DmCall.of(DmRequest.DM_TABLE_CLEAR, device), DmReply::info);
    }

    @Override
    public List<DeviceNumber> dependencies(DevId device, TableSlot slot) throws KernelException {
        return ioctl.call(DmCall.of(DmRequest.DM_TABLE_DEPS, device).withFlags(flags(slot)), DmReply::dependencies);
    }

    @Override
    public Table table(DevId device, TableSlot slot) throws KernelException {
        // Asking must not wait for a flush: the target may be stuck.
        int flags = DmLayout.STATUS_TABLE_FLAG | DmLayout.NOFLUSH_FLAG | flags(slot);
        return ioctl.call(DmCall.of(DmRequest.DM_TABLE_STATUS, device).withFlags(flags), DmReply::table);
    }

    @Override
    public List<TargetStatus> status(DevId device) throws KernelException {
        return ioctl.call(
                DmCall.of(DmRequest.DM_TABLE_STATUS, device).withFlags(DmLayout.NOFLUSH_FLAG), DmReply::status);
    }

    @Override
    public List<TargetStatus> lines(DevId device, TableSlot slot, Set<StatusOption> options) throws KernelException {
        int flags = flags(slot);
        flags |= options.contains(StatusOption.TABLE) ? DmLayout.STATUS_TABLE_FLAG : 0;
        flags |= options.contains(StatusOption.FLUSH) ? 0 : DmLayout.NOFLUSH_FLAG;
        return ioctl.call(DmCall.of(DmRequest.DM_TABLE_STATUS, device).withFlags(flags), DmReply::lines);
    }

    private static int flags(TableSlot slot) {
        return slot == TableSlot.INACTIVE ? DmLayout.QUERY_INACTIVE_TABLE_FLAG : 0;
    }

    @Override
    public String message(DevId device, long sector, String message) throws KernelException {
        DmCall call = DmCall.of(DmRequest.DM_TARGET_MSG, device)
                .withPayload(new DmPayload.Message(sector, new DmPayload.Text(message)));
        return ioctl.call(call, DmReply::message);
    }

    @Override
    public void setGeometry(DevId device, int cylinders, int heads, int sectors, long start) throws KernelException {
        DmCall call = DmCall.of(DmRequest.DM_DEV_SET_GEOMETRY, device)
                .withPayload(new DmPayload.Text(cylinders + " " + heads + " " + sectors + " " + start));
        ioctl.call(call, DmReply::version);
    }

    @Override
    public EventPoll eventPoll() throws KernelException {
        return new KernelEventPoll(ControlNode.open(), trace);
    }

    @Override
    public void close() {
        nodes.settle();
        ioctl.close();
    }

    private interface Effect<T> {
        List<Node> of(T answer);
    }

    private record Answer<T>(T value, boolean event) {}

    /** A request of which udev hears. */
    private <T> T withEvent(DmCall call, DmIoctl.Reader<T> reader, Effect<T> effect) throws KernelException {
        return withEvent(call, 0, reader, effect);
    }

    private <T> T withEvent(DmCall call, int flagsOfEvent, DmIoctl.Reader<T> reader, Effect<T> effect)
            throws KernelException {
        UdevCookie cookie = nodes.cookie().with(udevFlags | flagsOfEvent);
        Answer<T> answer;
        try {
            answer = ioctl.call(call.withEvent(cookie.event()), r -> new Answer<>(reader.read(r), r.ueventGenerated()));
        } catch (KernelException e) {
            cookie.discard();
            throw e;
        }
        if (!answer.event()) {
            cookie.discard();
        }
        nodes.changed(answer.event() ? cookie : UdevCookie.NONE, effect.of(answer.value()));
        return answer.value();
    }
}
