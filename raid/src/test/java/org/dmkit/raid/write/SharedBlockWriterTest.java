package org.dmkit.raid.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.testing.TestGroups.disk;
import static org.dmkit.raid.testing.TestGroups.image;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Abilities;
import org.dmkit.raid.format.Bearer;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.testing.TestGroups;
import org.junit.jupiter.api.Test;

class SharedBlockWriterTest {
    private static final int SPARE = 100;
    private static final int ERASED = 200;

    /** The serials of the members, and how often the block was written. */
    private record Roll(int generation, Set<String> serials) {}

    private enum Writer implements SharedBlockWriter<Roll> {
        INSTANCE;

        @Override
        public Optional<Roll> apply(Delta delta, Roll before) {
            Set<String> serials = delta.after().sets().stream()
                    .flatMap(RaidSet::members)
                    .map(m -> m.disk().serial())
                    .collect(Collectors.toSet());
            int generation = before.generation();
            return delta.after().sets().isEmpty() ? Optional.empty() : Optional.of(new Roll(generation, serials));
        }

        @Override
        public Roll next(Roll roll) {
            return new Roll(roll.generation() + 1, roll.serials());
        }

        @Override
        public boolean lists(Roll roll, DiskInfo disk) {
            return roll.serials().contains(disk.serial());
        }

        @Override
        public List<Image> images(Roll roll, DiskInfo disk) {
            return List.of(image(roll.generation()));
        }

        @Override
        public List<Image> spare(DiskInfo disk) {
            return List.of(image(SPARE));
        }

        @Override
        public List<Image> erased(DiskInfo disk, List<Extent> known) {
            return known.isEmpty() ? List.of(image(ERASED)) : List.of(image(ERASED), image(ERASED + 1));
        }

        @Override
        public Abilities abilities() {
            return new Abilities(Set.of(), true, LossMark.ON_SURVIVORS, Crash.REDO, "");
        }

        @Override
        public List<Finding> check(Delta delta, Known<Roll> known) {
            return List.of();
        }
    }

    private static final Roll ROLL = new Roll(1, Set.of("S0", "S1"));
    private static final Format<Roll> FORMAT = new TestGroups.NoFormat<>();
    private static final Group T0 = group(List.of(), mirror("m", member(0), member(1)));

    private static Group group(List<DiskInfo> spares, RaidSet... sets) {
        Group g = TestGroups.group(sets);
        var known = List.of(new Extent(7, 1));
        return new Group(
                g.name(),
                Stream.concat(
                                g.bearers().stream(),
                                spares.stream()
                                        .map(d -> new Bearer(d, Standing.SPARE, d.equals(disk(3)) ? known : List.of())))
                        .toList(),
                g.sets(),
                Known.shared(FORMAT, ROLL));
    }

    private static Map<String, List<Image>> written(Group t0, Group t1) {
        return Writer.INSTANCE
                .encode(Delta.between(t0, t1), Known.shared(FORMAT, ROLL))
                .images();
    }

    @Test
    void survivorsAreWrittenAndAFailedDiskIsNot() throws Exception {
        assertThat(written(T0, new Change.Fail(new MemberName.OfDisk("sdb")).apply(T0)))
                .isEqualTo(Map.of("sda", List.of(image(2))));
    }

    @Test
    void aNewMemberIsWrittenAsTheOthersAre() throws Exception {
        assertThat(written(T0, new Change.Replace(new MemberName.OfDisk("sdb"), disk(2)).apply(T0)))
                .isEqualTo(Map.of("sda", List.of(image(2)), "sdc", List.of(image(2))));
    }

    @Test
    void aSpareIsWrittenAlone() throws Exception {
        assertThat(written(T0, new Change.AddSpare(disk(2)).apply(T0))).isEqualTo(Map.of("sdc", List.of(image(SPARE))));
    }

    @Test
    void aSpareIsNotWrittenWithTheMembers() throws Exception {
        Group t0 = group(List.of(disk(2)), T0.sets().getFirst());
        assertThat(written(t0, new Change.Fail(new MemberName.OfDisk("sdb")).apply(t0)))
                .containsOnlyKeys("sda");
    }

    @Test
    void aDiskThatLeavesIsErasedWhereItsMetadataLie() throws Exception {
        Group t0 = group(List.of(disk(2), disk(3)), T0.sets().getFirst());
        assertThat(written(t0, new Change.Remove(disk(2)).apply(t0))).isEqualTo(Map.of("sdc", List.of(image(ERASED))));
        assertThat(written(t0, new Change.Remove(disk(3)).apply(t0)))
                .isEqualTo(Map.of("sdd", List.of(image(ERASED), image(ERASED + 1))));
    }

    @Test
    void withoutAnySetTheMembersBecomeSpares() {
        assertThat(written(T0, T0.withSets(List.of())))
                .isEqualTo(Map.of("sda", List.of(image(SPARE)), "sdb", List.of(image(SPARE))));
    }

    @Test
    void whereNothingDiffersNothingIsWritten() {
        assertThat(written(T0, T0)).isEmpty();
        // The block can't tell this change.
        assertThat(written(T0, T0.mapSets(s -> s.withResync(RaidSet.Resync.DIRTY))))
                .isEmpty();
    }
}
