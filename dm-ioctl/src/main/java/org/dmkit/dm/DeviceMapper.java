package org.dmkit.dm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmkit.dm.status.KnownStatus;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/**
 * Every request of linux/dm-ioctl.h. Lengths are sectors of 512 bytes. All methods throw {@link KernelException} with the
 * kernel's errno; those named are the ones a caller has to expect. Implementations are safe for use by several threads;
 * only {@link #awaitEvent} and {@link EventPoll#await} block for long. A device is told by name, uuid or number, as {@link DevId}; only
 * a rename takes the name alone, as the kernel does. ENXIO if there is no such device.
 */
public interface DeviceMapper extends AutoCloseable {
    /** Between two attempts to remove a device that is open. */
    Duration REMOVE_TICK = Duration.ofMillis(50);

    /** DM_VERSION: the version of the ioctl interface, such as 4.47.0. */
    Version version() throws KernelException;

    /** DM_LIST_VERSIONS: the target types that the kernel has loaded. */
    List<TargetVersion> targetVersions() throws KernelException;

    /** DM_GET_TARGET_VERSION: one target type, loading its module when needed; EINVAL if there is none. */
    Version targetVersion(String type) throws KernelException;

    /** DM_LIST_DEVICES: all mapped devices. */
    List<DeviceEntry> devices() throws KernelException;

    /** DM_REMOVE_ALL: every device that is not open; with {@code deferred} the open ones when they are closed. */
    void removeAll(boolean deferred) throws KernelException;

    /** The uuid of a device that was listed. Kernels before 5.18 don't list it: there the device is asked. ENXIO if it has gone. */
    default DmUuid uuid(DeviceEntry entry) throws KernelException {
        return entry.uuid().equals(DmUuid.NONE) ? info(entry.name()).uuid() : entry.uuid();
    }

    /** DM_DEV_CREATE: a device without a table. EBUSY if the name or uuid is taken. */
    DeviceInfo create(DmName name, DmUuid uuid) throws KernelException;

    /** As {@link #create(DmName, DmUuid)}, with DM_PERSISTENT_DEV_FLAG: the device gets this minor number. EBUSY if it is taken. */
    DeviceInfo create(DmName name, DmUuid uuid, DeviceNumber number) throws KernelException;

    /** DM_DEV_REMOVE. EBUSY while it is open, ENXIO if there is none. */
    void remove(DevId device) throws KernelException;

    /**
     * Removes a device as {@link #remove(DmName)}, and while it is open tries again.
     *
     * @param patience how long: who looks into every new device, as udev does, may hold it open for a moment
     * @throws KernelException the last EBUSY, or any other error at once
     */
    default void remove(DevId device, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                remove(device);
                return;
            } catch (KernelException e) {
                if (e.errno() != Errno.EBUSY || System.nanoTime() >= end) {
                    throw e;
                }
            }
            try {
                Thread.sleep(REMOVE_TICK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** DM_DEV_REMOVE with DM_DEFERRED_REMOVE: at once if nobody has it open, else at the last close. */
    void removeDeferred(DevId device) throws KernelException;

    /** DM_DEV_RENAME. EBUSY if the new name is taken. Counts as an event of the device. */
    void rename(DmName name, DmName newName) throws KernelException;

    /** DM_DEV_RENAME with DM_UUID_FLAG: gives a uuid to a device that has none; EINVAL if it has one. Counts as an event. */
    void setUuid(DmName name, DmUuid uuid) throws KernelException;

    /** DM_DEV_SUSPEND with DM_SUSPEND_FLAG: holds I/O back after what is under way has ended. */
    DeviceInfo suspend(DevId device, Set<SuspendOption> options) throws KernelException;

    /** DM_DEV_SUSPEND without DM_SUSPEND_FLAG: makes the inactive table, if any, the active one and lets I/O go on. */
    default DeviceInfo resume(DevId device) throws KernelException {
        return resume(device, Set.of());
    }

    /** As {@link #resume(DmName)}; a device that runs is suspended with these options before it gets its new table. */
    DeviceInfo resume(DevId device, Set<SuspendOption> options) throws KernelException;

    /**
     * As {@link #resume(DmName)}, for a device that only other devices stand on: udev is told not to look into it, because what it
     * would find there (the file system of a mirror's leg) belongs to the device above.
     */
    default DeviceInfo resumePrivate(DevId device) throws KernelException {
        return resume(device);
    }

    /** DM_DEV_STATUS. ENXIO if there is no such device. */
    DeviceInfo info(DevId device) throws KernelException;

    /**
     * DM_DEV_WAIT: blocks until the device's event number differs from {@code eventNumber}; the information then. Only an event
     * ends it, not an interrupt: who must be able to stop uses {@link #eventPoll}. ENXIO if there is no such device.
     */
    DeviceInfo awaitEvent(DevId device, int eventNumber) throws KernelException;

    /**
     * DM_TABLE_LOAD: fills the inactive slot, replacing what was there. EINVAL for a table that the target refuses or one
     * longer than a lower device, ENXIO or ENODEV for a lower device that is not there, EBUSY for one held exclusively.
     * {@code readOnly} is DM_READONLY_FLAG.
     */
    DeviceInfo load(DevId device, Table table, boolean readOnly) throws KernelException;

    /** DM_TABLE_CLEAR: empties the inactive slot. */
    DeviceInfo clear(DevId device) throws KernelException;

    /** DM_TABLE_DEPS, DM_QUERY_INACTIVE_TABLE_FLAG for the inactive one: the lower devices of the table in one slot. */
    List<DeviceNumber> dependencies(DevId device, TableSlot slot) throws KernelException;

    /**
     * The mapped devices that stand directly on a block device, be it mapped or not, by the tables in both slots: one that is loaded
     * and not yet active holds its devices too. What goes away meanwhile is left out.
     */
    default List<DmName> holders(DeviceNumber lower) throws KernelException {
        var holders = new ArrayList<DmName>();
        for (DeviceEntry entry : devices()) {
            try {
                if (dependencies(entry.name(), TableSlot.ACTIVE).contains(lower)
                        || dependencies(entry.name(), TableSlot.INACTIVE).contains(lower)) {
                    holders.add(entry.name());
                }
            } catch (KernelException e) {
                if (e.errno() != Errno.ENXIO) {
                    throw e;
                }
            }
        }
        return List.copyOf(holders);
    }

    /** DM_TABLE_STATUS with DM_STATUS_TABLE_FLAG and DM_NOFLUSH_FLAG: {@link Table#EMPTY} if the slot is empty. */
    Table table(DevId device, TableSlot slot) throws KernelException;

    /** DM_TABLE_STATUS with DM_NOFLUSH_FLAG: what each target of the active table says of itself; never waits for I/O. */
    List<TargetStatus> status(DevId device) throws KernelException;

    /**
     * DM_TABLE_STATUS as it is asked for. The texts are the kernel's to the last blank, as other programs print them.
     *
     * @return a line for each target of the table in that slot, none if it is empty
     */
    List<TargetStatus> lines(DevId device, TableSlot slot, Set<StatusOption> options) throws KernelException;

    /**
     * DM_TARGET_MSG: sends a message to the target that maps {@code sector}, or with {@code @} in front to device-mapper
     * itself; the answer, empty if there is none. One whose answer is larger than 16 KiB may be sent twice. EINVAL if it isn't
     * understood.
     */
    String message(DevId device, long sector, String message) throws KernelException;

    /** DM_DEV_SET_GEOMETRY: what HDIO_GETGEO answers. {@code start} in sectors. */
    void setGeometry(DevId device, int cylinders, int heads, int sectors, long start) throws KernelException;

    /** DM_DEV_ARM_POLL on an own file descriptor: waits for events of any device. */
    EventPoll eventPoll() throws KernelException;

    @Override
    void close();

    /** The two tables of a device. */
    enum TableSlot {
        ACTIVE,
        INACTIVE
    }

    /** Flags of {@link #suspend}. */
    enum SuspendOption {
        /** DM_NOFLUSH_FLAG: don't flush what is queued, hand it to the next table. For targets that may be stuck on a dead member. */
        NO_FLUSH,
        /** DM_SKIP_LOCKFS_FLAG: don't freeze the file system on it. */
        SKIP_LOCK_FS
    }

    /** Flags of {@link #lines}. */
    enum StatusOption {
        /** DM_STATUS_TABLE_FLAG: the parameters that the targets were made with, not what they say of themselves. */
        TABLE,
        /** No DM_NOFLUSH_FLAG: some targets write down what they hold first, which may wait for I/O. */
        FLUSH
    }

    /** A version of the interface or of a target. */
    record Version(int major, int minor, int patch) implements Comparable<Version> {
        @Override
        public int compareTo(Version o) {
            int c = Integer.compare(major, o.major);
            c = c != 0 ? c : Integer.compare(minor, o.minor);
            return c != 0 ? c : Integer.compare(patch, o.patch);
        }

        @Override
        public String toString() {
            return major + "." + minor + "." + patch;
        }
    }

    /** A target type and its version. */
    record TargetVersion(String type, Version version) {}

    /** A device in the list. {@code uuid} is {@link DmUuid#NONE} if it has none or the kernel is too old to list it. */
    record DeviceEntry(DmName name, DeviceNumber number, int eventNumber, DmUuid uuid) {}

    /**
     * What the header of an answer says of a device.
     *
     * @param targets of the active table
     * @param removedOnClose {@link #removeDeferred} has been asked while it was open
     */
    record DeviceInfo(
            DmName name,
            DmUuid uuid,
            DeviceNumber number,
            int openCount,
            int eventNumber,
            int targets,
            boolean suspended,
            boolean readOnly,
            boolean hasActiveTable,
            boolean hasInactiveTable,
            boolean removedOnClose) {}

    /** One line of {@link #status}. {@code text} is the target's own. */
    record TargetStatus(long start, long length, String type, String text) {
        /** What the text says; empty if the target has nothing to say, and if it is not understood. */
        public Optional<KnownStatus> known() {
            return KnownStatus.parse(type, text);
        }
    }

    /** An open file that becomes readable when any device has a new event. Not thread-safe. */
    interface EventPoll extends AutoCloseable {
        /**
         * Waits for an event since this was opened or since {@code await} last returned true; false when the time is over
         * first. Looking at the event numbers after opening and after each true, in this order, misses nothing.
         */
        boolean await(Duration timeout) throws IOException;

        @Override
        void close();
    }
}
