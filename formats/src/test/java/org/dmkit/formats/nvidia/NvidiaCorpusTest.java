package org.dmkit.formats.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.formats.ChangedSectors;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read, against what dmraid lists and logs of the same disks. */
class NvidiaCorpusTest {
    private static final NvidiaFormat FORMAT = new NvidiaFormat();

    static Stream<String> cases() {
        return CorpusDisks.names(FORMAT).stream();
    }

    private static CorpusDisks<NvidiaMetadata> load(String name) {
        return CorpusDisks.load(FORMAT, name);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_disk_is_listed_as_dmraid_lists_it(String name) {
        assertThat(Expected.devices(FORMAT, load(name).found()))
                .containsExactlyElementsOf(Expected.devices(FORMAT, name).stream()
                        .filter(l -> !l.contains("formats discovered"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_block_is_logged_as_dmraid_logs_it(String name) {
        assertThat(Expected.nativeLog(FORMAT, load(name).found()))
                .isEqualTo(Expected.nativeLog(FORMAT, name, "native-log.txt"));
    }

    @Test
    void sets_whose_names_collide_stay_two_sets() {
        List<Group> groups = load("two-sets-name-collision").assemble().groups();
        assertThat(groups)
                .extracting(g -> g.disks().stream().map(d -> d.name()).toList())
                .containsExactlyInAnyOrder(List.of("sda", "sdb"), List.of("sdc", "sdd"));
        assertThat(groups)
                .extracting(Group::name)
                .doesNotHaveDuplicates()
                .allMatch(n -> n.startsWith("nvidia_aaaaaaba_"));
        assertThat(groups).allSatisfy(g -> {
            assertThat(g.blocked()).isEmpty();
            assertThat(g.sets()).extracting(RaidSet::health).containsExactly(RaidSet.Health.COMPLETE);
        });
        assertThat(ChangedSectors.codes(load("two-sets-name-collision"))).containsExactly("nvidia.same-name");
    }

    @Test
    void a_broken_block_is_told_with_what_it_should_say() {
        assertThat(load("bad-size-field").broken("sdb")).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("nvidia.size");
            assertThat(f.sector()).hasValue(204798);
            assertThat(f.found()).isEqualTo("31");
        });
        assertThat(load("metadata-at-last-sector").reading("sdb")).isInstanceOf(Reading.Absent.class);
        assertThat(ChangedSectors.codes(load("bad-signature"))).containsExactly("nvidia.vendor");
    }
}
