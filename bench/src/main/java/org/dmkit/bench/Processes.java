package org.dmkit.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.dmkit.raid.model.RefusedException;

/** All that is measured as whole processes. */
final class Processes {
    private static final int MANY = 1000;

    /** With fewer devices than disks, blank ones for the rest: they cost the kernel memory, and time to remove. */
    private static final int MORE = 10_000;

    private static final Duration LATENCY = Duration.ofMillis(4);
    private static final int SLOW = 128;

    /** Around BatchReader.MANY, from which on dmkit links its system calls. */
    private static final List<Integer> CROSSING = List.of(2, 16, 32, 64, 96, 128, 256);

    private final Tools tools;
    private final boolean full;
    private final List<String> omitted;
    private final Measurements into;

    Processes(Tools tools, boolean full, List<String> omitted, Measurements into) {
        this.tools = tools;
        this.full = full;
        this.omitted = omitted;
        this.into = into;
    }

    void measure() throws IOException, InterruptedException, RefusedException {
        if (!Program.isInstalled("strace")) {
            omitted.add("phases of a start: no strace");
        }
        System.err.println("bench: disks that answer at once");
        try (Scans scans = Scans.of(tools, MANY, Duration.ZERO, into)) {
            for (int disks : full ? List.of(2, 64, 128, 256, 512, MANY) : List.of(2, 64, 256, MANY)) {
                scans.measure(Scans.BLANK, disks, programs(disks, MANY), full ? 15 : 5);
            }
            crossing(scans, "");
            phases(scans, Phases.MANY, scans.dmkit(Phases.program(Phases.MANY)));
            System.err.println("bench: disks with arrays");
            scans.writeArrays();
            scans.measure(Scans.MIXED, MANY, programs(MANY, MANY), full ? 9 : 3);
            if (full) {
                scans.measure(Scans.MIXED, MORE, List.of(Scans.DMKIT), 3);
            } else {
                omitted.add("10000 disks: only with --full");
            }
            try (MountNamespace pair = scans.namespace(2)) {
                new Startup(tools, full ? 31 : 11, into).measure(pair);
            }
            phases(scans, Phases.PAIR, scans.dmkit(Phases.program(Phases.PAIR)));
            String minimal = tools.image().launcher(Minimal.class).toString();
            phases(scans, Phases.PAIR, new Program(Startup.MINIMAL, minimal));
        }
        slow();
        System.err.println("bench: many mapped devices");
        MappedDevices.measure(tools, full ? 9 : 3, into);
    }

    private void phases(Scans scans, int disks, Program program) throws IOException, InterruptedException {
        if (Program.isInstalled("strace")) {
            try (MountNamespace namespace = scans.namespace(disks)) {
                Phases.measure(tools.target().resolve("trace"), namespace, program, full ? 15 : 5, into);
            }
        }
    }

    /** All, but in haste without wipefs, which takes longest, where the disks are {@code many}. */
    private List<String> programs(int disks, int many) {
        return full || disks < many ? Scans.PROGRAMS : List.of(Scans.DMKIT, Scans.DMRAID, Scans.MDADM);
    }

    private void slow() throws IOException, InterruptedException {
        if (!SlowFiles.possible(tools.slowFiles())) {
            omitted.add("slow disks: no libfuse3, or no /dev/fuse");
            return;
        }
        System.err.println("bench: disks of " + LATENCY.toMillis() + " ms a request");
        List<Integer> sizes = full ? List.of(2, 16, 64, SLOW) : List.of(2, SLOW);
        try (Scans scans = Scans.of(tools, SLOW, LATENCY, into)) {
            for (int disks : sizes) {
                scans.measure(Scans.SLOW, disks, programs(disks, SLOW), full ? 3 : 2);
            }
            crossing(scans, Scans.SLOW + " ");
        }
    }

    /** The two ways of reading, each in a process of its own that does nothing else. */
    private void crossing(Scans scans, String kind) throws IOException, InterruptedException {
        try (MountNamespace few = scans.namespace(2)) {
            tools.image().make(Reading.class, few.enter(), List.of(Reading.THREADS, Reading.RING));
        }
        String launcher = tools.image().launcher(Reading.class).toString();
        for (int disks : CROSSING) {
            if (disks > scans.count()) {
                continue;
            }
            try (MountNamespace namespace = scans.namespace(disks)) {
                List<Program> both = List.of(
                        new Program(Reading.name(Reading.THREADS, kind, disks), launcher, Reading.THREADS),
                        new Program(Reading.name(Reading.RING, kind, disks), launcher, Reading.RING));
                tools.meter().within(namespace).measure(both, full ? 15 : 5, into);
            }
        }
    }
}
