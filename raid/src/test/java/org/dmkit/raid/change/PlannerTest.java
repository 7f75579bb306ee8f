package org.dmkit.raid.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.raid.testing.RunningDevices.running;
import static org.dmkit.raid.testing.RunningDevices.sd;
import static org.dmkit.raid.testing.TestGroups.DATA;
import static org.dmkit.raid.testing.TestGroups.disk;
import static org.dmkit.raid.testing.TestGroups.group;
import static org.dmkit.raid.testing.TestGroups.image;
import static org.dmkit.raid.testing.TestGroups.member;
import static org.dmkit.raid.testing.TestGroups.mirror;
import static org.dmkit.raid.testing.TestGroups.stripe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dmkit.blockio.Extent;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.Table;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Partition;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.partition.PartitionNames;
import org.dmkit.raid.partition.PartitionTable;
import org.dmkit.raid.partition.Partitions;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.table.Profile;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Group T0 = group(mirror("m", member(0), member(1)));

    private static LiveDevice live(int minor, String name, String uuid, Table table) {
        return running(minor, name, uuid + name, table);
    }

    private static DeviceRef dm(int minor) {
        return DeviceRef.of(new DeviceNumber(253, minor));
    }

    private static Table raid1(DeviceRef... pairs) {
        var slots = new ArrayList<DmTarget.RaidSlot>();
        for (int i = 0; i < pairs.length; i += 2) {
            slots.add(new DmTarget.RaidSlot(pairs[i], pairs[i + 1]));
        }
        return Table.of(
                DATA.count(),
                new DmTarget.Raid(
                        "raid1", 0, DmTarget.Raid.Sync.DEFAULT, List.of(), java.util.OptionalInt.empty(), slots));
    }

    private static LiveDevice metadataDevice(int minor, String name) {
        return live(
                minor,
                name,
                LiveDevice.HELPER_UUID,
                Table.of(8192, new DmTarget.Linear(DeviceRef.of(new DeviceNumber(7, minor)), 0)));
    }

    /** A modern mirror on sda and sdb, running. */
    private static final Live RUNNING = new Live(List.of(
            metadataDevice(0, "m_rmeta_0"),
            metadataDevice(1, "m_rmeta_1"),
            live(2, "m", "DMRAID-", raid1(dm(0), sd(0), dm(1), sd(1)))));

    private static List<String> plan(Group t0, Group t1, Set<String> running, Live live, String... written) {
        var before = new HashMap<String, List<Image>>();
        var after = new LinkedHashMap<String, List<Image>>();
        var places = new ArrayList<Redo.Place>();
        for (String disk : written) {
            before.put(disk, List.of(image(0)));
            after.put(disk, List.of(image(1)));
            places.add(new Redo.Place(places.size(), disk, new Extent(900, 8)));
        }
        Optional<Redo.Placed> redo = written.length == 0
                ? Optional.empty()
                : Optional.of(new Redo.Placed(new Redo(new UUID(0, 1), 1, false, "g", List.of()), places));
        var transition = new Transition(
                List.of(new Transition.Part(t0, t1, running, Profile.MODERN, Transition.Scope.ALL)),
                live,
                before,
                after,
                redo,
                Map.of());
        return Planner.plan(transition).steps().stream()
                .map(s -> s.getClass().getSimpleName() + " "
                        + Arrays.stream(s.toString().split(" "))
                                .skip(subjectAt(s))
                                .findFirst()
                                .orElse(""))
                .map(s -> s.replace(":", "").strip())
                .toList();
    }

    private static int subjectAt(Step step) {
        return switch (step) {
            case Step.CreateHelper s -> 2;
            case Step.CreateMetadataDevice s -> 3;
            case Step.WriteMetadata s -> 3;
            case Step.WriteLost s -> 1;
            case Step.SaveRedo s -> 99;
            case Step.MarkRedo s -> 4;
            case Step.Rehearse s -> 99;
            default -> 1;
        };
    }

    @Test
    void startsASetAfterItsMetadataSaySo() throws Exception {
        Group t1 = new Change.Open(List.of("m"), false, false).apply(T0);
        assertThat(plan(T0, t1, Set.of("m"), new Live(List.of()), "sda", "sdb"))
                .containsExactly(
                        "CreateMetadataDevice m_rmeta_0",
                        "CreateMetadataDevice m_rmeta_1",
                        "SaveRedo",
                        "WriteMetadata sda",
                        "WriteMetadata sdb",
                        "Create m",
                        "MarkRedo finished");
    }

    @Test
    void replacesAMemberInTheOrderThatKeepsT0RunningUntilT1IsDurable() throws Exception {
        Group t1 = new Change.Replace(new MemberName.OfDisk("sdb"), disk(2)).apply(T0);
        assertThat(plan(T0, t1, Set.of("m"), RUNNING, "sda", "sdc"))
                .containsExactly(
                        "CreateMetadataDevice m_rmeta_1_2",
                        "Preload m",
                        "Rehearse",
                        "SaveRedo",
                        "WriteMetadata sda",
                        "WriteMetadata sdc",
                        "Suspend m",
                        "Resume m",
                        "Remove m_rmeta_1",
                        "MarkRedo finished");
    }

    @Test
    void disksAreWrittenInTheOrderOfTheWritersStages() throws Exception {
        Group t1 = new Change.Replace(new MemberName.OfDisk("sdb"), disk(2)).apply(T0);
        assertThat(plan(T0, t1, Set.of("m"), RUNNING, "sdc", "sda"))
                .containsSubsequence("SaveRedo", "WriteMetadata sdc", "WriteMetadata sda", "Suspend m");
        var update = new Update(List.of(
                new Update.Stage(Map.of("sdc", List.of(image(1)), "sdb", List.of(image(1))), Update.Duty.MUST),
                new Update.Stage(Map.of("sda", List.of(image(1))), Update.Duty.MUST)));
        assertThat(update.images().keySet()).containsExactly("sdb", "sdc", "sda");
    }

    @Test
    void aLostDiskIsToldWhenAllElseIsDone() throws Exception {
        Group t1 = new Change.Fail(new MemberName.OfDisk("sdb")).apply(T0);
        var transition = switching(t1, Map.of("sdb", List.of(image(2))));
        assertThat(Planner.plan(transition).steps()).last().isEqualTo(new Step.WriteLost("sdb", List.of(image(2))));
    }

    @Test
    void onlySectorsThatDifferAreWritten() {
        byte[] before = new byte[4 * 512];
        byte[] after = before.clone();
        after[512] = 1;
        after[3 * 512] = 1;
        var part = new Transition.Part(T0, T0, Set.of(), Profile.MODERN, Transition.Scope.METADATA);
        var transition = new Transition(
                List.of(part),
                new Live(List.of()),
                Map.of("sda", List.of(new Image(90, before))),
                Map.of("sda", List.of(new Image(90, after))),
                Optional.empty(),
                Map.of());
        assertThat(Planner.plan(transition).steps())
                .singleElement()
                .isInstanceOfSatisfying(Step.WriteMetadata.class, s -> {
                    assertThat(s.images())
                            .extracting(Image::extent)
                            .containsExactly(new Extent(91, 1), new Extent(93, 1));
                    assertThat(s.t0()).extracting(Image::extent).containsExactly(new Extent(91, 1), new Extent(93, 1));
                });
    }

    @Test
    void aMemberThatGoesOnKeepsItsMetadataDevice() throws Exception {
        Group t1 = new Change.Replace(new MemberName.OfDisk("sdb"), disk(2)).apply(T0);
        var transition = switching(t1, Map.of());
        Table table = Planner.plan(transition).steps().stream()
                .filter(Step.Preload.class::isInstance)
                .map(s -> ((Step.Preload) s).table())
                .findFirst()
                .orElseThrow();
        assertThat(((DmTarget.Raid) table.lines().getFirst().target()).slots())
                .containsExactly(
                        new DmTarget.RaidSlot(dm(0), sd(0)),
                        new DmTarget.RaidSlot(DeviceRef.of(new DmName("m_rmeta_1_2")), sd(2)));
    }

    @Test
    void aFinishedRebuildChangesMetadataOnlyAndFlushesFirst() throws Exception {
        Group rebuilding = group(mirror("m", member(0), member(1).withState(Component.State.REBUILDING)));
        assertThat(plan(rebuilding, T0, Set.of("m"), RUNNING, "sda", "sdb"))
                .containsExactly(
                        "Flush sda,", "SaveRedo", "WriteMetadata sda", "WriteMetadata sdb", "MarkRedo finished");
    }

    @Test
    void stopsTopDownAndTakesTheHelpersAway() {
        assertThat(plan(T0, T0, Set.of(), RUNNING)).containsExactly("Remove m", "Remove m_rmeta_0", "Remove m_rmeta_1");
    }

    @Test
    void aRunningSetThatIsAsItShallBeIsLeftAlone() {
        assertThat(plan(T0, T0, Set.of("m"), RUNNING)).isEmpty();
    }

    @Test
    void aStackedSetChangesOnlyTheMirrorThatLosesAMember() throws Exception {
        Group t0 = group(stripe("t", mirror("t-0", member(0), member(1)), mirror("t-1", member(2), member(3))));
        var live = new Live(List.of(
                metadataDevice(0, "t-0_rmeta_0"),
                metadataDevice(1, "t-0_rmeta_1"),
                metadataDevice(2, "t-1_rmeta_0"),
                metadataDevice(3, "t-1_rmeta_1"),
                live(4, "t-0", "DMRAID-", raid1(dm(0), sd(0), dm(1), sd(1))),
                live(5, "t-1", "DMRAID-", raid1(dm(2), sd(2), dm(3), sd(3))),
                live(
                        6,
                        "t",
                        "DMRAID-",
                        Table.of(
                                2 * DATA.count(),
                                new DmTarget.Striped(
                                        128, List.of(new DmTarget.Leg(dm(4), 0), new DmTarget.Leg(dm(5), 0)))))));
        Group t1 = new Change.Fail(new MemberName.OfDisk("sdd")).apply(t0);
        assertThat(plan(t0, t1, Set.of("t"), live, "sda"))
                .containsExactly(
                        "Preload t-1",
                        "Rehearse",
                        "SaveRedo",
                        "WriteMetadata sda",
                        "Suspend t-1",
                        "Resume t-1",
                        "Remove t-1_rmeta_1",
                        "MarkRedo finished");
    }

    @Test
    void anUpperDeviceIsSuspendedBeforeThoseBelowIt() throws Exception {
        Group t0 = group(stripe("t", mirror("t-0", member(0), member(1)), mirror("t-1", member(2), member(3))));
        // As somebody started it by hand: both are to be made anew, the stripe because its legs are in the wrong order.
        var live = new Live(List.of(
                live(4, "t-0", "DMRAID-", Table.of(DATA.count(), new DmTarget.Linear(sd(0), 0))),
                live(5, "t-1", "DMRAID-", raid1(DeviceRef.NONE, sd(2), DeviceRef.NONE, sd(3))),
                live(
                        6,
                        "t",
                        "DMRAID-",
                        Table.of(
                                2 * DATA.count(),
                                new DmTarget.Striped(
                                        128, List.of(new DmTarget.Leg(dm(5), 0), new DmTarget.Leg(dm(4), 0)))))));
        assertThat(plan(t0, t0, Set.of("t"), live))
                .containsSubsequence("Suspend t", "Suspend t-0", "Resume t-0", "Resume t");
    }

    @Test
    void aSetThatRunsUnderAnotherNameKeepsIt() throws Exception {
        var live = new Live(List.of(live(
                2,
                "oldname",
                "DMRAID-",
                Table.of(
                        DATA.count(),
                        new DmTarget.Mirror(
                                128, false, List.of(new DmTarget.Leg(sd(0), 0), new DmTarget.Leg(sd(1), 0)), true)))));
        Group t1 = new Change.Fail(new MemberName.OfDisk("sdb")).apply(T0);
        assertThat(plan(T0, t1, Set.of("m"), live, "sda"))
                .containsExactly(
                        "CreateMetadataDevice m_rmeta_0",
                        "Preload oldname",
                        "Rehearse",
                        "SaveRedo",
                        "WriteMetadata sda",
                        "Suspend oldname",
                        "Resume oldname",
                        "MarkRedo finished");
    }

    private static Transition switching(Group t1, Map<String, List<Image>> lost) {
        var part = new Transition.Part(T0, t1, Set.of("m"), Profile.MODERN, Transition.Scope.ALL);
        return new Transition(List.of(part), RUNNING, Map.of(), Map.of(), Optional.empty(), lost);
    }

    private static List<String> planWithPartitions(Live live, Partition... partitions) {
        var tables = Map.of("m", new PartitionTable("dos", List.of(partitions), List.of()));
        var transition = new Transition(
                List.of(new Transition.Part(
                        Delta.between(T0, T0),
                        Set.of("m"),
                        Profile.CLASSIC,
                        Transition.Scope.ALL,
                        new Partitions(tables, PartitionNames.DEFAULT))),
                live,
                Map.of(),
                Map.of(),
                Optional.empty(),
                Map.of());
        return Planner.plan(transition).steps().stream()
                .map(s -> switch (s) {
                    case Step.Create c -> "create " + c.name() + " " + c.uuid();
                    case Step.RemovePartition r -> "remove " + r.name();
                    default -> s.toString();
                })
                .toList();
    }

    /** A classic mirror that runs under this name, with a partition of 100 sectors at 63. */
    private static Live partitioned(String name, String uuid) {
        var mirror =
                new DmTarget.Mirror(128, false, List.of(new DmTarget.Leg(sd(0), 0), new DmTarget.Leg(sd(1), 0)), true);
        return new Live(List.of(
                live(2, name, uuid, Table.of(DATA.count(), mirror)),
                live(3, name + "1", "part1-DMRAID-", Table.of(100, new DmTarget.Linear(dm(2), 63)))));
    }

    @Test
    void partitionsAreMadeAfterTheirSet() {
        assertThat(planWithPartitions(
                        new Live(List.of()),
                        new Partition(1, new Extent(63, 100)),
                        new Partition(5, new Extent(200, 100))))
                .containsExactly("create m DMRAID-m", "create m1 part1-DMRAID-m", "create m5 part5-DMRAID-m");
    }

    @Test
    void partitionsOfARunningSetGoByTheNameThatItRunsUnder() {
        assertThat(planWithPartitions(
                        partitioned("old", "DMRAID-"),
                        new Partition(1, new Extent(63, 100)),
                        new Partition(2, new Extent(200, 100))))
                .containsExactly("create old2 part2-DMRAID-old");
        assertThat(planWithPartitions(
                        partitioned("byhand", "other-"),
                        new Partition(1, new Extent(63, 100)),
                        new Partition(2, new Extent(200, 100))))
                .containsExactly("create byhand2 part2-DMRAID-m");
    }

    @Test
    void aPartitionThatHasMovedIsMadeAnew() {
        assertThat(planWithPartitions(partitioned("m", "DMRAID-"), new Partition(1, new Extent(64, 100))))
                .containsExactly("remove m1", "create m1 part1-DMRAID-m");
    }

    @Test
    void partitionsGoBeforeTheirSet() {
        assertThat(plan(T0, T0, Set.of(), partitioned("m", "DMRAID-")))
                .containsExactly("RemovePartition partition", "Remove m");
    }

    @Test
    void aChangeThatIsNotAboutPartitionsLeavesThemAlone() throws Exception {
        Group t1 = new Change.Fail(new MemberName.OfDisk("sdb")).apply(T0);
        assertThat(plan(T0, t1, Set.of("m"), partitioned("m", "DMRAID-"), "sda"))
                .containsExactly(
                        "CreateMetadataDevice m_rmeta_0",
                        "Preload m",
                        "Rehearse",
                        "SaveRedo",
                        "WriteMetadata sda",
                        "Suspend m",
                        "Resume m",
                        "MarkRedo finished");
    }
}
