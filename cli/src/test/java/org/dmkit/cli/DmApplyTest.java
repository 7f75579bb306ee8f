package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dmkit.cli.dm.User;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.linux.DeviceNumber;
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
        assertThat(shell.holds.directory()).as("no note of what was held").isEmptyDirectory();
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
                "2|create x zero:8~swop top zero:8|-:2:1: there is no verb swop",
                "2|~~  swap top|-:3:3: Missing required parameter",
                "2|create x 'zero:8|-:1:10: this quote is not closed",
                "2|rename top x|-:1:1: rename can't be one of several",
                "2|remove top --recursive|-:1:1: among several remove takes one device",
                "2|apply -|-:1:1: apply can't be one of several",
                "2|create a/b zero:8|-:1:8: not a device-mapper name",
                "2|create x $D|-:1:10: D has no value; let D = VALUE gives it one",
                "2|let D = sda~create x linear:${D|-:2:17: no name stands behind this $",
                "2|let D sda|-:1:1: not let NAME = VALUE",
                "2|let D = sda~let D = sdb|-:2:5: D has a value already",
                "2|let a-b = sda|-:1:5: a name has letters, digits and _ only",
                "2|[ \"create x zero:8\" ~|-:2:1: Unexpected end-of-input",
                "2|[ \"create x zero:8\",~  [\"swop\", \"top\"] ]|-:2:4: there is no verb swop",
                "2|[ 7 ]|-:1:3: a number, where a string should stand",
                "1|create x zero:8~create x zero:8|-:2:8: x is in it twice",
                "1|swap top zero:8~remove top|-:2:8: top is in it twice",
                "1|create top zero:8|-:1:8: there is a device top already",
                "1|create --uuid U top zero:8|-:1:17: there is a device top already",
                "1|create x linear:y|-:1:10: line 1, word 1: there is no block device y",
                "1|create --readonly x '0 8 zero;  9 8 zero'|-:1:21: line 2, word 1: starts at 9, not at 8",
                "1|[[\"create\", \"x\", \"linear:y\"]]|-:1:18: line 1, word 1: there is no block device y",
                "1|create x linear:top~swap top linear:x|-:1:1: x would stand on itself",
                "1|swap low linear:top|-:1:1: low would stand on itself",
                "1|remove nobody|-:1:8: there is no mapped device nobody",
                "1|swap nobody zero:8|-:1:6: there is no mapped device nobody",
                "1|remove low|-:1:1: low can't go: top stands on it",
                "1|remove old~create x linear:old|-:1:1: old can't go: x stands on it",
            })
    void whatCanNotBeRightIsRefusedBeforeAnythingIsDone(int status, String text, String message)
            throws KernelException {
        Map<String, String> before = state();
        assertThat(apply(text.replace('~', '\n')).status()).as(shell.err()).isEqualTo(status);
        assertThat(shell.err()).startsWith("dmkit: " + message);
        assertThat(state()).isEqualTo(before);
        assertThat(apply(text.replace('~', '\n'), "--json").status()).isEqualTo(status);
        assertThat(shell.out()).contains("\"outcome\" : \"refused\"");
    }

    /** What would be found out only by the last step, when there is no way back. */
    @Test
    void whatIsMountedIsNotRemoved() throws KernelException {
        shell.users.put(shell.mapper.info(new DmName("old")).number(), List.of(new User(User.Kind.MOUNT, "/mnt", 0)));
        assertThat(apply("create x zero:8\nremove old")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).isEqualTo("dmkit: -:2:8: old is in use: mounted at /mnt [dm.busy]\n");
    }

    @Test
    void aTableThatIsLoadedIsNotLost() {
        assertThat(shell.dm("load", "top", "zero:8")).isEqualTo(ExitCode.DONE);
        assertThat(apply("swap top zero:16")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).contains("top has a table loaded that is not active", "dm.loaded");
    }

    @Test
    void namesStandForWords() throws KernelException {
        assertThat(apply("""
                        let SIZE = 16   # sectors
                        let table = "0 ${SIZE} zero"
                        create x "$table"
                        create y$SIZE 'zero:8'
                        create '$z' zero:8
                        create $$a zero:8
                        """)).as(shell.err()).isEqualTo(ExitCode.DONE);
        assertThat(state()).containsKeys("x", "y16", "$z", "$a").containsEntry("x", " 0 16 zero | ");
    }

    @Test
    void aBatchMayBeAnArray() throws KernelException {
        assertThat(apply("""
                        [ "# a line is a string", "let D = sdc",
                          [ "create", "x", "0 8 linear $D 0" ],
                          "swap top 'zero:8'" ]
                        """)).as(shell.err()).isEqualTo(ExitCode.DONE);
        assertThat(state()).containsEntry("x", " 0 8 linear 8:32 0 | ").containsEntry("top", " 0 8 zero | ");
    }

    @Test
    void stepsAreObjectsForPrograms() {
        assertThat(apply("create x zero:8 --readonly --uuid U\nswap top zero:8", "--dry-run", "--json"))
                .isEqualTo(ExitCode.DONE);
        assertThat(shell.out().replaceAll("\\s", ""))
                .contains("\"steps\":[{\"step\":\"create\",\"device\":\"x\",\"readOnly\":true,\"lines\":[{\"start\":0,"
                        + "\"length\":8,\"target\":\"zero\",\"parameters\":\"\"}],\"uuid\":\"U\"},"
                        + "{\"step\":\"load\",\"device\":\"top\",")
                .contains("{\"step\":\"rehearse\"},{\"step\":\"suspend\",\"device\":\"top\"},"
                        + "{\"step\":\"resume\",\"device\":\"top\"}]");
    }

    @Test
    void whatIsMadeMayBeReadOnly() throws KernelException {
        assertThat(apply("create x zero:8 --readonly")).isEqualTo(ExitCode.DONE);
        assertThat(shell.mapper.info(new DmName("x")).readOnly()).isTrue();
    }

    @Test
    void whoHoldsADiskIsTold() throws Exception {
        var sdc = shell.machine.disks().get(2);
        shell.users.put(
                new DeviceNumber(8, 32),
                List.of(new User(User.Kind.MOUNT, "/mnt", 0), new User(User.Kind.OPEN, "tar", 7)));
        var claim = shell.machine.claimExclusively(sdc);
        assertThat(apply(BATCH)).isEqualTo(ExitCode.BACKED_OUT);
        claim.close();
        assertThat(shell.out())
                .isEqualTo("apply: DM_TABLE_LOAD low: EBUSY; 8:32: mounted at /mnt; 8:32: open in tar (process 7);"
                        + " taken back, all is as before\n");
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
                "é",
                "let ",
                "$",
                "${",
                "=",
                "[",
                "{",
                "\"top\"",
                ",",
                "]");
        for (int round = 0; round < 500; round++) {
            var text = new StringBuilder();
            int count = random.nextInt(1, 20);
            for (int i = 0; i < count; i++) {
                text.append(pieces.get(random.nextInt(pieces.size()))).append(random.nextBoolean() ? " " : "");
            }
            assertThat(apply(text.toString(), "--dry-run"))
                    .as("%s%n%s", text, shell.err())
                    .isIn(ExitCode.DONE, ExitCode.REFUSED, ExitCode.USAGE);
        }
    }
}
