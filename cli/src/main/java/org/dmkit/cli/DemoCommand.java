package org.dmkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dmkit.blockio.Disk;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit demo}: a mirror on image files changes while a program writes to it. */
final class DemoCommand implements Command {
    private static final String FORMAT = "--format";
    private static final String KEEP = "--keep";
    private static final String VM = "--vm";

    private final List<Command> commands;

    /** @param commands those that it shows */
    DemoCommand(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    @Override
    public String word() {
        return "demo";
    }

    @Override
    public String summary() {
        return "Show a mirror lose a disk, and its power, under load; needs no root.";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.option(spec, FORMAT, "FORMAT", "Make the mirror in this metadata format; see: dmkit formats");
        Parameters.option(spec, KEEP, "DIR", "Make the image files in this directory, and keep them.");
        Parameters.flag(
                spec, VM, "The same with a real kernel, in a virtual machine; from the source tree: ./dmkit demo --vm");
    }

    @Override
    public Answer run(Invocation invocation) throws RefusedException, IOException {
        if (Parameters.has(invocation, VM)) {
            throw RefusedException.because(
                    "cli.source-tree", VM + " needs the source tree", "", "there: ./dmkit demo " + VM);
        }
        String keep = Parameters.value(invocation, KEEP);
        if (!keep.isEmpty()) {
            Path directory = Files.createDirectories(Path.of(keep));
            return run(invocation, directory);
        }
        Path directory = Files.createTempDirectory("dmkit-demo");
        var interruption = new Interruption(() -> deleted(directory));
        try {
            return run(invocation, directory);
        } finally {
            interruption.close();
            DemoImages.delete(directory);
        }
    }

    /** The story goes on while the process ends; then its files are gone. */
    private static void deleted(Path directory) {
        try {
            DemoImages.delete(directory);
        } catch (IOException e) {
            // It stays, where temporary files are.
        }
    }

    private Answer run(Invocation invocation, Path directory) throws RefusedException, IOException {
        String format = Parameters.value(invocation, FORMAT);
        if (!format.isEmpty()) {
            CreateCommand.format(format);
        }
        List<Disk> images = format.isEmpty() ? DemoImages.mirror(directory) : DemoImages.blank(directory);
        try (var machine = new DemoMachine(images, commands)) {
            DemoVerdict verdict = new DemoStory(machine, console(invocation), format).tell(directory);
            return new Answer(verdict.good() ? ExitCode.DONE : ExitCode.BUG, verdict);
        }
    }

    /** Answers and progress belong to one story; with {@code --json} nothing is told but the verdict. */
    private static Console console(Invocation invocation) {
        Console given = invocation.console();
        if (invocation.options().json()) {
            var nowhere = new PrintWriter(Writer.nullWriter());
            return new Console(nowhere, nowhere, Style.PLAIN, false);
        }
        return new Console(given.out(), given.out(), given.style(), given.terminal());
    }
}
