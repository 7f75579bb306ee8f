package org.dmkit.raid.format;

import java.util.List;
import java.util.ServiceLoader;

/** The formats that are installed. */
public final class Formats {
    private Formats() {}

    // Not Comparator.comparing: its lambda is serializable, which the AOT cache doesn't keep, and every command begins
    // here.

    /** All of them, by name. Looks them up at each call: keep the list. */
    public static List<Format<?>> all() {
        return ServiceLoader.load(Format.class, Formats.class.getClassLoader()).stream()
                .<Format<?>>map(ServiceLoader.Provider::get)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    /** All formats of partition tables, by name. Looks them up at each call: keep the list. */
    public static List<PartitionFormat> partitions() {
        return ServiceLoader.load(PartitionFormat.class, Formats.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }
}
