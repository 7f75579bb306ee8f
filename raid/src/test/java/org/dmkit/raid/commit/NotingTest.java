package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Bearer.Standing;
import org.dmkit.raid.format.Crash;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.Missing;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.record.Note.Loss;
import org.dmkit.raid.record.NoteBody;
import org.dmkit.raid.testing.TestGroups;
import org.dmkit.raid.testing.Trees;
import org.dmkit.raid.testing.WordlessFormat;
import org.junit.jupiter.api.Test;

/** Who misses writes after a change. */
class NotingTest {
    private static final Extent DATA = new Extent(0, 100);
    private static final DiskInfo A = Trees.disk("sda");
    private static final DiskInfo B = Trees.disk("sdb");
    private static final DiskInfo C = Trees.disk("sdc");

    private static Group group(List<DiskInfo> disks, List<DiskInfo> stale, Component... slots) {
        return new Group(
                "m",
                Stream.concat(
                                TestGroups.bearers(Standing.MEMBER, disks).stream(),
                                TestGroups.bearers(Standing.STALE, stale).stream())
                        .toList(),
                List.of(Trees.set("m", Level.RAID1, 0, 100, slots)),
                Known.byDisk(new WordlessFormat(DATA, Crash.REDO), Map.of()));
    }

    private static Component good(DiskInfo disk) {
        return new Member(disk, DATA, State.IN_SYNC);
    }

    private static Component rebuilding(DiskInfo disk) {
        return new Member(disk, DATA, State.REBUILDING);
    }

    private static Component missing(String label, boolean marked) {
        return new Missing(label, DATA, marked);
    }

    private static Loss loss(DiskInfo disk, long since) {
        return new Loss(disk.serial(), disk.sectors(), since);
    }

    private static List<Loss> losses(List<Loss> before, Group t0, Group t1) {
        return Noting.losses(before, Delta.between(t0, t1), 9);
    }

    private static final Group WHOLE = group(List.of(A, B), List.of(), good(A), good(B));
    private static final Group WITHOUT_B = group(List.of(A), List.of(B), good(A), missing("", true));

    @Test
    void aLostMemberIsNamed() {
        assertThat(losses(List.of(), WHOLE, WITHOUT_B)).containsExactly(loss(B, 9));
    }

    @Test
    void soIsOneThatAnotherReplacesAndItStaysSo() {
        Group replaced = group(List.of(A, C), List.of(B), good(A), rebuilding(C));
        List<Loss> noted = losses(List.of(), WHOLE, replaced);
        assertThat(noted).containsExactly(loss(B, 9));
        assertThat(losses(noted, replaced, group(List.of(A, C), List.of(B), good(A), good(C))))
                .isEqualTo(noted);
    }

    @Test
    void whoIsRebuiltIsForgottenAndWhoIsErasedToo() {
        List<Loss> noted = List.of(loss(B, 3), loss(C, 4));
        assertThat(losses(noted, WITHOUT_B, group(List.of(A, B), List.of(), good(A), rebuilding(B))))
                .containsExactly(loss(C, 4));
        assertThat(losses(noted, WITHOUT_B, group(List.of(A), List.of(), good(A), missing("", true))))
                .containsExactly(loss(C, 4));
    }

    @Test
    void oneThatWasNeverSeenIsNotedByWhatItIsCalled() {
        Group absent = group(List.of(A), List.of(), good(A), missing("B", false));
        Loss stranger = new Loss("B", 0, 9);
        assertThat(losses(List.of(), absent, group(List.of(A), List.of(), good(A), missing("B", true))))
                .containsExactly(stranger);
        assertThat(losses(List.of(), absent, group(List.of(A, C), List.of(), good(A), rebuilding(C))))
                .containsExactly(stranger);
    }

    private static final Group TWO_NAMELESS =
            group(List.of(A), List.of(), good(A), missing("", false), missing("", false));

    @Test
    void thoseThatNothingHasANameForAreCountedBySlot() {
        Group marked = group(List.of(A), List.of(), good(A), missing("", true), missing("", true));
        assertThat(losses(List.of(), TWO_NAMELESS, marked))
                .containsExactly(new Loss("slot 1", 0, 9), new Loss("slot 2", 0, 9));
        Group alsoB = group(List.of(A), List.of(), good(A), missing("", true), missing("", false));
        assertThat(losses(List.of(new Loss("slot 1", 0, 3)), alsoB, marked))
                .containsExactly(new Loss("slot 1", 0, 3), new Loss("slot 2", 0, 9));
    }

    /** The first of them is out there still; the second was a witness. */
    @Test
    void oneThatIsLostFromTheSlotOfAnotherIsNotedAnew() {
        Group marked = group(List.of(A), List.of(), good(A), missing("", true), missing("", true));
        assertThat(losses(List.of(new Loss("slot 1", 0, 3), new Loss("slot 2", 0, 4)), TWO_NAMELESS, marked))
                .containsExactly(new Loss("slot 1", 0, 9), new Loss("slot 2", 0, 9));
    }

    /** Most are: it is absent from each set that it is a member of. */
    @Test
    void ofTwoSetsOnTheSameDisksEachLossIsNotedOnce() {
        assertThat(losses(List.of(), two(false), two(true))).containsExactly(new Loss("slot 1", 0, 9));
    }

    private static Group two(boolean marked) {
        Component good = new Member(A, new Extent(100, 100), State.IN_SYNC);
        Component missing = new Missing("", new Extent(100, 100), marked);
        Group one = group(List.of(A), List.of(), good(A), missing("", marked));
        return one.withSets(List.of(one.sets().getFirst(), Trees.set("n", Level.RAID1, 0, 100, good, missing)));
    }

    @Test
    void oneOfTwoThatTellTheSameIsNotNoted() {
        var twin = new DiskInfo("sdx", B.sectors(), 512, B.serial(), null, "", null, false);
        Group t0 = group(List.of(B, twin), List.of(), good(B), good(twin));
        Group t1 = group(List.of(twin), List.of(B), missing("", true), good(twin));
        assertThat(losses(List.of(), t0, t1)).isEmpty();
    }

    @Test
    void aDiskUnderAnotherNameIsNotItsOwnTwin() {
        Group renamed = group(List.of(A), List.of(B.withName("sdx")), good(A), missing("", true));
        assertThat(losses(List.of(), WHOLE, renamed)).containsExactly(loss(B, 9));
    }

    @Test
    void theOldestAreForgottenWhenThereAreTooMany() {
        List<Loss> many = new ArrayList<>(IntStream.range(0, NoteBody.MOST_LOSSES)
                .mapToObj(i -> new Loss("old" + i, 100, i))
                .toList());
        assertThat(losses(many, WHOLE, WITHOUT_B))
                .hasSize(NoteBody.MOST_LOSSES)
                .contains(loss(B, 9))
                .doesNotContain(many.getFirst());
    }
}
