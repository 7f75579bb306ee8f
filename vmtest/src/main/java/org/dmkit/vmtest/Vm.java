package org.dmkit.vmtest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A guest, ready to be started any number of times. Each {@link #run} boots it anew; only its disks persist.
 *
 * <p>A power cut kills the whole machine at once. What the guest's kernel had not yet sent to a disk is lost; what a disk had
 * acknowledged stays, flushed or not: a cut tests the order of writes, not a disk's volatile cache.
 *
 * <p>Immutable and safe to share between threads, except that two guests must not run on the same images at a time.
 *
 * @param disks in order: the first is {@code /dev/sda}
 * @param brought host directories that appear as {@code /bring/NAME}, with the libraries that the programs in them need
 * @param runDirectory where the run's files are put on the host: {@code console.log}, {@code out/}
 * @param live takes the script's lines as they are printed
 */
public record Vm(
        List<GuestDisk> disks,
        List<Path> brought,
        int memoryMebibytes,
        int processors,
        Duration timeout,
        Path runDirectory,
        Consumer<String> live) {
    /** A script that prints this pulls the guest's plug. */
    public static final String POWER_CUT = "@@KILL@@";

    private static final int KILLED = 137;
    private static final long OUT_BYTES = 256L << 20;

    public Vm {
        disks = List.copyOf(disks);
        brought = List.copyOf(brought);
    }

    /** A guest with 1536 MiB, two processors, no disks, and five minutes to run in. */
    public static Builder builder(Path runDirectory) {
        return new Builder(runDirectory);
    }

    /**
     * Boots the guest and runs {@code script}, the text of a shell script, with {@code arguments}. It can use what
     * {@code functions.sh} beside this class defines, by {@code . /functions.sh}.
     *
     * @throws VmException if packages are missing, the guest ended before the script did (a kernel panic, say), or time ran out;
     *     the message has the tail of the console
     */
    public VmResult run(String script, String... arguments) throws VmException, IOException, InterruptedException {
        Cache cache = Cache.ofUser();
        HostTools.guestPrograms();
        KernelPackage kernel = KernelPackage.fetch(cache);
        Path base = Initramfs.base(cache, kernel);
        Files.createDirectories(runDirectory);
        Path initrd = runDirectory.resolve("initrd");
        try {
            Initramfs.cargo(script, Arrays.asList(arguments), brought).writeTo(initrd);
            prepend(base, initrd);
            return boot(kernel, initrd, "scsi_mod.scan=none vm_disks=" + disks.size());
        } finally {
            Files.deleteIfExists(initrd);
        }
    }

    /**
     * Boots an initramfs as a distribution makes it, with the kernel of {@link #run}. What is brought stays away. The system that
     * it starts prints the console's markers itself; a {@code /out} it has not.
     *
     * @param parameters of the kernel: {@code root=} and the like
     * @throws VmException as {@link #run} does
     */
    public VmResult start(Path initrd, String parameters) throws VmException, IOException, InterruptedException {
        KernelPackage kernel = KernelPackage.fetch(Cache.ofUser());
        Files.createDirectories(runDirectory);
        return boot(kernel, initrd, parameters);
    }

    private VmResult boot(KernelPackage kernel, Path initrd, String parameters)
            throws VmException, IOException, InterruptedException {
        Path outDisk = runDirectory.resolve("out.img");
        try (var file = new RandomAccessFile(outDisk.toFile(), "rw")) {
            file.setLength(OUT_BYTES);
            return boot(Qemu.command(this, kernel.image(), initrd, parameters, outDisk), outDisk);
        } finally {
            Files.deleteIfExists(outDisk);
        }
    }

    private VmResult boot(List<String> command, Path outDisk) throws VmException, IOException, InterruptedException {
        Path log = runDirectory.resolve("console.log");
        Guest.Ended ended = Guest.run(command, log, timeout, live);
        Console console = ended.console();
        if (console.wasCut()) {
            return new VmResult(VmResult.Ending.POWER_CUT, KILLED, console.output(), emptyOut());
        }
        if (console.exit().isPresent()) {
            int exit = console.exit().getAsInt();
            return new VmResult(VmResult.Ending.FINISHED, exit, console.output(), unpack(outDisk));
        }
        String what = ended.late()
                ? "the guest did not finish within " + timeout.toSeconds() + " s"
                : "the guest ended before its script did";
        throw new VmException("%s; its console (whole in %s) ends:%n%s".formatted(what, log, console.tail()));
    }

    private Path unpack(Path outDisk) throws IOException, VmException, InterruptedException {
        Path out = emptyOut();
        Command.of("tar", "xf", outDisk.toAbsolutePath().toString()).output(out);
        return out;
    }

    private Path emptyOut() throws IOException {
        Path out = runDirectory.resolve("out");
        if (Files.exists(out)) {
            Cache.deleteTree(out);
        }
        return Files.createDirectory(out);
    }

    private static void prepend(Path base, Path initrd) throws IOException {
        Path cargo = initrd.resolveSibling("cargo");
        Files.move(initrd, cargo);
        Files.copy(base, initrd);
        try (OutputStream end = Files.newOutputStream(initrd, StandardOpenOption.APPEND)) {
            Files.copy(cargo, end);
        } finally {
            Files.delete(cargo);
        }
    }

    /** Describes a guest. Not thread-safe. */
    public static final class Builder {
        private final Path runDirectory;
        private final List<GuestDisk> disks = new ArrayList<>();
        private final List<Path> brought = new ArrayList<>();
        private int memoryMebibytes = 1536;
        private int processors = 2;
        private Duration timeout = Duration.ofMinutes(5);
        private Consumer<String> live = line -> {};

        private Builder(Path runDirectory) {
            this.runDirectory = runDirectory;
        }

        /** Adds disks after those that are there. */
        public Builder disks(List<GuestDisk> more) {
            disks.addAll(more);
            return this;
        }

        /** Brings a host directory. */
        public Builder bring(Path directory) {
            brought.add(directory);
            return this;
        }

        public Builder memory(int mebibytes) {
            memoryMebibytes = mebibytes;
            return this;
        }

        public Builder processors(int count) {
            processors = count;
            return this;
        }

        /** How long one run may take, boot and all. */
        public Builder timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        /** Takes the script's lines while it runs. */
        public Builder live(Consumer<String> listener) {
            live = listener;
            return this;
        }

        public Vm build() {
            return new Vm(disks, brought, memoryMebibytes, processors, timeout, runDirectory, live);
        }
    }
}
