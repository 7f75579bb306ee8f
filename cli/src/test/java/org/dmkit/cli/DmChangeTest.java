package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.simulation.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code dmkit dm} changes, on a simulated kernel. */
class DmChangeTest {
    private final DmShell shell = new DmShell();

    @TempDir
    Path directory;

    private void done(String... words) {
        assertThat(shell.dm(words)).as(shell.err() + shell.out()).isEqualTo(ExitCode.DONE);
        assertThat(shell.out() + shell.err()).isEmpty();
    }

    private List<String> table(String name) throws KernelException {
        return shell.mapper.table(new DmName(name), TableSlot.ACTIVE).lines().stream()
                .map(Object::toString)
                .toList();
    }

    private void refuse(String call, String device, int errno) {
        shell.machine.onOperation(o -> {
            if (o.equals(new Operation.Request(call, device))) {
                throw new KernelException(call, device, errno);
            }
        });
    }

    /** The first time only. */
    private void refuseOnce(String call, String device, int errno) {
        var left = new AtomicInteger(1);
        shell.machine.onOperation(o -> {
            if (o.equals(new Operation.Request(call, device)) && left.getAndDecrement() > 0) {
                throw new KernelException(call, device, errno);
            }
        });
    }

    private List<Operation> requests(Runnable what) {
        var all = new ArrayList<Operation>();
        shell.machine.onOperation(all::add);
        what.run();
        return all;
    }

    private void nothingIsSuspended() throws KernelException {
        for (var device : shell.mapper.devices()) {
            assertThat(shell.mapper.info(device.name()).suspended())
                    .as(device.name().value())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 8 zero|0 8 zero",
                "0 1MiB linear /dev/sda 0|0 2048 linear 8:0 0",
                "linear:/dev/sdb+2048..end|0 2048 linear 8:16 2048",
                "linear:sdb|0 4096 linear 8:16 0",
                "linear:8:16+1k..2048s|0 2046 linear 8:16 2",
                "linear:sda+2048..1.5MiB|0 1024 linear 8:0 2048",
                "striped:64KiB:/dev/sda,/dev/sdb+100|0 7936 striped 2 128 8:0 0 8:16 100",
                "striped:8:8:0..1024,8:16..512|0 1024 striped 2 8 8:0 0 8:16 0",
                "linear:sda..8; zero:1MiB; error:8|0 8 linear 8:0 0~8 2048 zero~2056 8 error"
            })
    void aTableHasALongFormAndAShortOne(String typed, String loaded) throws Exception {
        done("create", "x", typed);
        assertThat(String.join("~", table("x"))).isEqualTo(loaded);
    }

    @Test
    void aTableComesFromAFileOrFromStandardInput() throws Exception {
        Path file = Files.writeString(directory.resolve("table"), "# two\n0 8 zero\n8 8 error\n");
        done("create", "x", "@" + file);
        assertThat(table("x")).containsExactly("0 8 zero", "8 8 error");
        shell.input = "0 16 zero\n";
        done("create", "y", "-");
        assertThat(table("y")).containsExactly("0 16 zero");
        assertThat(shell.dm("create", "z", "@" + directory.resolve("none"))).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).contains("none: no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 8 nosuch 1|line 1, word 3: the kernel has no target nosuch",
                "0 8 linear /dev/sdz 0|line 1, word 4: there is no block device /dev/sdz",
                "0 8 linear 8:0|line 1, word 4: linear takes DEVICE OFFSET, not \"8:0\"",
                "0 8 linear 99:0 0|line 1, word 4: there is no block device 99:0",
                "0 8 linear 99999:0 0|line 1, word 4: linear takes DEVICE OFFSET, not \"99999:0 0\"",
                "0 2048 mirror core 2 512 sync 2 8:0 0 8:16 4000|line 1, word 12: 8:16 has 4096 sectors, and 2048 from 4000 on",
                "0 4097 linear 8:0 0|line 1, word 5: 8:0 has 4096 sectors, and 4097 from 0 on are wanted",
                "0 8 zero;  9 8 zero|line 2, word 1: starts at 9, not at 8",
                "0 8 zero; 8 8 linear 8:0 4090|line 2, word 5: 8:0 has 4096 sectors, and 8 from 4090 on are wanted",
                "0 100 striped 2 64 8:0 0 8:16 0|line 1, word 2: 100 sectors are no whole number of 2 chunks of 64 sectors",
                "0 128 striped 2 64 8:0 0 8:16 4090|line 1, word 9: 8:16 has 4096 sectors, and 64 from 4090 on are wanted",
                "0 8 zero 1|line 1, word 4: zero takes nothing, not \"1\"",
                "0 8MB zero|line 1, word 2: not a size: 8MB",
                "linear:sda+4096|line 1, word 1: sda from sector 4096 to 4096: nothing is left of it",
                "striped:0:sda|line 1, word 1: a chunk of 0 sectors",
                "striped:sda|line 1, word 1: not striped:CHUNK:DEVICE,DEVICE: striped:sda",
                "''|the table has no line"
            })
    void aWrongTableIsToldWithItsPlaceAndNothingIsAskedOfTheKernel(String table, String message) {
        if (table.isEmpty()) {
            shell.input = "\n";
        }
        assertThat(requests(() -> assertThat(shell.dm("create", "x", table.isEmpty() ? "-" : table))
                        .isEqualTo(ExitCode.REFUSED)))
                .isEmpty();
        assertThat(shell.err()).startsWith("dmkit: " + message).endsWith(" [dm.table]\n");
    }

    @Test
    void aDeviceThatCannotStartIsNotLeftBehind() throws KernelException {
        shell.machine.onOperation(o -> {
            if (o.equals(new Operation.Request("DM_TABLE_LOAD", "x"))) {
                List<String> reason = List.of("device-mapper: table: 253:0: zero: bad");
                throw new KernelException("DM_TABLE_LOAD", "x", Errno.EINVAL, "", reason);
            }
        });
        assertThat(shell.dm("create", "x", "0 8 zero")).isEqualTo(ExitCode.BACKED_OUT);
        assertThat(shell.out())
                .isEqualTo("create: DM_TABLE_LOAD x: EINVAL; the kernel says: device-mapper: table: 253:0: zero: bad;"
                        + " taken back, all is as before\n");
        assertThat(shell.mapper.devices()).isEmpty();
        refuse("DM_DEV_CREATE", "x", Errno.ENOMEM);
        assertThat(shell.dm("create", "x", "0 8 zero")).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void uuidAndReadOnlyAreTaken() throws KernelException {
        done("create", "x", "0 8 zero", "--uuid", "U-1", "--readonly");
        assertThat(shell.mapper.info(new DmName("x")).readOnly()).isTrue();
        assertThat(shell.mapper.info(new DmName("x")).uuid().value()).isEqualTo("U-1");
        done("create", "y", "--no-table");
        assertThat(shell.mapper.info(new DmName("y")).hasActiveTable()).isFalse();
        done("set-uuid", "y", "U-2");
        done("rename", "uuid:U-2", "z");
        assertThat(shell.mapper.info(new DmName("z")).uuid().value()).isEqualTo("U-2");
    }

    @Test
    void aMinorNumberCanBeChosen() throws KernelException {
        done("create", "x", "zero:8", "--minor", "7");
        done("create", "y", "--no-table", "--minor", "3");
        assertThat(shell.dm("ls")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).containsExactly("x\t253:7", "y\t253:3");
        assertThat(shell.dm("create", "z", "zero:8", "--minor", "7")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).startsWith("dmkit: DM_DEV_CREATE z: EBUSY");
        for (String wrong : List.of("1048576", "-1", "x", "99999999999")) {
            assertThat(shell.dm("create", "z", "zero:8", "--minor=" + wrong)).isEqualTo(ExitCode.USAGE);
            assertThat(shell.err()).isEqualTo("dmkit: not a minor number: " + wrong + " (0 to 1048575)\n");
        }
        assertThat(shell.dm("create", "z", "zero:8", "--minor", "1048575", "--dry-run"))
                .isEqualTo(ExitCode.DONE);
        assertThat(shell.lines().getFirst()).isEqualTo("  1  create z with minor 1048575");
        shell.input = "create z zero:8 --minor 9";
        assertThat(shell.dm("apply", "-")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("among several create takes a name and a table, and no --minor");
    }

    @Test
    void loadClearSuspendAndResumeAreTheKernels() throws KernelException {
        done("create", "x", "0 8 zero");
        done("load", "x", "0 16 error");
        done("clear", "x");
        assertThat(shell.mapper.info(new DmName("x")).hasInactiveTable()).isFalse();
        done("load", "x", "0 16 error");
        done("suspend", "x", "--noflush", "--nolockfs");
        assertThat(shell.mapper.info(new DmName("x")).suspended()).isTrue();
        done("resume", "x");
        assertThat(table("x")).containsExactly("0 16 error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DM_TABLE_LOAD", "DM_DEV_SUSPEND"})
    void aSwapThatFailsIsTakenBack(String call) throws KernelException {
        done("create", "x", "linear:sda");
        refuseOnce(call, "x", Errno.ENOMEM);
        assertThat(shell.dm("swap", "x", "linear:sdb")).isEqualTo(ExitCode.BACKED_OUT);
        assertThat(shell.out()).startsWith("swap: " + call + " x: ENOMEM").endsWith("all is as before\n");
        assertThat(table("x")).containsExactly("0 4096 linear 8:0 0");
        assertThat(shell.mapper.info(new DmName("x")).hasInactiveTable()).isFalse();
        nothingIsSuspended();
        shell.machine.onOperation(o -> {});
        done("swap", "x", "linear:sdb");
        assertThat(table("x")).containsExactly("0 4096 linear 8:16 0");
        assertThat(shell.mapper.devices()).as("no rehearsal is left").hasSize(1);
    }

    @Test
    void aWipedDeviceFailsAndFreesWhatItStoodOn() throws Exception {
        done("create", "x", "linear:sda");
        done("wipe", "x");
        assertThat(table("x")).containsExactly("0 4096 error");
        try (var claim = shell.machine.claimExclusively(shell.machine.disks().getFirst())) {
            assertThat(claim).isNotNull();
        }
    }

    @Test
    void whoIsInTheWayOfARemovalIsTold() throws KernelException {
        done("create", "low", "linear:sda");
        done("create", "mid", "linear:low");
        done("create", "top", "linear:mid");
        assertThat(shell.dm("remove", "low", "--json")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).isEqualTo("dmkit: DM_DEV_REMOVE low: EBUSY; held by mid\n");
        assertThat(shell.out()).contains("\"outcome\" : \"failed\"", "held by mid");
        assertThat(shell.dm("remove", "low", "--recursive", "--dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines()).containsExactly("  1  remove top", "  2  remove mid", "  3  remove low");
        refuse("DM_DEV_REMOVE", "low", Errno.EBUSY);
        assertThat(shell.dm("remove", "low", "--recursive")).isEqualTo(ExitCode.BACKED_OUT);
        assertThat(table("top")).hasSize(1);
        shell.machine.onOperation(o -> {});
        done("remove", "low", "--recursive");
        assertThat(shell.mapper.devices()).isEmpty();
    }

    @Test
    void anOpenDeviceGoesWhenItIsClosed() throws Exception {
        done("create", "x", "0 8 zero");
        var open = shell.machine.open(new DmName("x"));
        assertThat(shell.dm("remove", "x")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).contains("it is open (1 times)");
        done("remove", "x", "--deferred");
        open.close();
        assertThat(shell.mapper.devices()).isEmpty();
    }

    @Test
    void whatIsNotThereIsTold() {
        for (String verb : List.of("clear", "suspend", "resume", "wipe", "remove")) {
            assertThat(shell.dm(verb, "nobody")).as(verb).isEqualTo(ExitCode.REFUSED);
            assertThat(shell.err()).contains("there is no mapped device nobody");
        }
    }

    @Test
    void aDryRunAsksNothingOfTheKernel() {
        done("create", "x", "linear:sda");
        for (String[] words : new String[][] {
            {"create", "y", "linear:sdb"},
            {"load", "x", "zero:8"},
            {"clear", "x"},
            {"suspend", "x"},
            {"resume", "x"},
            {"swap", "x", "linear:sdb"},
            {"wipe", "x"},
            {"remove", "x"},
            {"rename", "x", "y"},
            {"set-uuid", "x", "U"},
            {"message", "x", "@8", "hello"},
            {"mknodes"},
            {"inject", "x", "--flakey"},
            {"geometry", "x", "1", "1", "1", "0"}
        }) {
            var asked = new ArrayList<String>(List.of("--dry-run", "dm"));
            asked.addAll(List.of(words));
            assertThat(requests(() -> assertThat(shell.type(asked.toArray(String[]::new)))
                            .as(shell.err())
                            .isEqualTo(ExitCode.DONE)))
                    .isEmpty();
            assertThat(shell.lines()).isNotEmpty().allMatch(l -> l.matches(" +\\d+  .*"));
        }
    }

    @Test
    void aGeometryIsSetWhenAllElseIsDone() throws KernelException {
        done("create", "x", "linear:sda");
        assertThat(requests(() -> done("geometry", "x", "65535", "255", "255", "63")))
                .contains(new Operation.Request("DM_DEV_SET_GEOMETRY", "x"));
        shell.input = "geometry x 4 16 63 0\nswap x linear:sdb\ncreate y zero:8\ngeometry y 1 1 8 0\n";
        assertThat(shell.dm("apply", "-", "--dry-run")).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines())
                .endsWith(
                        "  6  geometry x: 4 cylinders, 16 heads, 63 sectors, start 0",
                        "  7  geometry y: 1 cylinders, 1 heads, 8 sectors, start 0");
        assertThat(shell.dm("apply", "-", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out().replaceAll("\\s", ""))
                .contains(
                        "{\"step\":\"geometry\",\"device\":\"x\",\"cylinders\":4,\"heads\":16,\"sectors\":63,\"start\":0}");
    }

    @Test
    void aGeometryThatFailsTakesBackWhatWasMade() throws KernelException {
        done("create", "x", "linear:sda");
        refuse("DM_DEV_SET_GEOMETRY", "x", Errno.EINVAL);
        assertThat(shell.dm("geometry", "x", "1", "1", "1", "0")).isEqualTo(ExitCode.BACKED_OUT);
        assertThat(shell.out()).isEqualTo("geometry: DM_DEV_SET_GEOMETRY x: EINVAL; taken back, all is as before\n");
        shell.input = "create y zero:8\ngeometry x 1 1 1 0\n";
        assertThat(shell.dm("apply", "-")).isEqualTo(ExitCode.BACKED_OUT);
        assertThat(shell.mapper.devices()).hasSize(1);
        // One that is set stays: what it was before nobody knows.
        shell.input = "create y zero:8\ngeometry y 1 1 1 0\ngeometry x 1 1 1 0\n";
        assertThat(shell.dm("apply", "-")).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(shell.out()).startsWith("apply: DM_DEV_SET_GEOMETRY x: EINVAL at: geometry x: 1 cylinders");
        assertThat(shell.mapper.devices()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|x 65536 1 1 0|not a whole number from 0 to 65535: 65536",
                "2|x 1 256 1 0|not a whole number from 0 to 255: 256",
                "2|x 1 1 many 0|not a whole number from 0 to 255: many",
                "2|x 1 1 1 -1|not a whole number from 0: -1",
                "2|x 1 1 1|Missing required parameter: 'START'",
                "1|x 2 2 2 9|the start 9 is behind the 8 sectors of it [dm.geometry]",
                "1|nobody 1 1 1 0|there is no mapped device nobody; dmkit dm ls [dm.no-device]",
                "1|empty 1 1 1 0|empty has no active table; dmkit dm load, then resume [dm.no-table]",
            })
    void aGeometryThatCanNotBeIsTold(int status, String words, String message) {
        done("create", "x", "linear:sda");
        done("create", "empty", "--no-table");
        var all = new ArrayList<String>(List.of("geometry"));
        all.addAll(List.of(words.split(" ", -1)));
        assertThat(requests(
                        () -> assertThat(shell.dm(all.toArray(String[]::new)).status())
                                .isEqualTo(status)))
                .isEmpty();
        assertThat(shell.err()).startsWith("dmkit: " + message);
        if (status == 2 && words.contains("65536")) {
            shell.input = "# a comment\ngeometry " + words;
            shell.dm("apply", "-");
            assertThat(shell.err()).isEqualTo("dmkit: -:2:12: " + message + "\n");
        }
    }

    @Test
    void aMessageGoesToTheTargetOfASector() {
        done("create", "x", "zero:8; error:8");
        assertThat(shell.dm("message", "x", "@8", "hello", "world")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.err()).contains("DM_TARGET_MSG x: EINVAL");
        assertThat(shell.dm("message", "x", "@8")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.dm("message", "x")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void wordsThatContradictAreToldBeforeAnythingIsDone() {
        assertThat(shell.dm("create", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.dm("create", "x", "zero:8", "--no-table")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.dm("create", "a/b", "zero:8")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.dm("create", "x", "zero:8", "--uuid", "u".repeat(129))).isEqualTo(ExitCode.USAGE);
        assertThat(shell.dm("swap", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.dm("rename", "x", "")).isEqualTo(ExitCode.USAGE);
    }

    /** Whatever is typed, it is understood or refused. */
    @Test
    void noTableIsAMistakeOfOurs() {
        var random = new Random(9);
        List<String> pieces = List.of(
                "0",
                "8",
                "4096",
                "10MiB",
                "1.5K",
                "end",
                "linear",
                "striped",
                "mirror",
                "raid",
                "zero",
                "error",
                "core",
                "sync",
                "linear:",
                "striped:",
                "zero:",
                "64KiB:",
                "/dev/sda",
                "sdb",
                "8:0",
                "253:0",
                "9999:1",
                "-",
                "-1",
                "+8",
                "..",
                "..end",
                ",",
                ";",
                "; ",
                "\n",
                "#",
                "@",
                "raid1",
                "99999999999999999999",
                "9223372036854775807",
                "é",
                "\u0001",
                " ",
                " ",
                " ",
                "snapshot-origin",
                "16777215P");
        done("create", "x", "linear:sdc");
        int taken = 0;
        for (int round = 0; round < 1000; round++) {
            var text =
                    new StringBuilder(List.of("", "0 8 ", "linear:sdb", "zero:").get(random.nextInt(4)));
            int count = random.nextInt(1, 14);
            for (int i = 0; i < count; i++) {
                text.append(pieces.get(random.nextInt(pieces.size())));
                text.append(random.nextInt(3) == 0 ? " " : "");
            }
            ExitCode code = shell.dm("load", "x", "--", text.toString());
            assertThat(code).as("%s%n%s", text, shell.err()).isIn(ExitCode.DONE, ExitCode.REFUSED);
            taken += code == ExitCode.DONE ? 1 : 0;
        }
        assertThat(taken).as("not all of it is nonsense").isPositive();
    }
}
