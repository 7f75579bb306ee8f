package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;
import org.dmkit.uapi.Constants;
import org.junit.jupiter.api.Test;

/** What is heard of ioctls; a device that knows none of them has answers, too. */
class DmTraceTest {
    private static final DmName NAME = new DmName("a name");

    private static int devNull() {
        try (Arena arena = Arena.ofConfined()) {
            return Syscalls.open(arena.allocateFrom("/dev/null").address(), Constants.O_RDWR | Constants.O_CLOEXEC, 0);
        }
    }

    @Test
    void whatTheKernelRefusesIsHeardWithItsErrno() {
        var heard = new ArrayList<DmTrace.Asked>();
        try (var ioctl = new DmIoctl(devNull(), heard::add, () -> KernelLog.SILENT)) {
            DmCall call =
                    DmCall.of(DmRequest.DM_DEV_SUSPEND, NAME).withFlags(DmLayout.SUSPEND_FLAG | DmLayout.NOFLUSH_FLAG);
            assertThatExceptionOfType(KernelException.class).isThrownBy(() -> ioctl.call(call, DmReply::info));
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> ioctl.callApart(DmCall.of(DmRequest.DM_VERSION), DmReply::version));
        }
        assertThat(heard)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("nanoseconds")
                .containsExactly(
                        new DmTrace.Asked(
                                "DM_DEV_SUSPEND",
                                "a name",
                                List.of("DM_SUSPEND_FLAG", "DM_NOFLUSH_FLAG"),
                                Errno.ENOTTY,
                                0),
                        new DmTrace.Asked("DM_VERSION", "", List.of(), Errno.ENOTTY, 0));
    }

    @Test
    void flagsHaveTheNamesOfTheHeader() {
        assertThat(DmFlags.names(0)).isEmpty();
        assertThat(DmFlags.names(DmLayout.READONLY_FLAG | DmLayout.DEFERRED_REMOVE))
                .containsExactly("DM_READONLY_FLAG", "DM_DEFERRED_REMOVE");
        assertThat(DmFlags.names(DmLayout.UUID_FLAG | 1 << 30)).containsExactly("DM_UUID_FLAG", "0x40000000");
    }
}
