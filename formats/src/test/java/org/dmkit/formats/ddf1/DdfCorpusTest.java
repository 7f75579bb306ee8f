package org.dmkit.formats.ddf1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.formats.SafeAssembly;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read, against what dmraid lists and logs of the same disks, and where mdadm sees the members of each volume. */
class DdfCorpusTest {
    private static final Ddf1Format FORMAT = new Ddf1Format();

    private static final String LOG = "native-log.txt";

    /** An old mdadm's wrong signature, and a bad primary copy beside a good secondary: dmraid loses such disks, mdadm doesn't. */
    private static final List<String> LOST_BY_DMRAID = List.of("util-linux-image", "bad-primary-signature");

    /** dmraid knows only the primary copy, even where it is the older. */
    private static final String NEWER_SECONDARY = "newer-secondary";

    /** mdadm looks for itself by GUID where dmraid, FreeBSD and we look by reference; it doesn't look at signatures. */
    private static final List<String> MDADM_TRUSTS_MORE = List.of("pd-not-in-table", "bad-pd-section-signature");

    private static final Pattern ARRAY = Pattern.compile("array \\S+ level=(\\S+) .* size=(\\d+) .* name=(.*)");
    private static final Pattern SLOT =
            Pattern.compile("  slot (\\d+) dev-(\\S+) offset=(\\d+) size_kib=(\\d+) state=in_sync");

    static Stream<String> cases() {
        return CorpusDisks.names(FORMAT).stream();
    }

    static Stream<String> listed() {
        return cases().filter(n -> !LOST_BY_DMRAID.contains(n));
    }

    static Stream<String> logged() {
        return cases().filter(n -> CorpusDisks.expectation(FORMAT, n, LOG).isPresent())
                .filter(n -> !n.equals(NEWER_SECONDARY));
    }

    static Stream<String> assembledByMdadm() {
        return cases().filter(n -> !MDADM_TRUSTS_MORE.contains(n));
    }

    @ParameterizedTest
    @MethodSource("listed")
    void each_disk_is_listed_as_dmraid_lists_it(String name) {
        assertThat(Expected.devices(FORMAT, DdfCase.load(name).found())).isEqualTo(Expected.devices(FORMAT, name));
    }

    @ParameterizedTest
    @MethodSource("logged")
    void each_disk_is_logged_as_dmraid_logs_it(String name) {
        assertThat(Expected.nativeLog(FORMAT, DdfCase.load(name).found()))
                .isEqualTo(Expected.nativeLog(FORMAT, name, LOG));
    }

    /** A volume as mdadm started it, {@code disk@offset} by slot. */
    private record Array(String name, long size, Map<Integer, String> slots) {}

    private static List<Array> arrays(String name) {
        var arrays = new ArrayList<Array>();
        CorpusDisks.expectation(FORMAT, name, "mdadm-assemble.txt")
                .orElse("")
                .lines()
                .forEach(line -> {
                    Matcher array = ARRAY.matcher(line);
                    Matcher slot = SLOT.matcher(line);
                    if (array.matches()) {
                        arrays.add(new Array(array.group(3), Long.parseLong(array.group(2)), new TreeMap<>()));
                    } else if (slot.matches()) {
                        arrays.getLast()
                                .slots()
                                .put(Integer.parseInt(slot.group(1)), slot.group(2) + "@" + slot.group(3));
                    }
                });
        return arrays;
    }

    private static Map<Integer, String> slots(RaidSet set) {
        var slots = new TreeMap<Integer, String>();
        List<Component> leaves = set.leaves().toList();
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i) instanceof Component.Member m) {
                slots.put(i, m.disk().name() + "@" + m.extent().lba());
            }
        }
        return slots;
    }

    @ParameterizedTest
    @MethodSource("assembledByMdadm")
    void each_member_stands_where_mdadm_sees_it(String name) {
        List<RaidSet> sets = DdfCase.load(name).assemble().groups().stream()
                .flatMap(g -> g.sets().stream())
                .toList();
        for (Array array : arrays(name)) {
            Optional<RaidSet> set =
                    sets.stream().filter(s -> slots(s).equals(array.slots())).findFirst();
            if (array.slots().isEmpty() || name.equals("vd-not-in-table")) {
                continue;
            }
            assertThat(set).as("%s in %s", array, sets).isPresent();
            if (set.get().level().mappable()) {
                assertThat(set.get().size()).as(name).isEqualTo(array.size());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_may_be_started_is_safe(String name) {
        DdfCase c = DdfCase.load(name);
        SafeAssembly.check(c.assemble());
        assertThat(c.assemble().groups()).extracting(Group::name).doesNotHaveDuplicates();
    }
}
