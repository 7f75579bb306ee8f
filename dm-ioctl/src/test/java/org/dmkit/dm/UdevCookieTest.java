package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.dmkit.linux.Errno;
import org.dmkit.linux.Syscalls;
import org.dmkit.uapi.Constants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UdevCookieTest {
    @Test
    void theKernelGetsTheKeyWithoutMagicAndTheFlagThatTheEventIsOurs() throws Exception {
        UdevCookie cookie = UdevCookie.create();
        // libdm: DM_COOKIE_MAGIC 0x0D4D; DM_UDEV_PRIMARY_SOURCE_FLAG 0x0040 << DM_UDEV_FLAGS_SHIFT 16.
        assertThat(cookie.key() >>> 16).isEqualTo(0x0d4d);
        assertThat(cookie.event()).isEqualTo(0x0040_0000 | (cookie.key() & 0xffff));
        assertThat(cookie.event() & 0xffff).isNotZero();
        cookie.discard();
    }

    @Test
    void aDeadUdevIsWaitedForOnlySoLong() throws Exception {
        UdevCookie cookie = UdevCookie.create();
        assertThat(cookie.await(Duration.ofMillis(20))).isFalse();
        assertThat(isThere(cookie)).isFalse();
    }

    @Test
    void whatUdevHasDoneIsNotWaitedFor() throws Exception {
        UdevCookie cookie = UdevCookie.create();
        Syscalls.semctl(cookie.set(), 0, Constants.SETVAL, 0);
        assertThat(cookie.await(Duration.ofMinutes(10))).isTrue();
        assertThat(isThere(cookie)).isFalse();
    }

    @Test
    void aRemovedSemaphoreIsNotWaitedFor() throws Exception {
        UdevCookie cookie = UdevCookie.create();
        cookie.discard();
        assertThat(cookie.await(Duration.ofMinutes(10))).isTrue();
    }

    @Test
    @Tag("root")
    @Tag("dm")
    void udevsRuleEndsTheWait() throws Exception {
        // Without a device-mapper and udev dmsetup doesn't touch the semaphore.
        assumeTrue(Files.exists(Path.of("/run/udev/control")), "no udev");
        RealKernel.open().close();
        Path dmsetup = Path.of("/usr/sbin/dmsetup");
        assumeTrue(Files.isExecutable(dmsetup), "no dmsetup");
        UdevCookie cookie = UdevCookie.create();
        // As 95-dm-notify.rules does it with the event's DM_COOKIE.
        Process rule = new ProcessBuilder(dmsetup.toString(), "udevcomplete", Integer.toUnsignedString(cookie.event()))
                .redirectErrorStream(true)
                .start();
        assertThat(cookie.await(Duration.ofMinutes(1))).isTrue();
        assertThat(rule.waitFor()).isZero();
    }

    @Test
    void noCookieIsNoWait() {
        assertThat(UdevCookie.NONE.event()).isZero();
        assertThat(UdevCookie.NONE.await(Duration.ofMinutes(10))).isTrue();
        UdevCookie.NONE.discard();
    }

    private static boolean isThere(UdevCookie cookie) {
        int set = Syscalls.semget(cookie.key(), 1, 0);
        assertThat(set >= 0 || set == -Errno.ENOENT).isTrue();
        return set >= 0;
    }
}
