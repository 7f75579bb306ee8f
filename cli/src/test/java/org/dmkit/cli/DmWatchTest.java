package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dmkit.cli.dm.SysfsBlocks;
import org.dmkit.cli.dm.User;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmUuid;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.simulation.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code dmkit dm events}, {@code wait}, {@code why} and {@code run}. */
@Timeout(120)
class DmWatchTest {
    private final DmShell shell = new DmShell();

    @BeforeEach
    void aStack() {
        assertThat(shell.dm("create", "low", "linear:sda", "--uuid", "U-1")).isEqualTo(ExitCode.DONE);
        assertThat(shell.dm("create", "top", "0 2048 mirror core 2 512 sync 2 /dev/mapper/low 0 8:16 0"))
                .isEqualTo(ExitCode.DONE);
    }

    private interface Change {
        void make() throws KernelException;
    }

    /** Makes changes, each when what was printed before has come. */
    private CompletableFuture<Void> whenPrinted(List<String> beginnings, List<Change> changes) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < changes.size(); i++) {
                    String beginning = beginnings.get(i);
                    while (shell.lines().stream().noneMatch(l -> l.startsWith(beginning))) {
                        Thread.sleep(5);
                    }
                    changes.get(i).make();
                }
            } catch (KernelException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void eventsAreCounted() {
        assertThat(shell.dm("events")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).containsExactly("present\tlow\t253:0\t0", "present\ttop\t253:1\t0");
        assertThat(shell.dm("events", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines())
                .first()
                .isEqualTo("{\"schema\":1,\"command\":\"dm events\",\"event\":\"present\",\"name\":\"low\","
                        + "\"number\":\"253:0\",\"uuid\":\"U-1\",\"count\":0}");
    }

    @Test
    void oneStreamTellsOfAllDevices() throws Exception {
        shell.readsLines = 6;
        var changes = whenPrinted(
                List.of("present\ttop", "made\tnew", "renamed\tother", "removed\tother"),
                List.of(
                        () -> shell.mapper.create(new DmName("new"), DmUuid.NONE),
                        () -> shell.mapper.rename(new DmName("new"), new DmName("other")),
                        () -> shell.mapper.remove(new DmName("other")),
                        () -> shell.machine.advance(4096)));
        assertThat(shell.dm("events", "--follow")).isEqualTo(ExitCode.DONE);
        changes.get();
        assertThat(shell.lines())
                .containsExactly(
                        "present\tlow\t253:0\t0",
                        "present\ttop\t253:1\t0",
                        "made\tnew\t253:2\t0",
                        "renamed\tother\t253:2\t1\tnew",
                        "removed\tother\t253:2\t1",
                        "event\ttop\t253:1\t1");
    }

    @Test
    void followingMayHaveAnEnd() {
        assertThat(shell.dm("events", "--follow", "--timeout", "1ms")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).hasSize(2);
        assertThat(shell.dm("events", "--timeout", "1ms")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aConditionIsWaitedFor() {
        var rebuilt = CompletableFuture.runAsync(() -> shell.machine.advance(4096));
        assertThat(shell.dm("wait", "top", "--until", "mirror.done=4", "--json"))
                .as(shell.err())
                .isEqualTo(ExitCode.DONE);
        rebuilt.join();
        assertThat(shell.out()).contains("\"mirror.done\" : \"4\"", "\"count\" : 1");
        assertThat(shell.dm("wait", "top", "--until", "mirror.health=AA")).isEqualTo(ExitCode.DONE);
        assertThat(shell.dm("wait", "top", "--until", "state!=suspended")).isEqualTo(ExitCode.DONE);
        assertThat(shell.dm("wait", "uuid:U-1", "--until", "open=1")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out() + shell.err()).isEmpty();
    }

    @Test
    void anEventIsWaitedFor() throws Exception {
        // A mirror becomes whole again and again, because that may come before anybody waits.
        var over = new AtomicBoolean();
        var events = CompletableFuture.runAsync(() -> {
            try {
                while (!over.get()) {
                    var top = new DmName("top");
                    shell.mapper.load(top, shell.mapper.table(top, TableSlot.ACTIVE), false);
                    shell.mapper.resume(top);
                    shell.machine.advance(4096);
                    Thread.sleep(5);
                }
            } catch (KernelException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            assertThat(shell.dm("wait", "top", "--json")).as(shell.err()).isEqualTo(ExitCode.DONE);
        } finally {
            over.set(true);
        }
        events.get();
        assertThat(shell.out()).contains("\"name\" : \"top\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|wait top --timeout 1ms|top: no event in time [dm.timeout]",
                "1|wait top --timeout 1ms --until open=7|top: open is 0, and does not become 7 in time [dm.timeout]",
                "1|wait top --timeout 1ms --until open!=0|top: open is 0, and does not become other than 0 in time",
                "1|wait top --until raid.health=AA|top has no raid.health; it has name, uuid, number, state,",
                "1|wait nobody|DM_DEV_STATUS nobody: ENXIO",
                "2|wait top --until health|not FIELD=VALUE or FIELD!=VALUE: health",
                "2|wait top --timeout soon|not a time: soon (10s, 500ms, 5m, 2h)",
                "1|why nobody|there is no mapped device nobody",
            })
    void whatDoesNotComeIsTold(int status, String words, String message) {
        assertThat(shell.dm(words.split(" ", -1)).status()).as(shell.out()).isEqualTo(status);
        assertThat(shell.err()).startsWith("dmkit: " + message);
    }

    @Test
    void whoUsesADeviceIsTold() {
        shell.users.put(
                new DeviceNumber(253, 0),
                List.of(
                        new User(User.Kind.MOUNT, "/mnt", 0),
                        new User(User.Kind.SWAP, "", 0),
                        new User(User.Kind.OPEN, "tar", 7),
                        new User(User.Kind.FILE, "sh", 8)));
        assertThat(shell.dm("why", "low")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines())
                .containsExactly(
                        "held by top",
                        "mounted at /mnt",
                        "swap",
                        "open in tar (process 7)",
                        "a file on it is open in sh (process 8)");
        assertThat(shell.dm("why", "uuid:U-1", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out().replaceAll("\\s", ""))
                .contains(
                        "\"users\":[{\"use\":\"holder\",\"name\":\"top\"},",
                        "{\"use\":\"open\",\"name\":\"tar\",\"process\":7}")
                .contains("\"open\":1");
        assertThat(shell.dm("remove", "low")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).contains("EBUSY; held by top; mounted at /mnt; swap; open in tar (process 7); a file");
        assertThat(shell.dm("why", "/dev/sdb")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).containsExactly("held by top");
        assertThat(shell.dm("why", "top")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).containsExactly("nobody uses it");
    }

    @Test
    void aTableThatIsOnlyLoadedKeepsADeviceBusy() {
        shell.dm("create", "low", "linear:/dev/sda");
        shell.dm("create", "top", "linear:/dev/sdb");
        shell.dm("load", "top", "linear:low");
        assertThat(shell.dm("why", "low")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).containsExactly("held by top");
        assertThat(shell.dm("remove", "low")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).contains("EBUSY; held by top");
    }

    @Test
    void processesAreFoundByWhatTheyHaveOpen(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        DeviceNumber number = DeviceNumber.unpack((long) Files.getAttribute(file, "unix:dev"));
        Path fd = Files.createDirectories(directory.resolve("proc/42/fd"));
        Files.writeString(directory.resolve("proc/42/comm"), "editor\n");
        Files.createDirectories(directory.resolve("proc/43/fd"));
        Files.createSymbolicLink(fd.resolve("3"), file);
        Files.createSymbolicLink(fd.resolve("4"), directory.resolve("gone"));
        var blocks = new SysfsBlocks(directory, directory.resolve("proc"));
        assertThat(blocks.processes(number)).containsExactly(new User(User.Kind.FILE, "editor", 42));
        assertThat(blocks.processes(new DeviceNumber(259, 77))).isEmpty();
    }

    private static final String STACK = "create one zero:8\ncreate two linear:one\n";

    private ExitCode run(String... words) {
        shell.input = STACK;
        var all = new ArrayList<String>(List.of("run", "-"));
        all.addAll(List.of(words));
        return shell.dm(all.toArray(String[]::new));
    }

    @Test
    void aCommandHasDevicesAsLongAsItRuns() throws KernelException {
        var operations = new ArrayList<String>();
        shell.machine.onOperation(o -> operations.add(o.toString()));
        assertThat(run("--", "sh", "-c", "exit 7").status()).isEqualTo(7);
        assertThat(shell.out() + shell.err()).isEmpty();
        assertThat(operations)
                .containsSubsequence(
                        new Operation.Request("DM_DEV_CREATE", "one").toString(),
                        new Operation.Request("DM_DEV_CREATE", "two").toString(),
                        new Operation.Request("DM_DEV_REMOVE", "two").toString(),
                        new Operation.Request("DM_DEV_REMOVE", "one").toString());
        assertThat(shell.mapper.devices()).hasSize(2);
        assertThat(run("--json", "--", "true")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("\"outcome\" : \"done\"", "\"status\" : 0");
        assertThat(run("--", "sh", "-c", "kill -9 $$").status()).isEqualTo(137);
        assertThat(shell.mapper.devices()).hasSize(2);
    }

    @Test
    void aCommandThatCanNotBeStartedLeavesNothing() throws KernelException {
        assertThat(run("--", "/no/such/program")).isEqualTo(ExitCode.BACKED_OUT);
        assertThat(shell.out()).contains("No such file", "taken back, all is as before");
        assertThat(shell.mapper.devices()).hasSize(2);
    }

    @Test
    void whatCanNotBeTakenAwayIsTold() throws KernelException {
        shell.machine.onOperation(o -> {
            if (o.equals(new Operation.Request("DM_DEV_REMOVE", "two"))) {
                throw new KernelException("DM_DEV_REMOVE", "two", Errno.EINVAL);
            }
        });
        assertThat(run("--", "true")).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(shell.out()).contains("DM_DEV_REMOVE two: EINVAL", "DM_DEV_REMOVE one: EBUSY; held by two");
    }

    @Test
    void aRunOnlyMakesDevices() throws KernelException {
        assertThat(run("--dry-run", "--", "mkfs", "x")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines())
                .containsExactly(
                        "  1  create one: 0 8 zero",
                        "  2  create two: 0 8 linear /dev/mapper/one 0",
                        "     run mkfs x",
                        "  3  remove two",
                        "  4  remove one");
        shell.input = "swap top zero:8";
        assertThat(shell.dm("run", "-", "--", "true")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).contains("run makes devices and changes none: load top");
        assertThat(shell.mapper.devices()).hasSize(2);
    }
}
