package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;

/**
 * Which mapped device stands on what, by the tables that are active.
 *
 * @param devices by name
 * @param lower what each stands on, mapped or not
 */
record Stack(List<DeviceEntry> devices, Map<DmName, List<DeviceNumber>> lower) {
    static Stack read(DeviceMapper mapper) throws KernelException {
        var lower = new LinkedHashMap<DmName, List<DeviceNumber>>();
        var devices = new ArrayList<DeviceEntry>();
        for (DeviceEntry entry : mapper.devices()) {
            try {
                lower.put(entry.name(), mapper.dependencies(entry.name(), TableSlot.ACTIVE));
                devices.add(entry);
            } catch (KernelException e) {
                if (e.errno() != Errno.ENXIO) {
                    throw e;
                }
                // It went away meanwhile.
            }
        }
        devices.sort((a, b) -> a.name().compareTo(b.name()));
        return new Stack(devices, lower);
    }

    Optional<DeviceEntry> find(DeviceNumber number) {
        return devices.stream().filter(d -> d.number().equals(number)).findFirst();
    }

    /** Those that stand directly on this one. */
    List<DmName> on(DeviceNumber number) {
        return devices.stream()
                .map(DeviceEntry::name)
                .filter(n -> lower.getOrDefault(n, List.of()).contains(number))
                .toList();
    }

    /** The device and all that stand on it, those on top first. */
    List<DmName> above(DmName name) {
        var order = new LinkedHashSet<DmName>();
        climb(name, order);
        return List.copyOf(order);
    }

    private void climb(DmName name, Set<DmName> order) {
        for (DeviceEntry device : devices) {
            if (device.name().equals(name)) {
                on(device.number()).stream().filter(u -> !order.contains(u)).forEach(u -> climb(u, order));
            }
        }
        order.add(name);
    }
}
