package org.dmkit.formats.sil;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.ChangedSectors;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.Expected;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.Finding.Severity;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read, against what dmraid lists and logs of the same disks. */
class SilCorpusTest {
    private static final SilFormat FORMAT = new SilFormat();

    /** dmraid overlooks the disks of the first two, and believes the wrong copy in the third. */
    private static final Set<String> WRONG_IN_DMRAID =
            Set.of("freebsd-created", "identify-word48-set", "copies-disagree-first-differs");

    private static final Pattern ADDRESS = Pattern.compile("(?m)^0x[0-9a-f]{4,} ");

    static Stream<String> cases() {
        return CorpusDisks.names(FORMAT).stream().filter(n -> !WRONG_IN_DMRAID.contains(n));
    }

    private static CorpusDisks<SilMetadata> load(String name) {
        return CorpusDisks.load(FORMAT, name);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_disk_is_listed_as_dmraid_lists_it(String name) {
        assertThat(Expected.devices(FORMAT, load(name).found())).isEqualTo(Expected.devices(FORMAT, name));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_copy_is_logged_as_dmraid_logs_it(String name) {
        var expected = new TreeMap<>(Expected.nativeLog(FORMAT, name, "native-log.txt"));
        expected.replaceAll((disk, log) -> ADDRESS.matcher(log).replaceAll("0xADDR "));
        assertThat(Expected.nativeLog(FORMAT, load(name).found())).isEqualTo(expected);
    }

    @Test
    void sets_of_one_name_stay_two_sets() {
        for (String name : List.of("two-sets-name-collision", "two-sets-same-timestamp-other-location")) {
            List<Group> groups = load(name).assemble().groups();
            assertThat(groups)
                    .as(name)
                    .extracting(g -> g.disks().stream().map(d -> d.name()).toList())
                    .containsExactlyInAnyOrder(List.of("sda", "sdb"), List.of("sdc", "sdd"));
            assertThat(groups).as(name).extracting(Group::name).doesNotHaveDuplicates();
            assertThat(groups).as(name).allSatisfy(g -> {
                assertThat(g.blocked()).isEmpty();
                assertThat(g.sets()).extracting(RaidSet::health).containsExactly(Health.COMPLETE);
            });
            assertThat(ChangedSectors.codes(load(name))).containsExactly("sil.same-name");
        }
    }

    @Test
    void another_major_version_is_not_started() {
        assertThat(ChangedSectors.blocked(load("major-version-3"))).isEqualTo("sil.version");
    }

    /** What lies on the volume begins alike in both readings; the longer one cuts nothing off. */
    @Test
    void a_size_of_a_raid_10_that_fits_a_member_is_one_and_told_so() {
        RaidSet four = ChangedSectors.set(load("raid10-4disk-size-is-member"));
        assertThat(four.size()).isEqualTo(405504);
        assertThat(Expected.slots(four)).containsExactly("sda", "sdc", "sdb", "sdd");
        assertThat(ChangedSectors.codes(load("raid10-4disk-size-is-member"))).containsExactly("sil.raid10-size");

        RaidSet six = ChangedSectors.set(load("raid10-6disk-shuffled"));
        assertThat(six.size()).isEqualTo(608256);
        assertThat(Expected.slots(six)).containsExactly("sdb", "sdf", "sdd", "sde", "sdc", "sda");

        RaidSet degraded = ChangedSectors.set(load("raid10-degraded"));
        assertThat(degraded.size()).isEqualTo(405504);
        assertThat(degraded.health()).isEqualTo(Health.DEGRADED);
        assertThat(Expected.slots(degraded)).containsExactly("sda", "sdc", "sdb", "- unmarked");
    }

    @Test
    void a_size_of_a_raid_10_that_fits_no_member_is_that_of_the_volume() {
        assertThat(ChangedSectors.set(load("raid10-4disk-size-is-volume")).size())
                .isEqualTo(405504);
        assertThat(ChangedSectors.codes(load("raid10-4disk-size-is-volume"))).isEmpty();
    }

    @Test
    void a_kind_that_nobody_knows_is_shown_without_a_set() {
        CorpusDisks<SilMetadata> c = load("real-util-linux-on-160gb");
        assertThat(c.group().sets()).isEmpty();
        assertThat(c.group().spares()).isEmpty();
        assertThat(ChangedSectors.codes(c)).containsExactly("sil.type");
    }

    @Test
    void most_copies_win_and_the_others_are_told() {
        CorpusDisks<SilMetadata> c = load("copies-disagree-first-differs");
        assertThat(Expected.slots(ChangedSectors.set(c))).containsExactly("sda", "sdb");
        assertThat(ChangedSectors.codes(c)).containsExactly("sil.copies-differ");
    }

    @Test
    void of_one_set_the_newest_copy_wins() {
        CorpusDisks<SilMetadata> c = load("copies-torn-write");
        assertThat(Expected.slots(ChangedSectors.set(c))).containsExactly("sda", "sdb");
        // One new copy of four is enough: copies are written one after the other.
        c.put("sdb", 204800 - 513, c.get("sdb", new Extent(204800 - 1025, 1)));
        assertThat(Expected.slots(ChangedSectors.set(c))).containsExactly("sda", "sdb");
        c.put("sdb", 204800 - 1, c.get("sdb", new Extent(204800 - 1025, 1)));
        assertThat(Expected.slots(ChangedSectors.set(c))).containsExactly("sda", "sdb rebuilding");
    }

    @Test
    void a_bad_copy_is_told_with_its_place() {
        Reading.Found<SilMetadata> found =
                (Reading.Found<SilMetadata>) load("copy0-bad-checksum").reading("sdb");
        assertThat(found.findings()).singleElement().satisfies(f -> {
            assertThat(f.code()).isEqualTo("sil.checksum");
            assertThat(f.sector()).hasValue(204799);
            assertThat(f.severity()).isEqualTo(Severity.WARNING);
        });
        assertThat(load("real-util-linux").broken("sda"))
                .extracting(f -> f.code())
                .containsExactly("sil.disk-size", "sil.disk-size");
    }
}
