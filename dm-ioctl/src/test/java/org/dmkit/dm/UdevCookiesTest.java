package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.dmkit.dm.UdevCookies.State;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.junit.jupiter.api.Test;

class UdevCookiesTest {
    private static Optional<State> find(int key) throws Exception {
        return UdevCookies.all().stream().filter(s -> s.key() == key).findFirst();
    }

    private static void assertGone(int key) throws Exception {
        assertThat(find(key)).isEmpty();
        assertThatThrownBy(() -> UdevCookies.complete(key))
                .isInstanceOfSatisfying(
                        KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }

    @Test
    void aNewOneIsListedAndWaitsForNothingYet() throws Exception {
        int key = UdevCookies.create();
        assertThat(key >>> 16).isEqualTo(UdevCookies.PREFIX);
        State state = find(key).orElseThrow();
        assertThat(state.value()).isEqualTo(1);
        UdevCookies.await(key);
        assertGone(key);
    }

    @Test
    void theWaitEndsWhenEachEventIsComplete() throws Exception {
        int key = UdevCookies.create();
        UdevCookie first = UdevCookie.join(key);
        UdevCookie second = UdevCookie.join(key);
        assertThat(find(key).orElseThrow().value()).isEqualTo(3);
        // As udev's rule for the one; the other is a request that failed.
        UdevCookies.complete((UdevCookies.PREFIX << 16) | (first.event() & 0xffff));
        second.discard();
        assertThat(find(key).orElseThrow().value()).isEqualTo(1);
        UdevCookies.await(key);
        assertGone(key);
    }

    @Test
    void whatNobodyWaitsForIsNotComplete() throws Exception {
        int key = UdevCookies.create();
        UdevCookies.complete(key);
        assertThatThrownBy(() -> UdevCookies.complete(key))
                .isInstanceOfSatisfying(
                        KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
        UdevCookies.remove(find(key).orElseThrow());
        assertGone(key);
    }

    @Test
    void anUnheardEventIsMarkedAsOurs() {
        assertThat(UdevCookie.UNHEARD.event()).isEqualTo(0x40_0000);
        assertThat(UdevCookie.UNHEARD.with(UdevCookie.WITHOUT_RULES).event()).isEqualTo(0x43_0000);
        assertThat(UdevCookie.NONE.with(UdevCookie.WITHOUT_RULES).event()).isZero();
    }
}
