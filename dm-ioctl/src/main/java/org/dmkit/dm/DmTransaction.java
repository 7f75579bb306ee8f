package org.dmkit.dm;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;

/**
 * Devices that are made, given another table and removed: all of it or nothing. First the new ones are made and all tables are loaded;
 * then the devices that get another table are suspended, and resumed with it: the only time when I/O waits; last come the
 * removals. Where one device stands on another the lower one is named first. Not safe for use by several threads.
 *
 * <p>A device that was removed and is made again, because a later step failed, may have another number. A program that is
 * killed in the switch leaves devices suspended.
 */
public final class DmTransaction {
    /** Something that is done or taken back. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private record Made(DmName name, DmUuid uuid, Table table) {}

    /** What a device is before. */
    private record Before(DeviceInfo info, Table table) {}

    private final DeviceMapper dm;
    private final List<Made> made = new ArrayList<>();
    private final Map<DevId, Table> swapped = new LinkedHashMap<>();
    private final List<DevId> removed = new ArrayList<>();
    private final Deque<Action> back = new ArrayDeque<>();

    DmTransaction(DeviceMapper dm) {
        this.dm = dm;
    }

    /** A new device without a uuid. */
    public DmTransaction make(DmName name, Table table) {
        return make(name, DmUuid.NONE, table);
    }

    /** A new device. */
    public DmTransaction make(DmName name, DmUuid uuid, Table table) {
        made.add(new Made(name, uuid, table));
        return this;
    }

    /** Another table for a device that there is. */
    public DmTransaction swap(DevId device, Table table) {
        swapped.put(device, table);
        return this;
    }

    /** A device that goes when all else is done; the upper one is named first. */
    public DmTransaction remove(DevId device) {
        removed.add(device);
        return this;
    }

    /**
     * Does it.
     *
     * @throws BackedOutException the first failure; everything before it has been taken back, last things first
     */
    public void commit() throws BackedOutException {
        try {
            for (Made m : made) {
                step(() -> dm.create(m.name(), m.uuid()), () -> dm.remove(m.name()));
                dm.load(m.name(), m.table(), false);
                dm.resume(m.name());
            }
            change();
            for (DevId device : removed) {
                Before before = before(device);
                step(() -> dm.remove(before.info().name()), () -> again(before));
            }
        } catch (IOException e) {
            throw takenBack(e);
        }
    }

    private void change() throws IOException {
        var befores = new ArrayList<Before>();
        for (var swap : swapped.entrySet()) {
            Before before = before(swap.getKey());
            DmName name = before.info().name();
            if (before.info().suspended()) {
                throw new IOException(name + " is suspended");
            }
            if (befores.stream().anyMatch(b -> b.info().name().equals(name))) {
                throw new IOException(name + " is swapped twice, once as " + swap.getKey());
            }
            befores.add(before);
            step(() -> dm.load(name, swap.getValue(), before.info().readOnly()), () -> dm.clear(name));
        }
        for (Before before : befores.reversed()) {
            DmName name = before.info().name();
            step(() -> dm.suspend(name, Set.of()), () -> {
                // Else the new table would become the active one.
                dm.clear(name);
                dm.resume(name);
            });
        }
        for (Before before : befores) {
            DmName name = before.info().name();
            step(() -> dm.resume(name), () -> {
                dm.load(name, before.table(), before.info().readOnly());
                dm.suspend(name, Set.of());
                dm.resume(name);
            });
        }
    }

    private Before before(DevId device) throws IOException {
        return new Before(dm.info(device), dm.table(device, TableSlot.ACTIVE));
    }

    private void again(Before before) throws IOException {
        DmName name = before.info().name();
        dm.create(name, before.info().uuid());
        if (!before.table().isEmpty()) {
            dm.load(name, before.table(), before.info().readOnly());
            dm.resume(name);
        }
    }

    private void step(Action action, Action undo) throws IOException {
        action.run();
        back.push(undo);
    }

    private BackedOutException takenBack(IOException cause) {
        var failure = new BackedOutException(cause);
        for (Action undo : back) {
            try {
                undo.run();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }
}
