package org.dmkit.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.module.ModuleReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.SysfsDisks;
import org.dmkit.cli.dm.Premises;
import org.dmkit.dm.KernelDeviceMapper;
import org.dmkit.simulation.SimulatedDisk;
import org.dmkit.simulation.SimulatedMachine;

/**
 * What the build runs once, for the JVM to note into the AOT cache what commands load and link: one process, because the JVM can note
 * no more than one. What happens in it is not wanted. Nothing of the machine that it runs on is looked at: files stand in for disks,
 * and the simulation for the device-mapper.
 */
final class Training {
    /** So many that they are read as many disks are. */
    private static final int MANY = 100;

    private static final long DISK_BYTES = 1 << 20;

    /** Of what only a machine with a device-mapper gets to. */
    private static final Set<String> KERNEL = Set.of("org.dmkit.dm");

    /** Words of {@link #MAPPED} in place of a set that runs. */
    private static final String DEVICE = "DEVICE";

    private static final List<String> ALWAYS = List.of("--version", "--help", "scan --help", "formats", "dmraid -l");

    private static final List<String> LOOKING = List.of(
            "scan",
            "scan --json",
            "show",
            "show --json",
            "table",
            "dmraid -r",
            "dmraid -s",
            "dmraid -ay -t",
            "dmraid -s -s -c",
            "monitor --once --dry-run");

    private static final List<String> CHANGING =
            List.of("activate --all", "monitor --once", "show", "deactivate --all", "activate --all");

    private static final List<String> MAPPED = List.of(
            "dm ls",
            "dm info " + DEVICE,
            "dm status " + DEVICE,
            "dm table " + DEVICE,
            "dmsetup ls",
            "dmsetup info",
            "dmsetup info -c",
            "dmsetup status",
            "dmsetup table",
            "dmsetup deps",
            "dmsetup version");

    private Training() {}

    /**
     * Runs it.
     *
     * @param args a directory for files, on a file system that is on a disk; captures, of every format one, that of a set to run first
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        List<String> captures = List.of(args).subList(1, args.length);
        ALWAYS.forEach(line -> check(line, Main.run(words(line))));
        for (String capture : captures) {
            for (String line : LOOKING) {
                String given = "--disks " + capture + " " + line;
                check(given, Main.run(words(given)));
            }
        }
        for (int disks : new int[] {0, 2, MANY}) {
            SysfsDisks listed = disks(Files.createDirectories(directory.resolve("of" + disks)), disks);
            Workplaces workplaces = (options, writable) -> Workplace.looking(listed);
            LOOKING.forEach(line -> train(line, workplaces));
            // Made, and not used: they would look for this machine's device-mapper.
            workplaces.mapping();
            workplaces.mapping(Map.of(), Style.PLAIN);
        }
        running(Capture.read(Path.of(captures.getFirst())));
        KERNEL.forEach(Training::load);
    }

    private static void train(String line, Workplaces workplaces) {
        check(line, Main.run(words(line), workplaces));
    }

    private static String[] words(String line) {
        return line.split(" ", -1);
    }

    private static void check(String line, ExitCode code) {
        if (code == ExitCode.BUG || code == ExitCode.USAGE) {
            throw new IllegalStateException("dmkit " + line + ": " + code);
        }
    }

    /** A sysfs of blank disks that are files. */
    private static SysfsDisks disks(Path directory, int count) throws IOException {
        Path nodes = Files.createDirectories(directory.resolve("dev"));
        Path sys = directory.resolve("sys");
        for (int i = 0; i < count; i++) {
            String name = "sd" + i;
            try (var file = new RandomAccessFile(nodes.resolve(name).toFile(), "rw")) {
                file.setLength(DISK_BYTES);
            }
            Path device = sys.resolve("block").resolve(name);
            Files.createDirectories(device.resolve("queue"));
            Files.createDirectories(device.resolve("device"));
            Files.writeString(device.resolve("size"), DISK_BYTES / 512 + "\n");
            Files.writeString(device.resolve("dev"), "8:" + i + "\n");
            Files.writeString(device.resolve("queue/logical_block_size"), "512\n");
            Files.writeString(device.resolve("serial"), "TRAINING" + i + "\n");
            Files.writeString(device.resolve("device/vendor"), "ATA\n");
            Files.writeString(device.resolve("device/model"), "FILE\n");
        }
        return new SysfsDisks(sys, nodes);
    }

    /** Sets that run, and what is asked about their devices. */
    private static void running(Capture capture) throws IOException {
        var machine = new SimulatedMachine();
        for (Disk disk : capture.disks()) {
            machine.attach(SimulatedDisk.copyOnWrite(disk));
        }
        var workplaces = new Workplaces() {
            @Override
            public Workplace open(Options options, boolean writable) {
                return Workplace.lasting(machine, writable);
            }

            @Override
            public Premises mapping() {
                return new DmMachine((udev, trace) -> machine.deviceMapper());
            }

            @Override
            public org.dmkit.cli.dmsetup.Premises mapping(Map<String, String> environment, Style style) {
                return new DmsetupMachine(policy -> machine.deviceMapper(), environment, style);
            }
        };
        CHANGING.forEach(line -> train(line, workplaces));
        String device = machine.deviceMapper().devices().getFirst().name().value();
        MAPPED.forEach(line -> train(line.replace(DEVICE, device), workplaces));
    }

    /** All classes of a module that need nothing but to be loaded. */
    private static void load(String module) {
        ClassLoader loader = KernelDeviceMapper.class.getClassLoader();
        try (ModuleReader reader = ModuleLayer.boot()
                        .configuration()
                        .findModule(module)
                        .orElseThrow()
                        .reference()
                        .open();
                Stream<String> files = reader.list()) {
            files.filter(f -> f.endsWith(".class") && !f.endsWith("-info.class"))
                    .map(f -> f.substring(0, f.length() - ".class".length()).replace('/', '.'))
                    .forEach(name -> load(name, loader));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void load(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
