package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dmkit.dm.UdevPolicy;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.simulation.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code --trace} and {@code --no-udev}, of every verb of {@code dmkit dm}. */
class DmTracedTest {
    private final DmShell shell = new DmShell();

    @BeforeEach
    void aDevice() {
        assertThat(shell.dm("create", "x", "linear:sda")).isEqualTo(ExitCode.DONE);
    }

    /** What was traced, without times. */
    private List<String> traced() {
        assertThat(shell.err().lines()).allMatch(l -> l.matches(".*[:,] [0-9]+ us"));
        return shell.err()
                .lines()
                .map(l -> l.replaceFirst("[:,] [0-9]+ us$", ""))
                .toList();
    }

    @Test
    void eachIoctlIsToldWithDeviceFlagsAndErrno() {
        assertThat(shell.dm("table", "x", "--inactive", "--trace")).isEqualTo(ExitCode.DONE);
        assertThat(traced())
                .containsExactly(
                        "DM_TABLE_STATUS x" + " DM_STATUS_TABLE_FLAG|DM_NOFLUSH_FLAG|DM_QUERY_INACTIVE_TABLE_FLAG");
        assertThat(shell.dm("clear", "nobody", "--trace")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).matches("DM_TABLE_CLEAR nobody: ENXIO, [0-9]+ us\ndmkit: DM_TABLE_CLEAR nobody: .*\n");
        assertThat(shell.dm("suspend", "x", "--noflush", "--nolockfs", "--trace"))
                .isEqualTo(ExitCode.DONE);
        assertThat(traced()).containsExactly("DM_DEV_SUSPEND x DM_SUSPEND_FLAG|DM_SKIP_LOCKFS_FLAG|DM_NOFLUSH_FLAG");
        assertThat(shell.dm("resume", "x", "--trace")).isEqualTo(ExitCode.DONE);
        assertThat(traced()).containsExactly("DM_DEV_SUSPEND x");
        assertThat(shell.dm("load", "x", "zero:8", "--readonly", "--trace")).isEqualTo(ExitCode.DONE);
        assertThat(traced()).containsExactly("DM_GET_TARGET_VERSION zero", "DM_TABLE_LOAD x DM_READONLY_FLAG");
        assertThat(shell.dm("remove", "x", "--deferred", "--trace")).isEqualTo(ExitCode.DONE);
        assertThat(traced()).contains("DM_DEV_REMOVE x DM_DEFERRED_REMOVE");
    }

    @Test
    void aLookAsksOncePerDeviceWhereNoFaultWasPutIn() {
        assertThat(shell.dm("create", "y", "linear:sda")).isEqualTo(ExitCode.DONE);
        assertThat(shell.dm("info", "--trace")).isEqualTo(ExitCode.DONE);
        assertThat(traced()).containsExactly("DM_LIST_DEVICES DM_UUID_FLAG", "DM_DEV_STATUS x", "DM_DEV_STATUS y");
        assertThat(shell.dm("ls", "--select", "open=0", "--trace")).isEqualTo(ExitCode.DONE);
        assertThat(traced()).containsExactly("DM_LIST_DEVICES DM_UUID_FLAG", "DM_DEV_STATUS x", "DM_DEV_STATUS y");
    }

    @Test
    void nothingIsTracedUnlessAskedFor() {
        assertThat(shell.dm("table")).isEqualTo(ExitCode.DONE);
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void aProgramReadsALineOfJsonForEach() {
        assertThat(shell.dm("table", "x", "--trace", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.err())
                .matches("\\{\"schema\":1,\"command\":\"dm table\",\"ioctl\":\"DM_TABLE_STATUS\",\"device\":\"x\","
                        + "\"flags\":\\[\"DM_STATUS_TABLE_FLAG\",\"DM_NOFLUSH_FLAG\"\\],"
                        + "\"errno\":\"\",\"microseconds\":[0-9]+\\}\n");
        assertThat(shell.out()).contains("\"tables\"");
    }

    @Test
    void everyVerbCanBeTraced() {
        for (String[] words : new String[][] {
            {"ls"},
            {"info"},
            {"status"},
            {"deps"},
            {"targets"},
            {"version"},
            {"export"},
            {"why", "x"},
            {"events"},
            {"create", "y", "zero:8"},
            {"rename", "y", "z"},
            {"set-uuid", "z", "U"},
            {"message", "z", "hello"},
            {"wait", "z", "--until", "open=0"},
            {"remove", "z"},
            {"mknodes"}
        }) {
            var all = new ArrayList<String>(List.of(words));
            all.add("--trace");
            shell.dm(all.toArray(String[]::new));
            assertThat(shell.err()).as(all.toString()).contains("DM_");
        }
    }

    /** Whoever reads it may have to wait for the device. */
    @Test
    void nothingIsPrintedWhileADeviceIsSuspended() {
        var during = new ArrayList<String>();
        shell.machine.onOperation(o -> {
            if (o.equals(new Operation.Request("DM_DEV_SUSPEND", "x"))) {
                during.add(shell.err());
            }
        });
        assertThat(shell.dm("swap", "x", "linear:sdb", "--trace")).isEqualTo(ExitCode.DONE);
        assertThat(during).hasSize(2);
        assertThat(during.getFirst()).contains("DM_TABLE_LOAD x");
        assertThat(during.getLast()).isEqualTo(during.getFirst());
        assertThat(traced())
                .containsSubsequence(
                        "DM_TABLE_LOAD x",
                        "DM_DEV_SUSPEND x DM_SUSPEND_FLAG|DM_SKIP_LOCKFS_FLAG|DM_NOFLUSH_FLAG",
                        "DM_DEV_SUSPEND x");
    }

    @Test
    void whatWasDoneBeforeAFailureIsToldAllTheSame() {
        shell.machine.onOperation(o -> {
            if (o.equals(new Operation.Request("DM_TABLE_LOAD", "x"))) {
                throw new KernelException("DM_TABLE_LOAD", "x", Errno.ENOMEM);
            }
        });
        assertThat(shell.dm("swap", "x", "linear:sdb", "--trace")).isEqualTo(ExitCode.BACKED_OUT);
        assertThat(traced()).contains("DM_TABLE_LOAD x: ENOMEM");
    }

    @Test
    void udevIsWaitedForUnlessItIsLeftOut() {
        shell.policies.clear();
        shell.dm("resume", "x");
        shell.dm("resume", "x", "--no-udev");
        assertThat(shell.policies).containsExactly(UdevPolicy.WAIT, UdevPolicy.leftOut());
    }
}
