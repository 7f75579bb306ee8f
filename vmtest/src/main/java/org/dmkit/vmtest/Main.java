package org.dmkit.vmtest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Runs a script in a guest from the command line. */
public final class Main {
    private Main() {}

    /** {@code script FILE} */
    public static void main(String[] args) throws Exception {
        Path run = Files.createTempDirectory("dmkit-vm-");
        List<GuestDisk> disks = IntStream.range(0, 3)
                .mapToObj(i -> {
                    try {
                        return GuestDisk.create(run.resolve("d" + i), "DISK000" + i, 131072);
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
        var vm = Vm.builder(run).disks(disks).live(System.out::println).build();
        long t = System.nanoTime();
        var r = vm.run(Files.readString(Path.of(args[1])), "a b", "c'd");
        System.out.println(r.exit() + " " + r.ending() + " " + (System.nanoTime() - t) / 1000000 + " ms " + run);
    }
}
