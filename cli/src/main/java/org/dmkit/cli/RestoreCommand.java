package org.dmkit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.commit.Rewrite;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit restore BACKUP}: takes a {@code wipe} back. */
final class RestoreCommand implements Command {
    @Override
    public String word() {
        return "restore";
    }

    @Override
    public String summary() {
        return "Bring back what wipe has erased.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.required(spec, 0, "BACKUP", "The file that wipe has named.");
        Parameters.flag(spec, ChangeCommand.FORCE, "Overwrite what has been written there since.");
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        String path = Parameters.first(invocation);
        Backup backup = Backup.read(Path.of(path))
                .orElseThrow(() -> RefusedException.because(
                        "restore.backup",
                        path + " is no backup of dmkit wipe",
                        "one",
                        "name the file that it has told"));
        try (Session session = Session.change(invocation)) {
            DiskInfo disk = backup.find(session.controller().machine().disks().stream()
                    .map(Disk::info)
                    .toList());
            Rewrite rewrite = session.controller().prepareRestore(disk, backup.images());
            if (!rewrite.plan().isEmpty()
                    && !isErased(rewrite.before())
                    && !Parameters.has(invocation, ChangeCommand.FORCE)) {
                throw RefusedException.because(
                        "restore.changed",
                        disk.name() + " has got other metadata since",
                        "sectors as they were left",
                        "overwrite them: --force");
            }
            if (invocation.options().dryRun()) {
                return Answer.done(new PlanReport(rewrite.plan()));
            }
            return ChangeReport.answer(
                    word(),
                    session.controller().run(rewrite),
                    rewrite.plan().isEmpty() ? "all is as the backup has it" : "");
        }
    }

    private static boolean isErased(List<Image> images) {
        return images.stream().allMatch(i -> Arrays.equals(i.bytes(), new byte[i.bytes().length]));
    }
}
