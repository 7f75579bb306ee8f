package org.dmkit.cli.dmraid;

import java.util.List;
import java.util.function.Predicate;

/** dmraid's metadata format handlers as {@code -l} lists them, in the order in which it tries them. */
enum Handlers {
    ASR("Adaptec HostRAID ASR (0,1,10)"),
    DDF1("SNIA DDF1 (0,1,4,5,linear)"),
    HPT37X("Highpoint HPT37X (S,0,1,10,01)"),
    HPT45X("Highpoint HPT45X (S,0,1,10)"),
    ISW("Intel Software RAID (0,1,5,01)"),
    JMICRON("JMicron ATARAID (S,0,1)"),
    LSI("LSI Logic MegaRAID (0,1,10)"),
    NVIDIA("NVidia RAID (S,0,1,10,5)"),
    PDC("Promise FastTrack (S,0,1,10)"),
    SIL("Silicon Image(tm) Medley(tm) (0,1,10)"),
    VIA("VIA Software RAID (S,0,1,10)"),
    DOS("DOS partitions on SW RAIDs");

    private final String description;

    Handlers(String description) {
        this.description = description;
    }

    private String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static List<String> lines() {
        return List.of(values()).stream()
                .map(h -> String.format("%-7s : %s", h.word(), h.description))
                .toList();
    }

    static boolean anyBeginsWith(String text) {
        return List.of(values()).stream().anyMatch(h -> h.word().startsWith(text));
    }

    /** Which names of formats a request means. */
    static Predicate<String> meant(Request request) {
        return name -> request.formats().isEmpty() || request.formats().stream().anyMatch(name::startsWith);
    }
}
