package org.dmkit.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.KernelException;
import org.dmkit.linux.Syscalls;
import org.dmkit.uapi.Constants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class NodeKeeperTest {
    private static final DmName ONE = new DmName("A Volume");
    private static final DmName TWO = new DmName("two");
    private static final DeviceNumber NUMBER = new DeviceNumber(253, 300);

    @TempDir
    private Path directory;

    private Path mapper;
    private Path one;
    private Path two;

    @BeforeEach
    void paths() throws Exception {
        assumeTrue(
                "0".equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString()), "not root");
        mapper = directory.resolve("mapper");
        one = mapper.resolve("A\\x20Volume");
        two = mapper.resolve("two");
    }

    @Test
    void withoutUdevNodesAreMadeAndRemovedHere() throws Exception {
        NodeKeeper keeper = keeper(false);
        assertThat(keeper.cookie()).isEqualTo(UdevCookie.NONE);
        keeper.changed(UdevCookie.NONE, List.of(new NodeKeeper.Node.Present(ONE, NUMBER)));
        assertThat(numberOf(one)).isEqualTo(NUMBER);
        assertThat(Files.getAttribute(one, "unix:mode")).isEqualTo(0x6000 | 0660);
        assertThat(Files.getAttribute(one, "unix:gid")).isEqualTo(6);
        keeper.changed(
                UdevCookie.NONE, List.of(new NodeKeeper.Node.Gone(ONE), new NodeKeeper.Node.Present(TWO, NUMBER)));
        assertThat(one).doesNotExist();
        assertThat(numberOf(two)).isEqualTo(NUMBER);
        keeper.changed(UdevCookie.NONE, List.of(new NodeKeeper.Node.Gone(TWO), new NodeKeeper.Node.Gone(TWO)));
        assertThat(two).doesNotExist();
    }

    @Test
    void aNodeWithAnotherNumberIsReplaced() throws Exception {
        NodeKeeper keeper = keeper(false);
        keeper.changed(UdevCookie.NONE, List.of(new NodeKeeper.Node.Present(TWO, new DeviceNumber(253, 1))));
        keeper.changed(UdevCookie.NONE, List.of(new NodeKeeper.Node.Present(TWO, NUMBER)));
        assertThat(numberOf(two)).isEqualTo(NUMBER);
        Files.delete(two);
        Files.createSymbolicLink(two, Path.of("../nowhere"));
        keeper.changed(UdevCookie.NONE, List.of(new NodeKeeper.Node.Present(TWO, NUMBER)));
        assertThat(numberOf(two)).isEqualTo(NUMBER);
    }

    @Test
    void whileADeviceIsSuspendedNothingIsTouched() throws Exception {
        NodeKeeper keeper = keeper(false);
        keeper.suspended(ONE);
        keeper.changed(UdevCookie.NONE, List.of(new NodeKeeper.Node.Present(TWO, NUMBER)));
        assertThat(two).doesNotExist();
        keeper.changed(UdevCookie.NONE, List.of(new NodeKeeper.Node.Present(ONE, new DeviceNumber(253, 1))));
        assertThat(one).exists();
        assertThat(two).exists();
    }

    @Test
    void whatUdevLeavesUndoneIsDoneHere() throws Exception {
        NodeKeeper keeper = keeper(true);
        UdevCookie done = keeper.cookie();
        Syscalls.semctl(done.set(), 0, Constants.SETVAL, 0);
        keeper.changed(done, List.of(new NodeKeeper.Node.Present(TWO, NUMBER)));
        assertThat(numberOf(two)).isEqualTo(NUMBER);
    }

    @Test
    void aUdevThatDoesNotAnswerIsNotAskedAgain() throws Exception {
        NodeKeeper keeper = keeper(true);
        UdevCookie never = keeper.cookie();
        assertThat(never).isNotEqualTo(UdevCookie.NONE);
        keeper.changed(never, List.of(new NodeKeeper.Node.Present(TWO, NUMBER)));
        assertThat(numberOf(two)).isEqualTo(NUMBER);
        assertThat(keeper.cookie()).isEqualTo(UdevCookie.NONE);
    }

    @Test
    void whoDoesNotWaitLeavesNodesToUdev() throws Exception {
        var never = new UdevPolicy(new UdevPolicy.Wait.Never(), true);
        var keeper = new NodeKeeper(new DmNodes(mapper), true, never, Duration.ofMillis(20));
        assertThat(keeper.cookie()).isEqualTo(UdevCookie.UNHEARD);
        keeper.changed(keeper.cookie(), List.of(new NodeKeeper.Node.Present(TWO, NUMBER)));
        assertThat(two).doesNotExist();
    }

    @Test
    void whereUdevsRulesAreOffNodesAreMadeHere() throws Exception {
        var keeper = new NodeKeeper(new DmNodes(mapper), true, UdevPolicy.leftOut(), Duration.ofMillis(20));
        keeper.changed(keeper.cookie(), List.of(new NodeKeeper.Node.Present(TWO, NUMBER)));
        assertThat(numberOf(two)).isEqualTo(NUMBER);
    }

    @Test
    void aSharedCookieIsCountedAndNotWaitedFor() throws Exception {
        int key = UdevCookies.create();
        var later = new UdevPolicy(new UdevPolicy.Wait.Later(key), true);
        var keeper = new NodeKeeper(new DmNodes(mapper), true, later, Duration.ofMinutes(10));
        keeper.changed(keeper.cookie(), List.of(new NodeKeeper.Node.Present(TWO, NUMBER)));
        assertThat(two).doesNotExist();
        UdevCookies.complete(key);
        UdevCookies.await(key);
        assertThatThrownBy(keeper::cookie).isInstanceOf(KernelException.class);
    }

    @Test
    void aNodeThatCannotBeMadeDoesNotUndoTheRequest() throws Exception {
        Files.createFile(mapper);
        keeper(false).changed(UdevCookie.NONE, List.of(new NodeKeeper.Node.Present(TWO, NUMBER)));
        assertThat(mapper).isRegularFile();
    }

    private NodeKeeper keeper(boolean udev) {
        return new NodeKeeper(new DmNodes(mapper), udev, UdevPolicy.WAIT, Duration.ofMillis(20));
    }

    private static DeviceNumber numberOf(Path node) throws Exception {
        return DeviceNumber.unpack(((Number) Files.getAttribute(node, "unix:rdev")).longValue());
    }
}
