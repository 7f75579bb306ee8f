package org.dmkit.cli.dm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/**
 * A fault that was put into a running device: the table that it had runs in a hidden device, on which the device itself stands. Only
 * the kernel knows of it; it is found again by name and uuid of the hidden device, which have the number of the upper one.
 *
 * @param hidden the device that has the table
 * @param fault the target that makes it: {@code flakey}, {@code error}, {@code delay}
 */
record Injection(DeviceInfo hidden, String fault) {
    private static final String NAME = "dmkit-inject-";

    /** Not one of the uuids by which helpers of sets are known, which recovery may remove. */
    private static final String UUID = "INJECT-";

    /** What the hidden device below this one is called. */
    static DmName hiddenName(DeviceNumber upper) {
        return new DmName(NAME + upper.major() + "-" + upper.minor());
    }

    static DmUuid hiddenUuid(DeviceNumber upper) {
        return new DmUuid(UUID + upper);
    }

    /** The one in a device; empty if there is none, also if a hidden device was left that it does not stand on. */
    static Optional<Injection> in(DmName name, DeviceNumber number, DeviceMapper mapper) throws KernelException {
        DeviceInfo hidden;
        try {
            hidden = mapper.info(hiddenName(number));
        } catch (KernelException e) {
            if (e.errno() == Errno.ENXIO) {
                return Optional.empty();
            }
            throw e;
        }
        boolean below = hidden.uuid().equals(hiddenUuid(number))
                && mapper.dependencies(name, TableSlot.ACTIVE).contains(hidden.number());
        return below
                ? Optional.of(new Injection(hidden, fault(mapper.table(name, TableSlot.ACTIVE))))
                : Optional.empty();
    }

    /** What has been put into which of these, which are all that there are; without any nothing is asked. */
    static Map<DmName, String> faults(List<DeviceEntry> all, DeviceMapper mapper) throws KernelException {
        Set<DmName> names = new HashSet<>();
        all.forEach(d -> names.add(d.name()));
        var faults = new HashMap<DmName, String>();
        for (DeviceEntry device : all) {
            if (names.contains(hiddenName(device.number()))) {
                in(device.name(), device.number(), mapper).ifPresent(i -> faults.put(device.name(), i.fault()));
            }
        }
        return faults;
    }

    private static String fault(Table table) {
        for (Table.Line line : table.lines()) {
            if (!line.target().type().equals("linear")) {
                return line.target().type();
            }
        }
        return "linear";
    }
}
