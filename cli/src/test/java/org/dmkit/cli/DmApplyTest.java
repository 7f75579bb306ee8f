package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.simulation.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code dmkit dm apply}: all or nothing. */
class DmApplyTest {
    private static final String BATCH = """
            # the upper one moves to a new stripe, the lower one to another disk
            create stripe "striped:64KiB:sda,sdb" --uuid U-S
            swap top 'linear:stripe..2048'   # on what is new
            swap low linear:sdc
            create beside linear:low+8..end
            remove old
            """;

    private final DmShell shell = new DmShell();

    @BeforeEach
    void aStack() {
        assertThat(shell.dm("create", "old", "zero:8")).isEqualTo(ExitCode.DONE);
        assertThat(shell.dm("create", "low", "linear:sda")).isEqualTo(ExitCode.DONE);
        assertThat(shell.dm("create", "top", "linear:low..2048")).isEqualTo(ExitCode.DONE);
    }

    private ExitCode apply(String text, String... more) {
        shell.input = text;
        var words = new ArrayList<String>(List.of("apply", "-"));
        words.addAll(List.of(more));
        return shell.dm(words.toArray(String[]::new));
    }

    /** Every device, its uuid, tables and whether it is suspended. */
    private Map<String, String> state() throws KernelException {
        var state = new LinkedHashMap<String, String>();
        for (DeviceEntry device : shell.mapper.devices()) {
            state.put(
                    device.name().value(),
                    shell.mapper.info(device.name()).uuid() + " "
                            + shell.mapper
                                    .table(device.name(), TableSlot.ACTIVE)
                                    .text() + " | "
                            + shell.mapper
                                    .table(device.name(), TableSlot.INACTIVE)
                                    .text()
                            + (shell.mapper.info(device.name()).suspended() ? " suspended" : ""));
        }
        return state;
    }

    @Test
    void whatIsNewComesFirstThenTheSwitchThenTheRest() {
        assertThat(apply(BATCH, "--dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines())
                .containsExactly(
                        "  1  create stripe: 0 8192 striped 2 128 8:0 0 8:16 0",
                        "  2  load low: 0 4096 linear 8:32 0",
                        "  3  load top: 0 2048 linear /dev/mapper/stripe 0",
                        "  4  rehearse suspend and resume",
                        "  5  suspend top",
                        "  6  suspend low",
                        "  7  resume low",
                        "  8  resume top",
                        "  9  create beside: 0 4088 linear /dev/mapper/low 8",
                        " 10  remove old");
    }

    @Test
    void itIsDone() throws KernelException {
        assertThat(apply(BATCH, "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("\"outcome\" : \"done\"", "\"heldNanoseconds\"");
        assertThat(state().values())
                .containsExactlyInAnyOrder(
                        " 0 4096 linear 8:32 0 | ",
                        " 0 2048 linear 253:3 0 | ",
                        "U-S 0 8192 striped 2 128 8:0 0 8:16 0 | ",
                        " 0 4088 linear 253:1 8 | ");
    }

    /** Each request in turn fails once: before the first resume all is as before, and nothing is ever suspended at the end. */
    @Test
    void aFailureAtAnyRequestLeavesTheOldStateOrGoesForward() throws KernelException {
        Map<String, String> before = state();
        int backedOut = 0;
        int incomplete = 0;
        for (int at = 0; ; at++) {
            var fresh = new DmApplyTest();
            fresh.aStack();
            int[] left = {at};
            fresh.shell.machine.onOperation(o -> {
                if (o instanceof Operation.Request r && left[0]-- == 0) {
                    throw new KernelException(r.call(), r.device(), Errno.ENOMEM);
                }
            });
            ExitCode code = fresh.apply(BATCH);
            if (code == ExitCode.DONE) {
                assertThat(fresh.state()).containsKeys("stripe", "beside").doesNotContainKey("old");
            }
            if (left[0] >= 0) {
                assertThat(code).isEqualTo(ExitCode.DONE);
                break;
            }
            assertThat(fresh.state().values()).as(fresh.shell.out()).noneMatch(s -> s.endsWith("suspended"));
            if (code == ExitCode.BACKED_OUT) {
                backedOut++;
                assertThat(fresh.state()).as(fresh.shell.out()).isEqualTo(before);
            } else if (code != ExitCode.DONE) {
                incomplete++;
                assertThat(code).isEqualTo(ExitCode.INCOMPLETE);
                assertThat(fresh.state()).containsKey("stripe");
            }
        }
        assertThat(backedOut).isGreaterThan(8);
        assertThat(incomplete).isGreaterThan(2);
    }

    @Test
    void whatIsLeftAfterTheSwitchIsTold() {
        shell.machine.onOperation(o -> {
            if (o.equals(new Operation.Request("DM_DEV_CREATE", "beside"))) {
                throw new KernelException("DM_DEV_CREATE", "beside", Errno.ENOMEM);
            }
        });
        assertThat(apply(BATCH)).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(shell.lines())
                .containsExactly(
                        "apply: DM_DEV_CREATE beside: ENOMEM at: create beside: 0 4088 linear /dev/mapper/low 8",
                        "  not done: remove old");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create x zero:8~swop top zero:8|line 2: there is no verb swop",
                "~~swap top|line 3: Missing required parameter",
                "create x 'zero:8|line 1: a quote is not closed",
                "create x zero:8~create x zero:8|line 2: x is in it twice",
                "swap top zero:8~remove top|line 2: top is in it twice",
                "create top zero:8|line 1: there is a device top already",
                "create x linear:y|line 1: line 1, word 1: there is no block device y",
                "create x linear:top~swap top linear:x|top would stand on itself",
                "swap low linear:top|low would stand on itself",
                "remove nobody|line 1: there is no mapped device nobody",
                "swap nobody zero:8|line 1: DM_DEV_STATUS nobody: ENXIO; there is no mapped device",
                "rename top x|line 1: rename can't be one of several",
                "remove top --recursive|line 1: among several remove takes one device",
                "apply -|line 1: apply can't be one of several"
            })
    void whatCanNotBeRightIsRefusedBeforeAnythingIsDone(String text, String message) throws KernelException {
        Map<String, String> before = state();
        assertThat(apply(text.replace('~', '\n'))).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).startsWith("dmkit: " + message);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void anEmptyFileIsDone() {
        assertThat(apply("# nothing\n\n", "--dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).isEqualTo("nothing to do\n");
        assertThat(apply("")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void noFileIsAMistakeOfOurs() {
        var random = new Random(4);
        List<String> pieces = List.of(
                "create",
                "swap",
                "wipe",
                "remove",
                "top",
                "low",
                "old",
                "new",
                "linear:sda",
                "linear:new",
                "zero:8",
                "--uuid",
                "U",
                "'",
                "\"",
                "#",
                "\n",
                "\n",
                " ",
                " ",
                " ",
                "--json",
                "--help",
                "-h",
                "@",
                "-",
                "ls",
                "\u0000",
                "é");
        for (int round = 0; round < 500; round++) {
            var text = new StringBuilder();
            int count = random.nextInt(1, 20);
            for (int i = 0; i < count; i++) {
                text.append(pieces.get(random.nextInt(pieces.size()))).append(random.nextBoolean() ? " " : "");
            }
            assertThat(apply(text.toString(), "--dry-run"))
                    .as("%s%n%s", text, shell.err())
                    .isIn(ExitCode.DONE, ExitCode.REFUSED);
        }
    }
}
