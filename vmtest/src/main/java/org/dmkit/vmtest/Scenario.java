package org.dmkit.vmtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The scripts beside this class, on one collection of disks that lives through reboots, with dmkit's image in the guest.
 *
 * @param directory where images and consoles are kept
 * @param dmkit the image: {@code bin/dmkit} and its Java runtime
 */
public record Scenario(Path directory, Path dmkit, List<GuestDisk> disks, Consumer<String> live) {
    /** Room for a file system and for dmkit's own image on a mirror. */
    private static final long SECTORS = 256L << 11;

    private static final Duration LIMIT = Duration.ofMinutes(15);

    public Scenario {
        disks = List.copyOf(disks);
    }

    /** {@code count} new disks with the serials VMDISK0, VMDISK1, ... */
    public static Scenario withNewDisks(Path directory, Path dmkit, int count, Consumer<String> live)
            throws IOException {
        Files.createDirectories(directory);
        var disks = new ArrayList<GuestDisk>();
        for (int index = 0; index < count; index++) {
            disks.add(GuestDisk.create(directory.resolve("disk" + index), "VMDISK" + index, SECTORS));
        }
        return new Scenario(directory, dmkit, disks, live);
    }

    /** The same without one disk: it stays on the shelf at the next boot. */
    public Scenario without(int index) {
        var others = new ArrayList<>(disks);
        others.remove(index);
        return new Scenario(directory, dmkit, others, live);
    }

    /** Boots and runs the script of that name. */
    public VmResult run(String script, String... arguments) throws VmException, IOException, InterruptedException {
        return Vm.builder(directory.resolve(script))
                .disks(disks)
                .bring(dmkit)
                .timeout(LIMIT)
                .live(live)
                .build()
                .run(Initramfs.resource(script + ".sh"), arguments);
    }
}
