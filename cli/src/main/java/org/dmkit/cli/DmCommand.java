package org.dmkit.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dmkit.blockio.MemoryLock;
import org.dmkit.cli.dm.Blocks;
import org.dmkit.cli.dm.Dm;
import org.dmkit.cli.dm.Holds;
import org.dmkit.cli.dm.Listener;
import org.dmkit.cli.dm.Misuse;
import org.dmkit.cli.dm.Premises;
import org.dmkit.cli.dm.Refusal;
import org.dmkit.cli.dm.SysfsBlocks;
import org.dmkit.cli.document.MisreadException;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.KernelDeviceMapper;
import org.dmkit.dm.KernelLog;
import org.dmkit.raid.model.RefusedException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code dmkit dm VERB ...}: all that follows the word is the verb's, options too. */
final class DmCommand implements Command {
    static final String WORD = "dm";

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public String summary() {
        return Dm.SUMMARY;
    }

    @Override
    public void grammar(CommandSpec spec) {
        Parameters.many(spec, "VERB", "See: dmkit dm --help.");
    }

    @Override
    public boolean canTell() {
        return true;
    }

    @Override
    public Answer run(Invocation invocation) throws IOException {
        Console console = invocation.console();
        Options options = invocation.options();
        List<String> words = Parameters.all(invocation);
        if (!options.disks().isEmpty()) {
            console.complain("--disks has no meaning for dm, which works on mapped devices");
            return new Answer(ExitCode.USAGE, null);
        }
        try {
            Optional<String> help = Dm.help(words);
            if (help.isPresent()) {
                console.out().print(help.get());
                return new Answer(ExitCode.DONE, null);
            }
            Dm dm = Dm.of(words);
            if (options.dryRun() && !dm.changes()) {
                console.complain("--dry-run has no meaning for dm " + dm.verb() + "; nothing was done");
                return new Answer(ExitCode.USAGE, null);
            }
            return new Answer(run(dm, invocation, options.json() || dm.json()), null);
        } catch (Misuse e) {
            console.complain(e.reason());
            return new Answer(ExitCode.USAGE, null);
        }
    }

    private static ExitCode run(Dm dm, Invocation invocation, boolean json) throws Misuse {
        Console console = invocation.console();
        try {
            var answer = dm.run(
                    invocation.workplaces().mapping(),
                    listener(dm, console, json),
                    json,
                    invocation.options().dryRun());
            if (!dm.manyAnswers()) {
                tell(answer, dm, console, json);
            }
            if (answer.status().isPresent()) {
                return ExitCode.ofProgram(answer.status().getAsInt());
            }
            return switch (answer.ending()) {
                case DONE -> ExitCode.DONE;
                case BACKED_OUT -> ExitCode.BACKED_OUT;
                case INCOMPLETE -> ExitCode.INCOMPLETE;
            };
        } catch (Refusal e) {
            if (json) {
                writeRefused(console, dm, e.code(), e.reason(), e.remedy());
            }
            String remedy = e.remedy().isEmpty() ? "" : "; " + e.remedy();
            return complain(e, e.reason() + remedy + " [" + e.code() + "]", invocation);
        } catch (MisreadException e) {
            String why = String.valueOf(e.getMessage());
            if (json) {
                writeRefused(console, dm, "cli.misread", why, "");
            }
            complain(e, why, invocation);
            return ExitCode.USAGE;
        } catch (IOException e) {
            String why = Application.explain(e);
            if (json) {
                write(console, dm, fields -> fields.field("outcome", "failed").field("message", why));
            }
            return complain(e, why, invocation);
        }
    }

    private static Listener listener(Dm dm, Console console, boolean json) {
        return new Listener() {
            @Override
            public boolean answer(org.dmkit.cli.dm.Answer answer) {
                tell(answer, dm, console, json);
                return !console.out().checkError();
            }

            @Override
            public void notice(String line) {
                console.complain(line);
            }
        };
    }

    private static void tell(org.dmkit.cli.dm.Answer answer, Dm dm, Console console, boolean json) {
        if (json && dm.manyAnswers()) {
            Json.line(console.out(), WORD + " " + dm.verb(), fields -> fields.fields(answer.fields()));
        } else if (json) {
            write(console, dm, fields -> fields.fields(answer.fields()));
        } else {
            answer.lines().forEach(l -> console.out().println(TableList.asDmsetup(l)));
        }
    }

    private static void writeRefused(Console console, Dm dm, String code, String why, String remedy) {
        write(
                console,
                dm,
                fields -> fields.field("outcome", "refused")
                        .field("code", code)
                        .field("message", why)
                        .field("remedy", remedy));
    }

    private static void write(Console console, Dm dm, Consumer<Json> fields) {
        Json.write(console.out(), WORD + " " + dm.verb(), fields);
    }

    private static ExitCode complain(Exception e, String message, Invocation invocation) {
        invocation.console().complain(message);
        if (invocation.options().verbose()) {
            e.printStackTrace(invocation.console().err());
        }
        return ExitCode.REFUSED;
    }

    /** This machine, by whatever stands for its device-mapper. */
    record Here(Opening opening) implements Premises {
        /** Opens the device-mapper. */
        @FunctionalInterface
        interface Opening {
            DeviceMapper open() throws IOException;
        }

        @Override
        public DeviceMapper deviceMapper() throws IOException {
            DeviceMapper mapper = opening.open();
            // Where the kernel has none this says so.
            mapper.version();
            return mapper;
        }

        @Override
        public Blocks blocks() {
            return new SysfsBlocks();
        }

        @Override
        public Log log() {
            KernelLog log = KernelLog.fromNow();
            return new Log() {
                @Override
                public List<String> lines() {
                    return log.lines();
                }

                @Override
                public void close() {
                    log.close();
                }
            };
        }

        @Override
        public Holds holds() {
            return Holds.ofThisMachine();
        }

        @Override
        public void unbroken(Runnable ended, Task task) throws IOException {
            try (var interruption = new Interruption(ended)) {
                interruption.unbroken(() -> {
                    task.run();
                    return true;
                });
            } catch (RefusedException e) {
                throw new IllegalStateException("no task of dm asks for a change of sets", e);
            }
        }

        @Override
        public Program start(List<String> command, boolean quiet) throws IOException {
            return Child.start(command, quiet);
        }

        @Override
        public String standardInput() throws IOException {
            return ThisProcess.standardInput();
        }

        @Override
        public void makeNode(DeviceEntry device) throws IOException {
            KernelDeviceMapper.makeNode(device.name(), device.number());
        }

        @Override
        public void stayInMemory() throws IOException {
            MemoryLock.lockAll();
        }
    }
}
