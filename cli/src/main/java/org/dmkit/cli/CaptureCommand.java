package org.dmkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.Group;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit capture PATH}: the sectors of all disks that matter to RAID, and none of their data, for a report. */
final class CaptureCommand implements Command {
    /** Sectors at both ends in which metadata and partition tables lie; volumes begin at the first, so only one is taken there. */
    private static final long TAIL = 128;

    @Override
    public String word() {
        return "capture";
    }

    @Override
    public String summary() {
        return "Write the metadata of all disks to a directory or a .tar.gz, for a report.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.required(spec, 0, "PATH", "A new directory, or a file that ends in .tar.gz.");
    }

    @Override
    public Answer run(Invocation invocation) throws IOException {
        try (Session session = Session.look(invocation)) {
            var controller = session.controller();
            var kept = new ArrayList<Capture.Kept>();
            for (Disk disk : controller.machine().disks()) {
                kept.add(new Capture.Kept(disk, extents(disk, controller.scan().groups())));
            }
            Path path = Path.of(Parameters.first(invocation));
            Capture.write(path, Map.of("title", "captured by dmkit"), kept);
            return new Answer(ExitCode.DONE, new Written(path.toString(), kept.size()));
        }
    }

    private static List<Extent> extents(Disk disk, List<Group> groups) {
        long sectors = disk.info().sectors();
        var extents = new ArrayList<Extent>();
        extents.add(new Extent(0, 1));
        extents.add(new Extent(Math.max(0, sectors - TAIL), Math.min(TAIL, sectors)));
        groups.forEach(
                g -> extents.addAll(g.metadataExtents().getOrDefault(disk.info().name(), List.of())));
        return extents;
    }

    private record Written(String path, int disks) implements Report {
        @Override
        public void print(PrintWriter out, Style style) {
            out.println("metadata of " + disks + " disks written to " + path);
        }

        @Override
        public void write(Json json) {
            json.field("path", path).field("disks", disks);
        }
    }
}
