package org.dmkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dmkit.blockio.Capture;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.scan.Scan;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code dmkit capture PATH}: what a scan reads of all disks, for a report. Metadata that nobody can make sense of are in it too:
 * they are what the report is about.
 */
final class CaptureCommand implements Command {
    @Override
    public String word() {
        return "capture";
    }

    @Override
    public String summary() {
        return "Write the metadata of all disks to a directory or an archive, for a report.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.required(
                spec,
                0,
                "PATH",
                "A new directory, or a new .tar.gz or .tgz file.",
                "It gets all that a scan reads: also the first " + Scan.HEAD + " and the last " + Scan.TAIL
                        + " sectors of each disk, where data may lie.");
    }

    @Override
    public Answer run(Invocation invocation) throws IOException {
        try (Session session = Session.look(invocation)) {
            Scan scan = session.controller().scan();
            session.workplace().problems().forEach(invocation.console()::complain);
            scan.findings().stream()
                    .filter(f -> f.code().equals("disk.unreadable"))
                    .forEach(f -> invocation.console().complain(f.toString()));
            var kept = new ArrayList<Capture.Kept>();
            for (Disk disk : session.controller().machine().disks()) {
                kept.add(new Capture.Kept(disk, extents(disk.info(), scan)));
            }
            Path path = Path.of(Parameters.first(invocation));
            Capture.write(path, Map.of("title", "captured by dmkit"), kept);
            return new Answer(ExitCode.DONE, new Written(path.toString(), kept.size()));
        }
    }

    private static List<Extent> extents(DiskInfo disk, Scan scan) {
        return Stream.concat(
                        scan.extents(disk.name()).stream(),
                        scan.groups().stream().flatMap(g -> g.extents(disk).stream()))
                .toList();
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
