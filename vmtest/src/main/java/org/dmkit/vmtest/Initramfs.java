package org.dmkit.vmtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The guest's root file system. The kernel unpacks archives that follow each other on top of each other: a base that all guests
 * share (tools, kernel modules, {@code /init}) and what one run brings. Neither is compressed: an emulated processor copies
 * faster than it inflates.
 */
final class Initramfs {
    /** Loaded by /init, in this order. */
    private static final List<String> LOADED = List.of(
            "virtio_pci",
            "virtio_blk",
            "virtio_scsi",
            "sd_mod",
            "dm-mod",
            "dm-mirror",
            "dm-raid",
            "md-mod",
            "raid0",
            "raid1",
            "raid10",
            "raid456",
            "loop",
            "ext4");

    /** There for {@code modprobe} and for the kernel's own requests. */
    private static final List<String> AT_HAND = List.of(
            "dm-snapshot",
            "dm-zero",
            "dm-flakey",
            "dm-log-writes",
            "dm-delay",
            "linear",
            "scsi_debug",
            "crc32c_generic",
            "crc32c-intel",
            "crc32_pclmul",
            "async_tx");

    private Initramfs() {}

    /** The base archive, from the cache if nothing in it has changed. */
    static Path base(Cache cache, KernelPackage kernel) throws IOException, VmException, InterruptedException {
        var archive = new Cpio();
        for (String directory :
                List.of("/dev", "/proc", "/sys", "/tmp", "/run", "/bring", "/out", "/mnt", "/etc", "/var/lock")) {
            archive.directory(directory);
        }
        archive.directory("/bin").link("/sbin", "usr/sbin");
        addPrograms(archive);
        addModules(archive, kernel);
        archive.script("/init", resource("init.sh").replace("@MODULES@", String.join(" ", LOADED)));
        return cache.get("base-" + archive.digest(), archive::writeTo);
    }

    /** What one run brings: the script with its arguments, and host directories at {@code /bring/NAME}. */
    static Cpio cargo(String script, List<String> arguments, List<Path> brought)
            throws IOException, VmException, InterruptedException {
        var archive = new Cpio();
        archive.script("/script", script);
        archive.script("/functions.sh", resource("functions.sh"));
        archive.script("/arguments", shellWords(arguments));
        var binaries = new ArrayList<Path>();
        for (Path directory : brought) {
            archive.tree("/bring/" + directory.getFileName(), directory);
            binaries.addAll(Elf.in(directory));
        }
        if (!binaries.isEmpty()) {
            addLibraries(archive, binaries);
        }
        return archive;
    }

    /** A text that lies beside this class. */
    static String resource(String name) {
        try (var in = Initramfs.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addPrograms(Cpio archive) throws IOException, VmException, InterruptedException {
        var programs = HostTools.guestPrograms();
        for (var program : programs.entrySet()) {
            archive.file("/usr/sbin/" + program.getKey(), program.getValue());
        }
        addLibraries(archive, new ArrayList<>(programs.values()));
    }

    private static void addLibraries(Cpio archive, List<Path> binaries)
            throws IOException, VmException, InterruptedException {
        for (Path library : SharedLibraries.of(binaries)) {
            archive.file(library.toString(), library);
        }
    }

    private static void addModules(Cpio archive, KernelPackage kernel) throws IOException {
        String place = "/lib/modules/" + kernel.version() + "/";
        for (String index : List.of("modules.dep", "modules.alias", "modules.softdep", "modules.builtin")) {
            Path file = kernel.modules().resolve(index);
            if (Files.exists(file)) {
                archive.file(place + index, file);
            }
        }
        var wanted = new ArrayList<>(LOADED);
        wanted.addAll(AT_HAND);
        KernelModules modules = KernelModules.read(kernel.modules().resolve("modules.dep"));
        for (String file : modules.closure(wanted)) {
            archive.file(place + file, kernel.modules().resolve(file));
        }
    }

    private static String shellWords(List<String> words) {
        var text = new StringBuilder("set --");
        for (String word : words) {
            text.append(" '").append(word.replace("'", "'\\''")).append('\'');
        }
        return text.append('\n').toString();
    }
}
