package org.dmkit.formats.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dmkit.formats.CaseDisks;
import org.dmkit.formats.DmraidListing;
import org.dmkit.raid.Group;
import org.dmkit.raid.RaidSet;
import org.dmkit.raid.spi.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read, against what dmraid lists and logs of the same disks. */
class NvidiaCorpusTest {
    private static final NvidiaFormat FORMAT = new NvidiaFormat();

    static Stream<String> cases() {
        return CaseDisks.names(FORMAT).stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_disk_is_listed_as_dmraid_lists_it(String name) {
        List<String> lines = new ArrayList<>();
        for (Reading.Found f : CaseDisks.load(FORMAT, name).found()) {
            lines.add(DmraidListing.line(FORMAT, f));
        }
        assertThat(lines).containsExactlyInAnyOrderElementsOf(DmraidListing.expected(FORMAT, name));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_block_is_logged_as_dmraid_logs_it(String name) {
        List<String> logs = new ArrayList<>();
        for (Reading.Found f : CaseDisks.load(FORMAT, name).found()) {
            logs.add(DmraidListing.log(FORMAT, f));
        }
        assertThat(logs).containsExactlyInAnyOrderElementsOf(DmraidListing.expectedLogs(FORMAT, name));
    }

    @Test
    void sets_whose_names_collide_stay_two_sets() {
        List<Group> groups =
                CaseDisks.load(FORMAT, "two-sets-name-collision").assemble().groups();
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
        assertThat(CaseDisks.load(FORMAT, "two-sets-name-collision").codes()).containsExactly("nvidia.same-name");
    }

    @Test
    void a_broken_block_is_told_with_what_it_should_say() {
        Reading reading = CaseDisks.load(FORMAT, "bad-size-field").reading("sdb");
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Broken.class,
                        b -> assertThat(b.findings()).singleElement().satisfies(f -> {
                            assertThat(f.code()).isEqualTo("nvidia.size");
                            assertThat(f.sector()).isEqualTo(204798);
                            assertThat(f.found()).isEqualTo("31");
                        }));
        assertThat(CaseDisks.load(FORMAT, "metadata-at-last-sector").reading("sdb"))
                .isInstanceOf(Reading.Absent.class);
        assertThat(CaseDisks.load(FORMAT, "bad-signature").codes()).containsExactly("nvidia.vendor");
    }
}
