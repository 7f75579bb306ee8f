package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.dmkit.dm.DeviceMapper.DeviceEntry;
import org.dmkit.dm.DeviceMapper.DeviceInfo;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.simulation.Observer;
import org.dmkit.simulation.Operation;
import org.dmkit.simulation.PowerCut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dmkit dm export}, {@code diff} and {@code apply} of what it printed. */
class DmStateTest {
    private static final int MOST = 6;

    /** Of every random device, so that each fits on each. */
    private static final int SECTORS = 1024;

    private static ExitCode apply(DmShell shell, String text, String... more) {
        shell.input = text;
        var words = new ArrayList<String>(List.of("apply", "-"));
        words.addAll(List.of(more));
        return shell.dm(words.toArray(String[]::new));
    }

    private static String export(DmShell shell, String... names) {
        var words = new ArrayList<String>(List.of("export"));
        words.addAll(List.of(names));
        assertThat(shell.dm(words.toArray(String[]::new))).as(shell.err()).isEqualTo(ExitCode.DONE);
        return shell.out();
    }

    /** Mapped devices get other numbers on another machine. */
    private static String withoutNumbers(String export) {
        return export.replaceAll("\"number\" : \"253:[0-9]+\",", "");
    }

    /** A machine with a stack, of which each device stands on disks and on devices with lower numbers. */
    private static DmShell machine(Random random) {
        var shell = new DmShell();
        var names = new ArrayList<String>();
        for (int i = 0; i < MOST; i++) {
            if (random.nextInt(4) > 0) {
                var words = new ArrayList<String>(List.of("create", "d" + i, table(random, names)));
                if (i % 2 == 0) {
                    words.addAll(List.of("--uuid", "U-" + i));
                }
                if (random.nextInt(4) == 0) {
                    words.add("--readonly");
                }
                assertThat(shell.dm(words.toArray(String[]::new)))
                        .as("%s: %s", words, shell.err())
                        .isEqualTo(ExitCode.DONE);
                names.add("d" + i);
            }
        }
        return shell;
    }

    private static String table(Random random, List<String> names) {
        String a = lower(random, names);
        String b = lower(random, names);
        int half = SECTORS / 2;
        return switch (random.nextInt(6)) {
            case 0 -> "0 " + SECTORS + " zero";
            case 1 -> "0 " + half + " linear " + a + " " + 8 * random.nextInt(64) + "; " + half + " " + half + " error";
            case 2 -> "0 " + SECTORS + " striped 2 8 " + a + " 0 " + b + " " + 8 * random.nextInt(64);
            case 3 -> "0 " + SECTORS + " mirror core 2 8 nosync 2 8:0 0 8:16 " + 8 * random.nextInt(64);
            default -> "0 " + SECTORS + " linear " + a + " 0";
        };
    }

    private static String lower(Random random, List<String> names) {
        return random.nextBoolean() || names.isEmpty()
                ? List.of("/dev/sda", "8:16", "sdc").get(random.nextInt(3))
                : "/dev/mapper/" + names.get(random.nextInt(names.size()));
    }

    /** Every device: its uuid, tables, and whether it is suspended or read-only. */
    private static Map<String, String> state(DmShell shell) throws KernelException {
        var state = new TreeMap<String, String>();
        for (DeviceEntry device : shell.mapper.devices()) {
            DeviceInfo info = shell.mapper.info(device.name());
            state.put(
                    device.name().value(),
                    info.uuid() + (info.readOnly() ? " read-only " : " ")
                            + shell.mapper
                                    .table(device.name(), TableSlot.ACTIVE)
                                    .text()
                            + " | "
                            + shell.mapper
                                    .table(device.name(), TableSlot.INACTIVE)
                                    .text()
                            + (info.suspended() ? " suspended" : ""));
        }
        return state;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whatWasExportedIsThereAlready(long seed) {
        DmShell shell = machine(new Random(seed));
        String export = export(shell);
        var requests = new ArrayList<Operation>();
        shell.machine.onOperation(requests::add);
        assertThat(apply(shell, export, "--json")).as(shell.err()).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("\"changed\" : false");
        assertThat(requests).isEmpty();
        shell.input = export;
        assertThat(shell.dm("diff", "-")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void anyMachineBecomesAsAnotherWas(long seed) {
        String wanted = export(machine(new Random(seed)));
        String[] names = wanted.lines()
                .filter(l -> l.matches(" {4}\"name\" : \"d.*"))
                .map(l -> l.replaceAll(".*\"(d[0-9])\".*", "$1"))
                .toArray(String[]::new);
        for (DmShell shell : List.of(new DmShell(), machine(new Random(seed + 1000)))) {
            assertThat(apply(shell, wanted)).as(shell.err() + shell.out()).isEqualTo(ExitCode.DONE);
            if (names.length > 0) {
                assertThat(withoutNumbers(export(shell, names))).isEqualTo(withoutNumbers(wanted));
            }
            assertThat(apply(shell, wanted, "--json")).isEqualTo(ExitCode.DONE);
            assertThat(shell.out()).contains("\"changed\" : false");
        }
    }

    /** Before it has an effect, or when it has had it and says otherwise. */
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, true", "4, true", "5, false", "6, true"})
    void afterAFailureAtAnyRequestTheStateIsTheOldOneOrTheNewOneCanBeHad(long seed, boolean after)
            throws KernelException {
        String wanted = export(machine(new Random(seed)));
        int backedOut = 0;
        for (int at = 0; ; at++) {
            DmShell shell = machine(new Random(seed + 1000));
            Map<String, String> before = state(shell);
            var left = new AtomicInteger(at);
            shell.machine.onOperation(new FailingOnce(left, after));
            ExitCode code = apply(shell, wanted);
            shell.machine.onOperation(o -> {});
            String how = "request " + at + ": " + shell.out() + shell.err();
            assertThat(state(shell).values()).as(how).noneMatch(s -> s.endsWith("suspended"));
            assertThat(code.status()).as(how).isIn(0, 1, 3, 4);
            if (code.equals(ExitCode.BACKED_OUT) || code.equals(ExitCode.REFUSED)) {
                backedOut++;
                assertThat(state(shell)).as(how).isEqualTo(before);
            }
            assertThat(apply(shell, wanted)).as(how + shell.err()).isEqualTo(ExitCode.DONE);
            if (left.get() >= 0) {
                assertThat(code).as(how).isEqualTo(ExitCode.DONE);
                break;
            }
        }
        assertThat(backedOut).isGreaterThan(3);
    }

    private record FailingOnce(AtomicInteger left, boolean after) implements Observer {
        @Override
        public void about(Operation operation) throws KernelException {
            fail(operation, !after);
        }

        @Override
        public void done(Operation operation) throws KernelException {
            fail(operation, after);
        }

        private void fail(Operation operation, boolean now) throws KernelException {
            if (now && operation instanceof Operation.Request r && left.getAndDecrement() == 0) {
                throw new KernelException(r.call(), r.device(), Errno.ENOMEM);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dm", "recover"})
    void whatAKilledDmkitHeldGoesOnWithTheNext(String next) throws KernelException {
        String wanted = "swap low zero:1024\nswap mid 'linear:low..1024'\nswap top 'zero:1024'\n";
        DmShell done = threeOnTopOfEachOther();
        assertThat(apply(done, wanted)).isEqualTo(ExitCode.DONE);
        Map<String, String> after = state(done);
        int held = 0;
        int forward = 0;
        for (int at = 0; ; at++) {
            DmShell shell = threeOnTopOfEachOther();
            Map<String, String> before = state(shell);
            int[] left = {at};
            shell.machine.onOperation(o -> {
                if (left[0]-- <= 0) {
                    throw new PowerCut();
                }
            });
            boolean killed = true;
            try {
                killed = !apply(shell, wanted).equals(ExitCode.DONE);
            } catch (PowerCut atThisRequest) {
                // The kernel and its devices stay.
            }
            shell.machine.onOperation(o -> {});
            if (!killed) {
                break;
            }
            boolean suspended = state(shell).entrySet().stream()
                    .anyMatch(
                            e -> before.containsKey(e.getKey()) && e.getValue().endsWith("suspended"));
            held += suspended ? 1 : 0;
            String how = "killed before request " + at;
            if (next.equals("dm")) {
                assertThat(shell.dm("version")).isEqualTo(ExitCode.DONE);
                assertThat(shell.err().isEmpty()).as(how + shell.err()).isEqualTo(!suspended);
            } else {
                shell.looksAtDisks = true;
                assertThat(shell.type("recover")).as(how).isEqualTo(ExitCode.DONE);
                assertThat(shell.out().contains("set right"))
                        .as(how + shell.out())
                        .isEqualTo(suspended);
            }
            Map<String, String> now = state(shell);
            assertThat(now).as(how + ": old or new, and no mixture").isIn(before, after);
            forward += now.equals(after) ? 1 : 0;
            assertThat(List.of(shell.holds.directory().toFile().list())).as(how).isEmpty();
        }
        assertThat(held).isGreaterThan(3);
        assertThat(forward).isEqualTo(2);
    }

    private static DmShell threeOnTopOfEachOther() {
        var shell = new DmShell();
        shell.dm("create", "low", "linear:sda..1024");
        shell.dm("create", "mid", "linear:low..1024", "--uuid", "U-MID");
        shell.dm("create", "top", "linear:mid..1024");
        return shell;
    }

    /** A name or a number may be another device's by now. */
    @Test
    void aStaleNoteWakesOnlyWhatItNames() throws Exception {
        DmShell shell = threeOnTopOfEachOther();
        int[] suspends = {0};
        shell.machine.onOperation(o -> {
            if (o instanceof Operation.Request r
                    && r.call().equals("DM_DEV_SUSPEND")
                    && List.of("low", "mid", "top").contains(r.device())
                    && suspends[0]++ >= 3) {
                throw new PowerCut();
            }
        });
        assertThatThrownBy(() -> apply(shell, "swap low zero:1024\nswap mid zero:1024\nswap top zero:1024"))
                .isInstanceOf(PowerCut.class);
        shell.machine.onOperation(o -> {});
        var top = new DmName("top");
        shell.mapper.clear(top);
        shell.mapper.resume(top);
        shell.mapper.remove(top);
        shell.mapper.create(new DmName("other"), DmUuid.NONE);
        shell.mapper.load(new DmName("other"), Table.of(8, new DmTarget.Zero()), false);
        shell.mapper.resume(new DmName("other"));
        shell.mapper.suspend(new DmName("other"), Set.of());
        assertThat(shell.dm("version")).isEqualTo(ExitCode.DONE);
        assertThat(state(shell)).hasEntrySatisfying("other", s -> assertThat(s).endsWith("suspended"));
        assertThat(state(shell).get("low")).isEqualTo(" 0 1024 linear 8:0 0 | ");
        assertThat(state(shell).get("mid")).isEqualTo("U-MID 0 1024 linear 253:0 0 | ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "2|{}|-:1:1: there is no \"devices\"",
                "2|{\"devices\": 7}|-:1:13: a number, where an array should stand",
                "2|{\"devices\": [], \"device\": 1}|-:1:27: \"device\" is none of schema, command, devices, blocks",
                "2|{\"schema\": 2, \"devices\": []}|-:1:12: schema 2, and not 1",
                "2|{\"command\": \"show\", \"devices\": []}|-:1:13: what show answers, and not dm export",
                "2|{\"devices\": [{\"lines\": []}]}|-:1:14: there is no \"name\"",
                "2|{\"devices\": [{\"name\": \"a/b\", \"lines\": []}]}|-:1:23: not a device-mapper name",
                "2|{\"devices\": [{\"name\": \"a\"}]}|-:1:14: there is no \"lines\"",
                "2|{\"devices\": [{\"name\": \"a\", \"remove\": true}, {\"name\": \"a\", \"remove\": true}]}|-:1:45: a is in it twice",
                "2|{\"devices\": [{\"name\": \"a\", \"lines\": [{\"length\": 8, \"target\": \"zero\", \"offset\": 1}]}]}|-:1:80: \"offset\" is none of",
                "2|{\"devices\": [{\"name\": \"a\", \"lines\": [{\"length\": 8, \"target\": \"linear\", \"offset\": 1}]}]}|-:1:38: there is no \"device\"",
                "2|{\"devices\": [{\"name\": \"a\", \"lines\": [{\"start\": 8, \"length\": 8, \"target\": \"zero\"}]}]}|-:1:38: line 1, word 1: starts at 8, not at 0",
                "2|{\"devices\": [{\"name\": \"a\", \"lines\": [{\"length\": 8, \"target\": \"linear\", \"device\": \"sda\", \"offset\": 1, \"parameters\": \"sda 2\"}]}]}|-:1:116: parameters say \"sda 2\", the other fields \"sda 1\"",
                "1|{\"devices\": [{\"name\": \"a\", \"lines\": []}]}|-:1:14: there is no device a, and it has no table here",
                "1|{\"devices\": [{\"name\": \"top\", \"lines\": []}]}|-:1:14: top has a table, which can't be taken away",
                "1|{\"devices\": [{\"name\": \"top\", \"uuid\": \"X\", \"lines\": []}]}|-:1:14: top has no uuid, and not the uuid X",
                "1|{\"devices\": [{\"name\": \"new\", \"uuid\": \"U-MID\", \"lines\": []}]}|-:1:14: mid has the uuid U-MID",
                "1|{\"devices\": [{\"name\": \"low\", \"remove\": true}]}|-:1:14: low can't go: mid stands on it",
                "1|{\"devices\": [{\"name\": \"a\", \"lines\": [{\"length\": 8, \"target\": \"linear\", \"parameters\": \"8:99 0\"}]}]}|-:1:14: line 1, word 4: there is no block device 8:99",
                "1|{\"devices\": [{\"name\": \"a\", \"lines\": [{\"length\": 8, \"target\": \"linear\", \"parameters\": \"8:0 0\"}]}], \"blocks\": [{\"number\": \"8:0\", \"name\": \"sdq\", \"sectors\": 4096, \"sectorSize\": 512}]}|-:1:14: 8:0 is sda with 4096 sectors, and was sdq",
                "1|{\"devices\": [{\"name\": \"a\", \"lines\": [{\"length\": 8, \"target\": \"linear\", \"parameters\": \"/dev/mapper/a 0\"}]}]}|-:1:14: a would stand on itself",
            })
    void whatCanNotBeRightIsToldWithItsPlace(int status, String text, String message) throws KernelException {
        DmShell shell = threeOnTopOfEachOther();
        Map<String, String> before = state(shell);
        assertThat(apply(shell, text).status()).as(shell.err()).isEqualTo(status);
        assertThat(shell.err()).startsWith("dmkit: " + message);
        assertThat(state(shell)).isEqualTo(before);
    }

    @Test
    void aDeviceIsRemovedOnlyIfThatIsSaid() throws KernelException {
        DmShell shell = threeOnTopOfEachOther();
        assertThat(apply(shell, "{\"devices\": []}")).isEqualTo(ExitCode.DONE);
        assertThat(state(shell)).hasSize(3);
        String gone =
                "{\"devices\": [{\"name\": \"top\", \"remove\": true}, {\"name\": \"nobody\", \"remove\": true}]}";
        assertThat(apply(shell, gone, "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("\"changed\" : true");
        assertThat(apply(shell, gone, "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("\"changed\" : false");
        assertThat(state(shell)).containsOnlyKeys("low", "mid");
    }

    @Test
    void aDifferenceIsPrintedAsLinesThatGoAndCome() {
        DmShell shell = threeOnTopOfEachOther();
        shell.input = """
                { "devices": [
                  { "name": "top", "lines": [ { "length": 8, "target": "linear", "device": "new", "offset": 0 } ] },
                  { "name": "new", "readOnly": true, "lines": [ { "length": 8, "target": "zero" } ] } ] }
                """;
        assertThat(shell.dm("diff", "-")).as(shell.err()).isEqualTo(ExitCode.DONE);
        assertThat(shell.lines())
                .containsExactly(
                        "create new, read-only",
                        "  + 0 8 zero",
                        "swap top",
                        "  - 0 1024 linear 253:1 0",
                        "  + 0 8 linear /dev/mapper/new 0");
        assertThat(shell.dm("diff", "-", "--json")).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("\"changed\" : true", "\"change\" : \"create\"");
    }

    @Test
    void noStateIsAMistakeOfOurs() {
        var random = new Random(7);
        DmShell shell = threeOnTopOfEachOther();
        String export = export(shell);
        for (int round = 0; round < 400; round++) {
            var text = new StringBuilder(export);
            for (int i = 0; i <= random.nextInt(3); i++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                    case 2 ->
                        text.insert(
                                at,
                                List.of("9", "-", "\"", "{", "]", "\u0000", "é", " ", "true,")
                                        .get(random.nextInt(9)));
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                }
            }
            assertThat(apply(shell, text.toString(), "--dry-run").status())
                    .as("%s%n%s", text, shell.err())
                    .isIn(0, 1, 2);
        }
    }
}
