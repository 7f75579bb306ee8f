package org.dmkit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.cli.dmraid.Dmraid;
import org.dmkit.cli.dmraid.Premises;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.KernelDeviceMapper;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.control.Controller;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit dmraid ARGS}: all that follows the word is dmraid's, options too. */
final class DmraidCommand implements Command {
    static final String WORD = "dmraid";

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public String summary() {
        return "Do what dmraid does, with its options: see dmraid(8).";
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.many(spec, "ARG", "As dmraid takes them.");
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) {
        Console console = invocation.console();
        List<String> words = Parameters.all(invocation);
        if (invocation.options().dryRun()) {
            if (!Dmraid.canTest(words)) {
                console.complain("--dry-run stands for dmraid's -t (beside -ay or -an), which does not go with: "
                        + String.join(" ", words));
                return new Answer(ExitCode.USAGE, null);
            }
            words = Dmraid.test(words);
        }
        int status = Dmraid.run(words, new Here(invocation, Path.of("")), ThisProcess.streams(console));
        return new Answer(status == 0 ? ExitCode.DONE : ExitCode.REFUSED, null);
    }

    /** The machine, or what stands in for it. */
    record Here(Invocation invocation, Path workingDirectory) implements Premises {
        @Override
        public boolean privileged() {
            return !invocation.options().disks().isEmpty() || ThisProcess.isRoot();
        }

        @Override
        public List<Format<?>> formats() {
            return Formats.all();
        }

        @Override
        public String deviceMapperVersion() {
            try (DeviceMapper mapper = KernelDeviceMapper.open()) {
                return mapper.version().toString();
            } catch (KernelException none) {
                return "";
            }
        }

        @Override
        public Opened open(List<Format<?>> formats, boolean writable) throws IOException, RefusedException {
            return new Open(Session.dmraid(invocation, formats, writable));
        }
    }

    private record Open(Session session) implements Premises.Opened {
        @Override
        public Controller controller() {
            return session.controller();
        }

        @Override
        public List<String> problems() {
            return session.workplace().problems();
        }

        @Override
        public void mustBeFree(DiskInfo disk) throws IOException {
            session.workplace().mustBeFree(disk);
        }

        @Override
        public List<String> removeKernelPartitions(DiskInfo disk) throws IOException {
            return session.workplace().removeKernelPartitions(disk);
        }

        @Override
        public Executor.Outcome stop(Group group, Set<String> sets) throws IOException, RefusedException {
            return session.stop(group, sets);
        }

        @Override
        public void close() throws IOException {
            session.close();
        }
    }
}
