package org.dmkit.cli.dm;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmkit.cli.dm.Lower.Found;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.dm.TableException;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/**
 * What can be told of a table before the kernel sees it, with line and word: target types, numbers of words, devices, sizes,
 * alignment. The rest is the kernel's.
 */
final class TableCheck {
    private static final int SECTOR = 512;
    private static final int TYPE = 3;

    /** Of the targets that are known whole: what they take. */
    private static final Map<String, String> TAKES = Map.of(
            "linear", "DEVICE OFFSET",
            "striped", "COUNT CHUNK and COUNT times DEVICE OFFSET",
            "zero", "nothing",
            "error", "nothing",
            "snapshot-origin", "DEVICE");

    private final Lower lower;
    private final Map<DeviceRef, Found> found = new HashMap<>();

    private TableCheck(Lower lower) {
        this.lower = lower;
    }

    /**
     * Checks it.
     *
     * @return the table, known devices by number
     */
    static Table check(Table table, Lower lower) throws TableException, IOException {
        var check = new TableCheck(lower);
        for (int i = 0; i < table.lines().size(); i++) {
            check.line(i + 1, table.lines().get(i));
        }
        return table.withDevices(ref -> {
            Found device = check.found.get(ref);
            return device == null ? ref : device.ref();
        });
    }

    private void line(int number, Table.Line line) throws TableException, IOException {
        String type = line.target().type();
        mustBeKnown(number, type);
        if (line.target() instanceof DmTarget.Generic g && TAKES.containsKey(type)) {
            throw new TableException(
                    number, TYPE + 1, type + " takes " + TAKES.get(type) + ", not \"" + g.parameters() + "\"");
        }
        for (DeviceRef ref : line.target().devices()) {
            find(number, line, ref);
        }
        switch (line.target()) {
            case DmTarget.Linear t -> fits(number, TYPE + 2, t.device(), t.offset(), line.length());
            case DmTarget.Striped t -> striped(number, line, t);
            case DmTarget.Mirror t -> {
                int word = TYPE + 7;
                for (DmTarget.Leg leg : t.legs()) {
                    fits(number, word, leg.device(), leg.offset(), line.length());
                    word += 2;
                }
            }
            case DmTarget.SnapshotOrigin t -> fits(number, TYPE + 1, t.device(), 0, line.length());
            case DmTarget.Raid t -> {}
            case DmTarget.Generic t -> {}
            case DmTarget.Error t -> {}
            case DmTarget.Zero t -> {}
        }
    }

    /** The kernel loads the module if there is one. */
    private void mustBeKnown(int number, String type) throws TableException, KernelException {
        try {
            lower.mapper().targetVersion(type);
        } catch (KernelException e) {
            // Before 4.20 it can't be asked.
            if (e.errno() == Errno.EINVAL) {
                throw new TableException(number, TYPE, "the kernel has no target " + type);
            }
            if (e.errno() != Errno.ENOTTY) {
                throw e;
            }
        }
    }

    private void find(int number, Table.Line line, DeviceRef ref) throws TableException, IOException {
        if (!found.containsKey(ref)) {
            Found device = lower.find(ref.text())
                    .orElseThrow(() ->
                            new TableException(number, wordOf(line, ref), "there is no block device " + ref.text()));
            found.put(ref, device);
        }
    }

    private static int wordOf(Table.Line line, DeviceRef ref) {
        return 1 + List.of(line.toString().split(" ", -1)).indexOf(ref.text());
    }

    private void striped(int number, Table.Line line, DmTarget.Striped t) throws TableException {
        int count = t.legs().size();
        if (count == 0 || t.chunk() == 0) {
            throw new TableException(number, TYPE + (count == 0 ? 1 : 2), "must not be 0");
        }
        if (line.length() % count != 0 || line.length() / count % t.chunk() != 0) {
            throw new TableException(
                    number,
                    2,
                    line.length() + " sectors are no whole number of " + count + " chunks of " + t.chunk()
                            + " sectors");
        }
        for (int i = 0; i < count; i++) {
            DmTarget.Leg leg = t.legs().get(i);
            fits(number, TYPE + 4 + 2 * i, leg.device(), leg.offset(), line.length() / count);
        }
    }

    /** @param word where the offset stands */
    private void fits(int number, int word, DeviceRef ref, long offset, long length) throws TableException {
        Found device = found.get(ref);
        if (device == null) {
            return;
        }
        if (offset > device.sectors() || length > device.sectors() - offset) {
            throw new TableException(
                    number,
                    word,
                    ref.text() + " has " + device.sectors() + " sectors, and " + length + " from " + offset
                            + " on are wanted");
        }
        int block = device.sectorSize() / SECTOR;
        if (offset % block != 0 || length % block != 0) {
            throw new TableException(
                    number,
                    offset % block != 0 ? word : 2,
                    ref.text() + " has blocks of " + device.sectorSize() + " bytes: not a multiple of " + block
                            + " sectors");
        }
    }
}
