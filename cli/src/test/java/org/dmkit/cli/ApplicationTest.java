package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.table.Profile;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class ApplicationTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), Style.PLAIN, false);

    /** Says what it was called with. */
    private static final class Greet implements Command {
        @Override
        public String word() {
            return "greet";
        }

        @Override
        public String summary() {
            return "Greet somebody.";
        }

        @Override
        public void grammar(CommandSpec spec) {
            spec.addPositional(PositionalParamSpec.builder()
                    .index("0")
                    .arity("1")
                    .required(true)
                    .paramLabel("WHO")
                    .type(String.class)
                    .build());
        }

        @Override
        public boolean canTell() {
            return true;
        }

        @Override
        public Answer run(Invocation invocation) throws RefusedException, IOException {
            String who = invocation.arguments().matchedPositionalValue(0, "nobody");
            switch (who) {
                case "refuse" -> throw RefusedException.because("x.busy", "it is in use", "", "stop it");
                case "kernel" -> throw new KernelException("DM_TABLE_LOAD", "isw_abc_Vol0", 12);
                case "table" ->
                    throw new KernelException("DM_TABLE_LOAD", "isw_abc_Vol0", 22, "", List.of("dm: a", "md: b"));
                case "file" -> throw new NoSuchFileException("/no/such");
                case "bug" -> throw new IllegalStateException("never");
                default -> {}
            }
            return Answer.done(new Report() {
                @Override
                public void print(PrintWriter to, Style style) {
                    to.println(who + " " + invocation.options());
                }

                @Override
                public void write(Json json) {
                    json.field("who", who);
                }
            });
        }
    }

    private ExitCode run(String... args) {
        return new Application(List.of(new Greet()), "1.2").run(args, console);
    }

    @Test
    void optionsMayStandBeforeAndAfterTheCommand() {
        assertThat(run("--disks", "a", "--dry-run", "greet", "Ann", "--disks=b", "-v", "--profile", "classic"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out.toString().strip())
                .isEqualTo("Ann "
                        + new Options(
                                List.of("a", "b"),
                                Optional.empty(),
                                false,
                                false,
                                true,
                                Optional.of(Profile.CLASSIC),
                                true));
    }

    @Test
    void withoutOptionsTheMachinesOwnDisksAreMeant() {
        run("greet", "Ann");
        assertThat(out.toString().strip())
                .isEqualTo("Ann "
                        + new Options(List.of(), Optional.empty(), false, false, false, Optional.empty(), false));
    }

    @Test
    void aProfileAfterTheCommandCountsMore() {
        run("--profile", "classic", "greet", "Ann", "--profile", "modern");
        assertThat(out.toString()).contains("profile=Optional[MODERN]");
    }

    @Test
    void jsonIsADocumentWithSchemaAndCommand() {
        assertThat(run("greet", "Ann", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString().replaceAll("\\s", ""))
                .isEqualTo("{\"schema\":1,\"command\":\"greet\",\"who\":\"Ann\"}");
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(run("--version")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).isEqualToIgnoringNewLines("dmkit 1.2");
    }

    @Test
    void helpListsTheCommandsAndExitCodes() {
        assertThat(run("--help")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("greet  Greet somebody.").contains(ExitCode.INCOMPLETE.meaning());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aCommandHasItsOwnHelpEvenWithoutItsParameters() {
        assertThat(run("greet", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("Usage: dmkit greet").contains("WHO");
    }

    @Test
    void withoutACommandTheUsageGoesToStandardError() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("Usage: dmkit");
    }

    @Test
    void aMistypedCommandGetsOneLineWithASuggestion() {
        assertThat(run("gret", "Ann")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("dmkit: ").contains("did you mean greet?");
    }

    @Test
    void unknownProfilesMissingParametersAndUnknownOptionsAreUsageErrors() {
        assertThat(run("greet", "Ann", "--profile", "fast")).isEqualTo(ExitCode.USAGE);
        assertThat(run("greet")).isEqualTo(ExitCode.USAGE);
        assertThat(run("greet", "Ann", "--loud")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("dmkit: ") && line.endsWith("(try 'dmkit greet --help')"));
        assertThat(err.toString()).contains("there is no table profile fast");
    }

    @Test
    void eachKindOfFailureHasItsExitCodeAndOneLine() {
        assertThat(run("greet", "refuse")).isEqualTo(ExitCode.REFUSED);
        assertThat(run("greet", "kernel")).isEqualTo(ExitCode.REFUSED);
        assertThat(run("greet", "table")).isEqualTo(ExitCode.REFUSED);
        assertThat(run("greet", "file")).isEqualTo(ExitCode.REFUSED);
        assertThat(run("greet", "bug")).isEqualTo(ExitCode.BUG);
        assertThat(err.toString().lines())
                .containsExactly(
                        "dmkit: it is in use; stop it [x.busy]",
                        "dmkit: DM_TABLE_LOAD isw_abc_Vol0: ENOMEM",
                        "dmkit: DM_TABLE_LOAD isw_abc_Vol0: EINVAL; the kernel says: dm: a; the kernel says: md: b",
                        "dmkit: /no/such: no such file",
                        "dmkit: a mistake in dmkit: java.lang.IllegalStateException: never");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void verboseAddsTheStackTrace() {
        run("greet", "refuse", "-v");
        assertThat(err.toString()).contains("at org.dmkit.cli");
    }

    @Test
    void noTwoExitCodesAreTheSame() {
        assertThat(ExitCode.all()).extracting(ExitCode::status).doesNotHaveDuplicates();
    }
}
