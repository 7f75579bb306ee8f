package org.dmkit.cli.dm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dmkit.dm.DeviceMapper.TargetStatus;
import org.dmkit.dm.status.FailedStatus;
import org.dmkit.dm.status.KnownStatus;
import org.junit.jupiter.api.Test;

/** Statuses by name, one whole line of each target. */
class StatusFieldsTest {
    private static final Map<String, String> WHOLE = Map.ofEntries(
            Map.entry("raid", "raid1 2 AA 131072/131072 idle 0 0 -"),
            Map.entry("mirror", "2 8:0 8:16 1024/1024 1 AA 1 core"),
            Map.entry("striped", "2 8:0 8:16 1 AD"),
            Map.entry("snapshot", "397896/2097152 1560"),
            Map.entry("thin", "32768 65535"),
            Map.entry("thin-pool", "19 8886/552960 629535/838960 7 rw no_discard_passdown queue_if_no_space - 1024 "),
            Map.entry(
                    "cache",
                    "8 13/5120 512 322/3212 193 63 423 0 0 322 0 1 writeback 2 migration_threshold 2048 smq 0 rw -"),
            Map.entry("writecache", "0 65536 65000 12 1 2 3 4 5 6 7 8 9 10"),
            Map.entry("clone", "8 21/1024 8 400/131072000 3 0 2 hydration_threshold 1 rw"),
            Map.entry("era", "8 12/256 5 4096"),
            Map.entry("verity", "C 42"),
            Map.entry("integrity", "3 2097152 524288"),
            Map.entry("multipath", "2 0 0 0 1 1 A 0 1 2 8:64 A 0 0 1"),
            Map.entry("vdo", "/dev/vdb normal - online online 1051492 5242880"),
            Map.entry("delay", "142 58 1"));

    private static String whole(String type) {
        return Objects.requireNonNull(WHOLE.get(type));
    }

    private static KnownStatus known(String type) {
        return KnownStatus.parse(type, whole(type)).orElseThrow();
    }

    private static Set<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(n -> n.equals("letters") ? "health" : n)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void concrete(Class<?> type, Set<Class<?>> all) {
        if (type.isSealed()) {
            for (Class<?> each : type.getPermittedSubclasses()) {
                concrete(each, all);
            }
        } else {
            all.add(type);
        }
    }

    @Test
    void noStatusIsForgotten() {
        var all = new LinkedHashSet<Class<?>>();
        concrete(KnownStatus.class, all);
        all.remove(FailedStatus.class);
        assertThat(WHOLE.keySet().stream().<Class<?>>map(t -> known(t).getClass()))
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void noFieldIsForgotten() {
        for (String type : WHOLE.keySet()) {
            assertThat(StatusFields.of(known(type)).keySet())
                    .as(type)
                    .containsExactlyInAnyOrderElementsOf(components(known(type).getClass()));
        }
    }

    @Test
    void eachFieldIsInTheDocumentation() throws IOException {
        List<String> lines = Files.readAllLines(
                Path.of(System.getProperty("dmkit.root", "..")).resolve("doc/json.md"));
        for (String type : WHOLE.keySet()) {
            String row = lines.stream()
                    .filter(l -> l.matches("\\| `" + type + "`[, ].*"))
                    .reduce((a, b) -> b)
                    .orElseThrow();
            assertThat(StatusFields.of(known(type)).keySet())
                    .as(type)
                    .allSatisfy(name -> assertThat(row).contains("`" + name + "`"));
        }
    }

    @Test
    void theKernelsTextIsAlwaysThere() {
        var understood = Status.fields(new TargetStatus(0, 8, "snapshot-merge", "16/2097152 16"));
        assertThat(understood)
                .containsEntry("raw", "16/2097152 16")
                .containsEntry("snapshot-merge", Answer.fields("allocated", 16L, "total", 2097152L, "metadata", 16L));
        assertThat(Status.fields(new TargetStatus(0, 8, "snapshot", "Overflow")))
                .containsEntry("raw", "Overflow")
                .containsEntry("snapshot", Map.of("failed", "Overflow"));
        assertThat(Status.fields(new TargetStatus(0, 8, "snapshot", "of a later kernel")))
                .isEqualTo(Answer.fields("start", 0L, "length", 8L, "target", "snapshot", "raw", "of a later kernel"));
    }

    @Test
    void aFieldOfATargetWithADashCanBeWaitedFor() throws Misuse {
        var facts = List.of(Status.fields(new TargetStatus(0, 8, "thin-pool", whole("thin-pool"))));
        assertThat(Condition.of("thin-pool.mode=rw").holds(facts)).isTrue();
        assertThat(Condition.of("thin-pool.usedData=1").holds(facts)).isFalse();
    }
}
