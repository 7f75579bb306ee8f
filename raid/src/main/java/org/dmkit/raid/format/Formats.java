package org.dmkit.raid.format;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The formats that are installed. */
public final class Formats {
    private Formats() {}

    /** All of them, by name. Looks them up at each call: keep the list. */
    public static List<Format<?>> all() {
        return ServiceLoader.load(Format.class, Formats.class.getClassLoader()).stream()
                .<Format<?>>map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Format::name))
                .toList();
    }

    /** All formats of partition tables, by name. Looks them up at each call: keep the list. */
    public static List<PartitionFormat> partitions() {
        return ServiceLoader.load(PartitionFormat.class, Formats.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(PartitionFormat::name))
                .toList();
    }
}
