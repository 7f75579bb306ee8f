package org.dmkit.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.ImageDisk;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;

/**
 * Whole processes that look at all disks of a machine: dmkit, and those that it is compared with. Each number of disks is a mount
 * namespace of its own, in which all run in turn.
 */
final class Scans implements AutoCloseable {
    static final String DMKIT = "dmkit scan";
    static final String DMRAID = "dmraid -r";
    static final String MDADM = "mdadm --examine";
    static final String WIPEFS = "wipefs -n";

    /** What is compared, ours first. */
    static final List<String> PROGRAMS = List.of(DMKIT, DMRAID, MDADM, WIPEFS);

    /** Of disks that hold nothing, and answer at once. */
    static final String BLANK = "blank";

    /** Some of the disks bear arrays of all formats. */
    static final String MIXED = "mixed";

    static final String SLOW = "slow";

    private static final long DISK_BYTES = 64L << 20;
    private static final int MEMBERS = 2;

    /** Of mdadm --examine, if some disk is no part of an array that it knows. */
    private static final int NOT_ALL = 1;

    /** Of dmraid -r, if no disk is. */
    private static final int NOTHING = 1;

    private final Tools tools;
    private final LoopDisks disks;
    private final Optional<SlowFiles> slow;
    private final Measurements into;

    /** Nothing stays behind when somebody loses patience. */
    private final Thread interrupted = new Thread(this::remove);

    private Scans(Tools tools, LoopDisks disks, Optional<SlowFiles> slow, Measurements into) {
        this.tools = tools;
        this.disks = disks;
        this.slow = slow;
        this.into = into;
        Runtime.getRuntime().addShutdownHook(interrupted);
    }

    /** Makes so many blank disks; each request to them takes at least {@code latency}. */
    static Scans of(Tools tools, int disks, Duration latency, Measurements into)
            throws IOException, InterruptedException {
        LoopDisks made = LoopDisks.images(disks, DISK_BYTES);
        Optional<SlowFiles> slow = Optional.empty();
        if (!latency.isZero()) {
            slow = Optional.of(SlowFiles.over(tools.slowFiles(), made.directory(), latency));
        }
        made.attach(slow.map(SlowFiles::seen).orElse(made.directory()));
        return new Scans(tools, made, slow, into);
    }

    /** What a program's times are called. */
    static String name(String program, String kind, int disks) {
        return program + " " + kind + " " + disks;
    }

    /** Of so many of the disks, or more: then several stand for one device. */
    MountNamespace namespace(int count) throws IOException {
        return MountNamespace.of(disks.attached(), count, DISK_BYTES);
    }

    /** Times a scan of the first so many disks by each of the programs. */
    void measure(String kind, int count, List<String> programs, int rounds) throws IOException, InterruptedException {
        try (MountNamespace namespace = namespace(count)) {
            List<Program> all = programs.stream()
                    .map(p -> program(p, kind, namespace.nodes()))
                    .toList();
            tools.meter().within(namespace).measure(all, rounds, into);
        }
    }

    private Program program(String program, String kind, List<String> nodes) {
        String name = name(program, kind, nodes.size());
        return switch (program) {
            case DMKIT -> dmkit(name);
            case DMRAID ->
                new Program(name, "dmraid", "-r").loading(tools.serials()).ending(kind.equals(MIXED) ? 0 : NOTHING);
            case MDADM -> new Program(name, "mdadm", "--examine").with(nodes).ending(NOT_ALL);
            case WIPEFS -> new Program(name, "wipefs", "-n").with(nodes);
            default -> throw new IllegalArgumentException(program);
        };
    }

    Program dmkit(String name) {
        return new Program(name, tools.image().dmkit(), "scan");
    }

    int count() {
        return disks.images().size();
    }

    /** Makes the first two disks a mirror of isw, and the next ones mirrors of each format. */
    void writeArrays() throws IOException, RefusedException {
        List<Format<?>> formats = new ArrayList<>(Formats.all());
        Format<?> isw =
                formats.stream().filter(f -> f.name().equals("isw")).findFirst().orElseThrow();
        formats.addFirst(isw);
        for (int i = 0; i < formats.size(); i++) {
            var members = new ArrayList<Disk>();
            for (Path image : disks.images().subList(i * MEMBERS, (i + 1) * MEMBERS)) {
                members.add(ImageDisk.open(image, true));
            }
            MadeSets.write(formats.get(i), Wish.Kind.RAID1, members, i);
            for (Disk member : members) {
                member.flush();
                member.close();
            }
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(interrupted);
        remove();
    }

    private void remove() {
        try {
            disks.detach();
            if (slow.isPresent()) {
                slow.get().close();
            }
            disks.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
