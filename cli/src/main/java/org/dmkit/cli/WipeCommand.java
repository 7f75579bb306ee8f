package org.dmkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.commit.Rewrite;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit wipe DISK}: erases metadata, sound or damaged, after a backup of every sector. */
final class WipeCommand implements Command {
    private static final String FORMAT = "--format";
    private static final String BACKUP = "--backup";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Override
    public String word() {
        return "wipe";
    }

    @Override
    public String summary() {
        return "Erase the RAID metadata of a disk that is in no use, after a backup.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.required(spec, 0, "DISK", "The disk, by path, kernel name or serial.");
        Parameters.option(spec, FORMAT, "NAME", "Only metadata of this format.");
        Parameters.option(spec, BACKUP, "FILE.tar.gz", "Where the backup goes; else a new file in this directory.");
        Parameters.flag(spec, ChangeCommand.FORCE, "Wipe it even though a set could be started with it.");
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        String name = Parameters.value(invocation, FORMAT);
        List<Format<?>> formats = name.isEmpty() ? Formats.all() : List.of(CreateCommand.format(name));
        try (Session session = Session.change(invocation)) {
            DiskInfo disk = session.selection().disk(Parameters.first(invocation));
            Rewrite rewrite = session.controller().prepareWipe(disk, formats, ChangeCommand.consent(invocation));
            if (invocation.options().dryRun()) {
                return Answer.done(new PlanReport(rewrite.plan()));
            }
            Path path = backup(invocation, disk);
            Backup.write(path, session.controller().machine().disk(disk), rewrite.before());
            Executor.Outcome outcome = session.controller().run(rewrite);
            Answer answer = ChangeReport.answer(word(), outcome, "");
            return new Answer(
                    answer.code(),
                    new Wiped(new ChangeReport(word(), outcome, ""), path.toString(), undo(invocation, path)));
        }
    }

    private static Path backup(Invocation invocation, DiskInfo disk) throws IOException {
        String given = Parameters.value(invocation, BACKUP);
        if (!given.isEmpty() && !given.endsWith(".tar.gz")) {
            throw new IOException(given + ": the name of a backup ends in .tar.gz");
        }
        String base = disk.name().substring(disk.name().lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        return Path.of(
                given.isEmpty()
                        ? "dmkit-wipe-" + base + "-"
                                + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP) + ".tar.gz"
                        : given);
    }

    /** To be typed as it is. */
    private static String undo(Invocation invocation, Path path) {
        Options options = invocation.options();
        return options.command("restore " + Options.quoted(path.toAbsolutePath().toString()), options.write());
    }

    /** @param undo a command */
    private record Wiped(ChangeReport report, String backup, String undo) implements Report {
        @Override
        public void print(PrintWriter out, Style style) {
            report.print(out, style);
            out.println("to bring it back: " + undo);
        }

        @Override
        public void write(Json json) {
            report.write(json);
            json.field("backup", backup).field("undo", undo);
        }
    }
}
