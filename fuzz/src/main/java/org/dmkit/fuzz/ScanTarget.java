package org.dmkit.fuzz;

import java.io.IOException;
import java.util.List;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.MemoryDisk;
import org.dmkit.raid.format.Finds;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;

/** Jazzer's target for one format: scans disks made of the input with that format alone, and asks changes of what it finds. */
public final class ScanTarget {
    static final int REPAIR = 1;
    static final int ASK = 2;

    private static List<Format<?>> formats = List.of();

    private ScanTarget() {}

    /** Called by Jazzer with {@code --target_args}: the name of the format. */
    public static void fuzzerInitialize(String[] args) {
        formats = Formats.all().stream().filter(f -> f.name().equals(args[0])).toList();
        if (formats.isEmpty()) {
            throw new IllegalArgumentException("no format " + args[0]);
        }
    }

    /** Called by Jazzer with each input. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        scan(formats, input);
    }

    static void scan(List<Format<?>> with, byte[] input) throws IOException {
        List<MemoryDisk> disks = DiskBytes.decode(input);
        if (input.length > 0 && (input[0] & REPAIR) != 0) {
            for (MemoryDisk disk : disks) {
                for (Format<?> format : with) {
                    Checksums.repair(format.name(), disk);
                }
            }
        }
        try (BatchReader reader = BatchReader.sequential();
                Scan scan = Scanner.scan(List.<Disk>copyOf(disks), reader, with)) {
            Invariants.check(scan);
            if (input.length > 0 && (input[0] & ASK) != 0) {
                Verbs.check(scan);
            }
            scan.found().forEach(ScanTarget::show);
        }
    }

    private static <M> void show(Finds<M> finds) {
        finds.format().dmraid().ifPresent(view -> {
            finds.found().forEach(view::listed);
            finds.found().forEach(view::nativeLog);
        });
    }
}
