package org.dmkit.dm;

import java.util.List;
import org.dmkit.linux.KernelException;

/**
 * The door to the device-mapper: what is mostly asked of it, each in one call that leaves all as it was if it fails. Single requests
 * are at {@link #requests}. Safe for use by several threads.
 */
public final class Dm implements AutoCloseable {
    private final DeviceMapper requests;

    /** Over the kernel's, or a simulated one; closing this closes it. */
    public Dm(DeviceMapper requests) {
        this.requests = requests;
    }

    /** The kernel's. EACCES for anybody but root; ENOENT, ENXIO or ENODEV if the kernel has no device-mapper. */
    public static Dm open() throws KernelException {
        return new Dm(KernelDeviceMapper.open());
    }

    /** Every request of the kernel by itself. */
    public DeviceMapper requests() {
        return requests;
    }

    /** A new device with this table, ready for use. */
    public void make(DmName name, Table table) throws BackedOutException {
        transaction().make(name, table).commit();
    }

    /** Another table for a device in use: its I/O waits for the moment of the switch. */
    public void swap(DevId device, Table table) throws BackedOutException {
        transaction().swap(device, table).commit();
    }

    /** Several devices at once, all or none. */
    public DmTransaction transaction() {
        return new DmTransaction(requests);
    }

    /** The events of all devices from now on. */
    public DmEvents events() throws KernelException {
        return new DmEvents(requests);
    }

    /**
     * The mapped devices that stand directly on this one, by the tables in both slots: one that is loaded and not yet active holds
     * its devices too. {@link DeviceMapper#holders} tells it of a disk. Who else has it open (a mount, a program) the device-mapper only counts:
     * {@link DeviceMapper.DeviceInfo#openCount}.
     *
     * @throws KernelException ENXIO if there is no such device
     */
    public List<DmName> whoHolds(DevId device) throws KernelException {
        return requests.holders(requests.info(device).number());
    }

    @Override
    public void close() {
        requests.close();
    }
}
