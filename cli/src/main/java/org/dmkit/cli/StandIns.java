package org.dmkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.DiskSpec;
import org.dmkit.blockio.ImageDisk;
import org.dmkit.blockio.KernelDisk;
import org.dmkit.blockio.SysfsDisks;

/**
 * What stands in for the disks of a simulated machine: captures, image files, and devices beside them. Disks of one name, from
 * two captures, are told apart by the captures' paths.
 *
 * @param captures whose disks are among them, to be saved
 */
record StandIns(List<StandIn> disks, List<Capture> captures) {
    StandIns {
        disks = List.copyOf(disks);
        captures = List.copyOf(captures);
    }

    /** @param origin the capture or image, as it was given */
    record StandIn(Disk disk, String origin) {
        String name() {
            return disk.info().name();
        }

        private StandIn namedByOrigin() {
            return new StandIn(new Renamed(disk, origin + "/" + name()), origin);
        }
    }

    /**
     * Opens them all.
     *
     * @param given as people name them, see {@link DiskSpec}
     * @param opened gets each disk that has to be closed, as soon as it is open
     * @throws IOException if one can't be opened, or is given twice
     */
    static StandIns open(List<String> given, boolean writable, List<Disk> opened) throws IOException {
        var disks = new ArrayList<StandIn>();
        var captures = new ArrayList<Capture>();
        var paths = new HashSet<Path>();
        for (String text : given) {
            DiskSpec spec = DiskSpec.parse(text);
            Path path = Path.of(spec.path());
            if (Files.exists(path) && !paths.add(path.toRealPath())) {
                throw new IOException(path + ": given twice");
            }
            if (isCapture(path)) {
                Capture capture = Capture.read(path);
                captures.add(capture);
                capture.disks().forEach(d -> disks.add(new StandIn(d, spec.path())));
            } else {
                Disk disk = isDevice(spec) ? device(spec, writable) : ImageDisk.open(path, spec.serial(), writable);
                opened.add(disk);
                disks.add(new StandIn(disk, spec.path()));
            }
        }
        return new StandIns(toldApart(disks), captures);
    }

    private static Disk device(DiskSpec spec, boolean writable) throws IOException {
        DiskInfo found = new SysfsDisks().describe(Path.of(spec.path()));
        return KernelDisk.open(found, spec.serialOf(found), writable);
    }

    /** A block device; what does not exist is none. */
    static boolean isDevice(DiskSpec spec) {
        Path path = Path.of(spec.path());
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private static boolean isCapture(Path path) {
        String name = path.toString();
        return Files.isDirectory(path) || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    private static List<StandIn> toldApart(List<StandIn> disks) {
        Set<String> several = disks.stream().collect(Collectors.groupingBy(StandIn::name)).entrySet().stream()
                .filter(e -> e.getValue().size() > 1)
                .map(e -> e.getKey())
                .collect(Collectors.toSet());
        return disks.stream()
                .map(d -> several.contains(d.name()) ? d.namedByOrigin() : d)
                .toList();
    }
}
