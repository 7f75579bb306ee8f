package org.dmkit.raid;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.dmkit.raid.spi.Format;

/** The formats that are installed. */
public final class Formats {
    private Formats() {}

    /** All of them, by name. Looks them up at each call: keep the list. */
    public static List<Format> all() {
        return ServiceLoader.load(Format.class, Formats.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Format::name))
                .toList();
    }
}
