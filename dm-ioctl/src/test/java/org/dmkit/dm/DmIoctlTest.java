package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;
import org.dmkit.uapi.Constants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests to a file that takes none. */
class DmIoctlTest {
    private static final Path LOG = Path.of("/dev/kmsg");
    private static final DmName NAME = new DmName("x y");

    private int opened;

    private DmIoctl ioctl() {
        try (Arena arena = Arena.ofConfined()) {
            int fd =
                    Syscalls.open(arena.allocateFrom("/dev/null").address(), Constants.O_RDWR | Constants.O_CLOEXEC, 0);
            return new DmIoctl(fd, null, () -> {
                opened++;
                return KernelLog.fromNow();
            });
        }
    }

    private static KernelException refused(DmIoctl ioctl, DmCall call) {
        return catchThrowableOfType(KernelException.class, () -> ioctl.call(call, DmReply::version));
    }

    /** What the kernel writes while it has the request. */
    private record Says(String line) implements DmPayload {
        @Override
        public int bound() {
            return 0;
        }

        @Override
        public int write(ByteBuffer buffer, int at) {
            say(line);
            return at;
        }

        @Override
        public int targets() {
            return 2;
        }
    }

    private static void say(String line) {
        try {
            Files.writeString(LOG, line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("root")
    void aRefusalHasWhatTheKernelSaidMeanwhile() {
        assumeTrue(Files.isReadable(LOG) && Files.isWritable(LOG), "may not read and write /dev/kmsg");
        try (DmIoctl ioctl = ioctl()) {
            for (String during : List.of("device-mapper: dmkit test: first", "device-mapper: dmkit test: second")) {
                say("device-mapper: dmkit test: before");
                KernelException e =
                        refused(ioctl, DmCall.of(DmRequest.DM_TABLE_LOAD, NAME).withPayload(new Says(during)));
                assertThat(e.errno()).isEqualTo(Errno.ENOTTY);
                assertThat(e.reason()).contains(during).doesNotContain("device-mapper: dmkit test: before");
                assertThat(e).hasMessageStartingWith("DM_TABLE_LOAD x y: ENOTTY; the kernel says: device-mapper: ");
            }
            assertThat(opened).isEqualTo(1);
        }
    }

    @Test
    void aQuestionOpensNoLog() {
        try (DmIoctl ioctl = ioctl()) {
            KernelException e = refused(ioctl, DmCall.of(DmRequest.DM_DEV_STATUS, NAME));
            assertThat(e.reason()).isEmpty();
            assertThat(opened).isZero();
        }
    }

    @Test
    void aRefusalHasTheHeadOfTheRequest() {
        try (DmIoctl ioctl = ioctl()) {
            KernelException e = refused(
                    ioctl,
                    DmCall.of(DmRequest.DM_DEV_SUSPEND, NAME)
                            .withFlags(DmLayout.SUSPEND_FLAG | DmLayout.NOFLUSH_FLAG)
                            .withEvent(7));
            assertThat(e.request())
                    .isEqualTo("targets 0, flags 0x802, event 7, device 0:0, name \"x\\x20y\", uuid \"\";"
                            + " the kernel has version 4.0.0");
        }
    }

    @Test
    void ofAllThatTheKernelSaysTheMappingCounts() {
        assertThat(DmIoctl.reason(List.of(
                        "usb 1-1: new device",
                        "device-mapper: table: 253:0: linear: bad",
                        "md/raid1:mdX: not clean",
                        "device-mapper: table: 253:0: linear: bad")))
                .containsExactly("device-mapper: table: 253:0: linear: bad", "md/raid1:mdX: not clean");
    }
}
