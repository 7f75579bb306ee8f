package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dmkit.blockio.Disk;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.simulation.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dmkit dm inject}: faults that are put into a device in use, and taken away. */
class DmInjectTest {
    private static final String TABLE = "0 1024 linear 8:0 8\n1024 1024 linear 8:16 0";

    private final DmShell shell = new DmShell();

    @BeforeEach
    void aDevice() {
        done("create", "other", "zero:8");
        done("create", "x", "0 1024 linear /dev/sda 8; 1024 1024 linear /dev/sdb 0");
        done("create", "top", "linear:x");
    }

    private void done(String... words) {
        assertThat(shell.dm(words)).as(shell.err() + shell.out()).isEqualTo(ExitCode.DONE);
        assertThat(shell.out() + shell.err()).isEmpty();
    }

    private Map<String, String> state() throws KernelException {
        var state = new TreeMap<String, String>();
        for (DeviceEntry device : shell.mapper.devices()) {
            DeviceInfo info = shell.mapper.info(device.name());
            String slots = shell.mapper.table(device.name(), TableSlot.ACTIVE).text() + " | "
                    + shell.mapper.table(device.name(), TableSlot.INACTIVE).text();
            state.put(
                    device.name().value(),
                    info.uuid() + "/" + slots + (info.suspended() ? " suspended" : "")
                            + (info.readOnly() ? " ro" : ""));
        }
        return state;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--flakey|0 2048 flakey 253:3 0 10 5 0|flakey",
                "--flakey=60/1|0 2048 flakey 253:3 0 60 1 0|flakey",
                "--delay=200ms|0 2048 delay 253:3 0 200|delay",
                "--error=8..16|0 8 linear 253:3 0~8 8 error~16 2032 linear 253:3 16|error",
                "--error=0..16|0 16 error~16 2032 linear 253:3 16|error",
                "--error=512KiB..end|0 1024 linear 253:3 0~1024 1024 error|error",
            })
    void aFaultLiesOverTheTableAndIsTakenAway(String option, String table, String fault) throws KernelException {
        Map<String, String> before = state();
        done("inject", "x", option);
        assertThat(state())
                .containsEntry("x", "/" + table.replace('~', '\n') + " | ")
                .containsEntry("dmkit-inject-253-1", "INJECT-253:1/" + TABLE + " | ")
                .hasSize(4);
        assertThat(shell.dm("ls")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines())
                .containsExactly(
                        "dmkit-inject-253-1\t253:3", "other\t253:0", "top\t253:2", "x\t253:1\tinjected " + fault);
        assertThat(shell.dm("info", "x")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).contains("injected       " + fault);
        assertThat(shell.dm("ls", "--select", "injected!=''", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("\"injected\" : \"" + fault + "\"").doesNotContain("other");
        done("inject", "x", "--clear");
        assertThat(state()).isEqualTo(before);
        assertThat(shell.holds.directory()).as("no note of what was held").isEmptyDirectory();
    }

    @Test
    void whatFailsFailsAndTheRestWorks() throws IOException {
        done("inject", "x", "--error", "8..16");
        try (Arena arena = Arena.ofConfined();
                Disk top = shell.machine.open(new DmName("top"))) {
            var sector = arena.allocate(512);
            sector.set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
            top.write(7, sector);
            top.write(16, sector);
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> top.write(8, sector))
                    .matches(e -> e.errno() == Errno.EIO);
            assertThat(shell.dm("inject", "x", "--clear")).isEqualTo(ExitCode.DONE);
            top.write(8, sector);
            top.read(16, sector);
            assertThat(sector.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 7);
        }
        done("inject", "x", "--flakey", "0/1");
        try (Arena arena = Arena.ofConfined();
                Disk top = shell.machine.open(new DmName("top"))) {
            var sector = arena.allocate(512);
            assertThatExceptionOfType(KernelException.class).isThrownBy(() -> top.read(0, sector));
        }
    }

    @Test
    void itIsFoundAgainUnderAnotherName() throws KernelException {
        done("inject", "x", "--delay", "1s");
        done("rename", "x", "y");
        assertThat(shell.dm("inject", "y", "--flakey")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err())
                .isEqualTo("dmkit: y has a fault already: delay; dmkit dm inject y --clear [dm.injected]\n");
        done("inject", "y", "--clear");
        assertThat(state()).hasSize(3).containsEntry("y", "/" + TABLE + " | ");
    }

    @Test
    void readOnlyStaysSo() throws KernelException {
        done("swap", "x", TABLE, "--readonly");
        Map<String, String> before = state();
        done("inject", "x", "--flakey");
        assertThat(state().values()).filteredOn(s -> s.endsWith(" ro")).hasSize(2);
        done("inject", "x", "--clear");
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--flakey", "--error=8..16", "--clear"})
    void aFailureAtAnyRequestLeavesTheOldTableOrGoesForward(String option) throws KernelException {
        int backedOut = 0;
        for (int at = 0; ; at++) {
            var fresh = new DmInjectTest();
            fresh.aDevice();
            if (option.equals("--clear")) {
                fresh.done("inject", "x", "--flakey");
            }
            Map<String, String> before = fresh.state();
            int[] left = {at};
            fresh.shell.machine.onOperation(o -> {
                if (o instanceof Operation.Request r && left[0]-- == 0) {
                    throw new KernelException(r.call(), r.device(), Errno.ENOMEM);
                }
            });
            ExitCode code = fresh.shell.dm("inject", "x", option);
            assertThat(fresh.state().values()).as(fresh.shell.out()).noneMatch(s -> s.contains("suspended"));
            if (left[0] >= 0) {
                assertThat(code).isEqualTo(ExitCode.DONE);
                break;
            }
            if (code == ExitCode.BACKED_OUT) {
                backedOut++;
                assertThat(fresh.shell.out()).startsWith("inject: DM_").endsWith("; taken back, all is as before\n");
                assertThat(fresh.state()).as(fresh.shell.out()).isEqualTo(before);
            } else if (code == ExitCode.INCOMPLETE) {
                assertThat(option).as(fresh.shell.out()).isEqualTo("--clear");
                assertThat(fresh.shell.out()).contains("DM_DEV_REMOVE dmkit-inject-253-1: ENOMEM");
                assertThat(fresh.state()).containsEntry("x", "/" + TABLE + " | ");
            }
        }
        assertThat(backedOut).isGreaterThan(4);
    }

    @Test
    void aFailureIsToldExactly() {
        shell.machine.onOperation(o -> {
            if (o.equals(new Operation.Request("DM_TABLE_LOAD", "x"))) {
                throw new KernelException("DM_TABLE_LOAD", "x", Errno.ENOMEM);
            }
        });
        assertThat(shell.dm("inject", "x", "--delay", "5ms")).isEqualTo(ExitCode.BACKED_OUT);
        assertThat(shell.out()).isEqualTo("inject: DM_TABLE_LOAD x: ENOMEM; taken back, all is as before\n");
    }

    @Test
    void whatWouldBeDoneIsTold() throws KernelException {
        Map<String, String> before = state();
        assertThat(shell.dm("inject", "x", "--flakey", "--dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines())
                .containsExactly(
                        "  1  create helper dmkit-inject-253-1: 0 1024 linear 8:0 8; 1024 1024 linear 8:16 0",
                        "  2  load x: 0 2048 flakey /dev/mapper/dmkit-inject-253-1 0 10 5",
                        "  3  rehearse suspend and resume",
                        "  4  suspend x",
                        "  5  resume x");
        assertThat(shell.dm("inject", "x", "--flakey", "--dry-run", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out().replaceAll("\\s", ""))
                .contains("{\"step\":\"create\",\"device\":\"dmkit-inject-253-1\",\"readOnly\":false,")
                .contains("\"uuid\":\"INJECT-253:1\"");
        assertThat(state()).isEqualTo(before);
        done("inject", "x", "--flakey");
        assertThat(shell.dm("inject", "x", "--clear", "--dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines())
                .containsExactly(
                        "  1  load x: 0 1024 linear 8:0 8; 1024 1024 linear 8:16 0",
                        "  2  rehearse suspend and resume",
                        "  3  suspend x",
                        "  4  resume x",
                        "  5  remove dmkit-inject-253-1");
    }

    @Test
    void severalAreInjectedAndClearedTogether() throws KernelException {
        Map<String, String> before = state();
        shell.input = "inject x --error 8..16\ninject other --delay 5ms\nswap top linear:x..1024\n";
        done("apply", "-");
        assertThat(state().get("top")).startsWith("/0 1024 linear 253:1 0");
        assertThat(state()).containsKeys("dmkit-inject-253-0", "dmkit-inject-253-1");
        shell.input = "inject x --clear\ninject other --clear\nswap top linear:x\n";
        done("apply", "-");
        assertThat(state()).isEqualTo(before);
        shell.input = "swap top zero:8\ninject nobody --flakey";
        assertThat(shell.dm("apply", "-")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).startsWith("dmkit: -:2:8: there is no mapped device nobody");
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|inject x|inject takes one of --flakey, --error, --delay, --clear (try 'dmkit dm inject --help')",
                "2|inject x --clear --flakey|inject takes one of --flakey, --error, --delay, --clear (try 'dmkit dm inject --help')",
                "2|inject x --flakey=0/0|not UP/DOWN in seconds: 0/0 (10/5)",
                "2|inject x --flakey=5|not UP/DOWN in seconds: 5 (10/5)",
                "2|inject --flakey x|Missing required parameter: 'DEVICE' (try 'dmkit dm inject --help')",
                "2|inject x --error=8|not FROM..END: 8 (2048..4096, 1MiB..end)",
                "2|inject x --error=8..many|not FROM..END: 8..many: not a size: many",
                "2|inject x --delay=soon|not a time: soon (10s, 500ms, 5m, 2h)",
                "1|inject x --error=8..4096|8..4096 is no range of 2048 sectors [dm.inject]",
                "1|inject x --error=16..8|16..8 is no range of 2048 sectors [dm.inject]",
                "1|inject x --error=0..end|0..end is all of the device; --flakey 0/1 [dm.inject]",
                "1|inject x --clear|x has no fault that was injected; dmkit dm ls [dm.inject]",
                "1|inject nobody --flakey|there is no mapped device nobody; dmkit dm ls [dm.no-device]",
                "1|inject mirror --flakey|mirror has the target mirror, which can't run in two devices; make a device over it"
                        + " and inject there: dmkit dm create NAME linear:mirror [dm.inject]",
                "1|inject empty --flakey|empty has no active table; dmkit dm load, then resume [dm.no-table]",
                "1|inject held --flakey|held is suspended; dmkit dm resume held [dm.suspended]",
            })
    void whatCanNotBeInjectedIsTold(int status, String words, String message) throws KernelException {
        done("create", "mirror", "0 2048 mirror core 2 512 nosync 2 8:0 2048 8:32 0");
        done("create", "empty", "--no-table");
        done("create", "held", "zero:8");
        done("suspend", "held");
        Map<String, String> before = state();
        var all = new ArrayList<String>(List.of(words.split(" ", -1)));
        assertThat(shell.dm(all.toArray(String[]::new)).status())
                .as(shell.err())
                .isEqualTo(status);
        assertThat(shell.err()).startsWith("dmkit: " + message);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void whatAnotherDeviceLeftIsNotTakenForAFault() throws KernelException {
        done("inject", "other", "--flakey");
        done("remove", "other");
        done("create", "new", "linear:sdc");
        assertThat(shell.dm("ls")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).contains("new\t253:0");
        assertThat(shell.dm("inject", "new", "--clear")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.dm("inject", "new", "--flakey")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err())
                .isEqualTo("dmkit: dmkit-inject-253-0 was left by another device; dmkit dm remove dmkit-inject-253-0"
                        + " [dm.inject]\n");
        done("remove", "dmkit-inject-253-0");
        done("inject", "new", "--flakey");
    }
}
