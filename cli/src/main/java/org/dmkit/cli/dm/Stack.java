package org.dmkit.cli.dm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
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

    boolean has(DmName name) {
        return lower.containsKey(name);
    }

    /** The device that is called so. */
    Optional<DeviceEntry> named(String name) {
        return devices.stream().filter(d -> d.name().value().equals(name)).findFirst();
    }

    /** The device with this number, {@code MAJOR:MINOR}. */
    Optional<DeviceEntry> numbered(String number) {
        return devices.stream()
                .filter(d -> d.number().toString().equals(number))
                .findFirst();
    }

    Optional<DeviceEntry> find(DeviceNumber number) {
        return devices.stream().filter(d -> d.number().equals(number)).findFirst();
    }

    /** The mapped devices on which one stands directly. */
    Set<DmName> below(DmName name) {
        var below = new TreeSet<DmName>();
        lower.getOrDefault(name, List.of())
                .forEach(n -> find(n).map(DeviceEntry::name).ifPresent(below::add));
        return below;
    }

    /**
     * The mapped devices that a table names, be they there or not. Of a target that is not known whole each word that looks like one
     * counts.
     */
    Set<DmName> mapped(Table table) {
        var names = new TreeSet<DmName>();
        for (Table.Line line : table.lines()) {
            if (line.target() instanceof DmTarget.Generic g) {
                g.words().forEach(w -> mapped(w).ifPresent(names::add));
            }
            for (DeviceRef ref : line.target().devices()) {
                mapped(ref.text()).ifPresent(names::add);
            }
        }
        return names;
    }

    private Optional<DmName> mapped(String word) {
        if (Named.isNumber(word)) {
            return numbered(word).map(DeviceEntry::name);
        }
        String name = Named.withoutDirectory(word);
        try {
            return name.equals(word) ? Optional.empty() : Optional.of(new DmName(name));
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    /** Of those who use a device, those that are no mapped device. */
    List<User> notMapped(List<User> users) {
        return users.stream()
                .filter(u -> u.kind() != User.Kind.HOLDER || named(u.name()).isEmpty())
                .toList();
    }

    /** Those that stand directly on this one. */
    List<DmName> on(DeviceNumber number) {
        return upper(number).stream().map(DeviceEntry::name).toList();
    }

    /** The same, with their numbers. */
    List<DeviceEntry> upper(DeviceNumber number) {
        return devices.stream()
                .filter(d -> lower.getOrDefault(d.name(), List.of()).contains(number))
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
