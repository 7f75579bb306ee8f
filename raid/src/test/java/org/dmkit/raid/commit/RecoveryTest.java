package org.dmkit.raid.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.commit.Recovery.Content;
import org.dmkit.raid.commit.Recovery.Decision;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;
import org.junit.jupiter.api.Test;

/** The rule by which an interrupted transaction is brought to an end. */
class RecoveryTest {
    private static final Redo.Member A = member("A");
    private static final Redo.Member B = member("B");

    private static Redo.Member member(String serial) {
        return new Redo.Member(serial, 1000, List.of(image(0)), List.of(image(1)));
    }

    private static Image image(int value) {
        byte[] bytes = new byte[1024];
        Arrays.fill(bytes, (byte) value);
        return new Image(990, bytes);
    }

    private static Redo redo(boolean onlyForward) {
        return new Redo(new UUID(1, 1), 1, onlyForward, "g", List.of(A, B));
    }

    private static Optional<Decision> decide(
            boolean onlyForward, boolean complete, List<Redo.State> states, Content a, Content b) {
        return decide(onlyForward, complete, true, states, a, b);
    }

    private static Optional<Decision> decide(
            boolean onlyForward, boolean complete, boolean whole, List<Redo.State> states, Content a, Content b) {
        return Recovery.decide(
                new Redo.Placed(redo(onlyForward), List.of(new Redo.Place(0, "sda", new Extent(900, 8)))),
                states,
                complete,
                whole,
                Map.of("sda", A, "sdb", B),
                Map.of("sda", a, "sdb", b));
    }

    private static final List<Redo.State> PREPARED = List.of(Redo.State.PREPARED, Redo.State.PREPARED);
    private static final List<Redo.State> FINISHED = List.of(Redo.State.FINISHED, Redo.State.FINISHED);
    private static final List<Redo.State> ABORTED = List.of(Redo.State.ABORTED, Redo.State.ABORTED);
    private static final List<Redo.State> HALF_ABORTED = List.of(Redo.State.ABORTED, Redo.State.PREPARED);

    @Test
    void aRecordOnEveryPresentMemberLeadsForward() {
        assertThat(decide(false, true, PREPARED, Content.T0, Content.TORN)).containsInstanceOf(Decision.Forward.class);
    }

    @Test
    void aRecordThatAMemberLacksLeadsBack() {
        assertThat(decide(false, false, PREPARED, Content.T0, Content.T0)).containsInstanceOf(Decision.Back.class);
    }

    @Test
    void metadataOfT1LeadForwardThoughACopyIsLost() {
        assertThat(decide(false, false, PREPARED, Content.T1, Content.T1)).containsInstanceOf(Decision.Forward.class);
    }

    @Test
    void withoutAMemberT0OnAnotherLeadsBack() {
        assertThat(decide(false, true, false, PREPARED, Content.T0, Content.T1))
                .containsInstanceOf(Decision.Back.class);
        assertThat(decide(false, true, false, PREPARED, Content.T1, Content.T1))
                .containsInstanceOf(Decision.Forward.class);
        assertThat(decide(true, true, false, PREPARED, Content.T0, Content.T0))
                .containsInstanceOf(Decision.Forward.class);
    }

    @Test
    void whatARecoveryHasBegunToCompleteGoesForward() {
        List<Redo.State> begun = List.of(Redo.State.COMPLETING, Redo.State.PREPARED);
        assertThat(decide(false, false, false, begun, Content.T0, Content.T1))
                .containsInstanceOf(Decision.Forward.class);
        List<Redo.State> there = List.of(Redo.State.COMPLETING, Redo.State.COMPLETING);
        assertThat(decide(false, true, false, there, Content.T1, Content.T1)).isEmpty();
        assertThat(decide(false, true, true, there, Content.T1, Content.T1)).containsInstanceOf(Decision.Forward.class);
    }

    @Test
    void whatWentForwardWithoutOthersAndHasNotRunGoesBackIfTheyDid() {
        List<Redo.State> apart = List.of(Redo.State.COMPLETING, Redo.State.ABORTED);
        assertThat(decide(false, true, apart, Content.T1, Content.T0)).containsInstanceOf(Decision.Back.class);
    }

    @Test
    void anEndBeatsAnOldAbortMark() {
        List<Redo.State> states = List.of(Redo.State.FINISHED, Redo.State.ABORTED);
        assertThat(decide(false, true, states, Content.T1, Content.T0)).containsInstanceOf(Decision.Forward.class);
    }

    @Test
    void anEndOnOneCopyLeadsForwardThoughAnotherIsLost() {
        List<Redo.State> states = List.of(Redo.State.FINISHED, Redo.State.PREPARED);
        assertThat(decide(false, false, states, Content.T0, Content.T0)).containsInstanceOf(Decision.Forward.class);
    }

    @Test
    void ofTwoTransactionsOfOneMemberTheNewerCounts() {
        var older = new Redo(new UUID(1, 1), 7, false, "g", List.of(A, B));
        var newer = new Redo(new UUID(1, 2), 8, false, "g", List.of(B));
        var strangers = new Redo(new UUID(1, 3), 1, false, "h", List.of(member("C")));
        assertThat(Recovery.newest(Map.of("sda", copy(older), "sdb", copy(newer), "sdc", copy(strangers))))
                .containsExactlyInAnyOrder(newer, strangers);
    }

    private static RedoCodec.Copy copy(Redo redo) {
        return new RedoCodec.Copy(redo, Redo.State.PREPARED, 0, new Extent(900, 8));
    }

    @Test
    void aVoidedRecordIsNotToldAgain() {
        List<Redo.State> states = List.of(Redo.State.VOID, Redo.State.VOID);
        assertThat(decide(false, true, states, Content.OTHER, Content.T1)).isEmpty();
    }

    @Test
    void whatMustNotBeTakenBackGoesForwardFromAnyCopy() {
        assertThat(decide(true, false, PREPARED, Content.T0, Content.T0)).containsInstanceOf(Decision.Forward.class);
    }

    @Test
    void oneAbortMarkLeadsBack() {
        assertThat(decide(false, true, HALF_ABORTED, Content.T1, Content.T0)).containsInstanceOf(Decision.Back.class);
    }

    @Test
    void anAbortedTransactionThatIsBackIsOver() {
        assertThat(decide(false, true, ABORTED, Content.T0, Content.T0)).isEmpty();
    }

    @Test
    void aCopyWithoutTheMarkOfItsBackOutGetsItLestItKeepsItsPlace() {
        assertThat(decide(false, true, HALF_ABORTED, Content.T0, Content.T0)).containsInstanceOf(Decision.Back.class);
    }

    @Test
    void aFinishedTransactionIsOver() {
        assertThat(decide(false, true, FINISHED, Content.T1, Content.T1)).isEmpty();
    }

    @Test
    void aMemberThatWasAwayWhileTheOthersFinishedIsBroughtForward() {
        assertThat(decide(false, true, List.of(Redo.State.FINISHED, Redo.State.PREPARED), Content.T1, Content.T0))
                .containsInstanceOf(Decision.Forward.class);
    }

    @Test
    void aThirdStateVoidsTheRecord() {
        assertThat(decide(false, true, PREPARED, Content.OTHER, Content.T1)).containsInstanceOf(Decision.Void.class);
    }

    @Test
    void aThirdStateAfterTheEndIsJustLaterHistory() {
        assertThat(decide(false, true, FINISHED, Content.OTHER, Content.OTHER)).isEmpty();
    }

    @Test
    void contentIsJudgedSectorBySector() {
        byte[] torn = new byte[1024];
        Arrays.fill(torn, 512, 1024, (byte) 1);
        byte[] other = new byte[1024];
        other[600] = 9;
        assertThat(Recovery.content(A, List.of(image(0)))).isEqualTo(Content.T0);
        assertThat(Recovery.content(A, List.of(image(1)))).isEqualTo(Content.T1);
        assertThat(Recovery.content(A, List.of(new Image(990, torn)))).isEqualTo(Content.TORN);
        assertThat(Recovery.content(A, List.of(new Image(990, other)))).isEqualTo(Content.OTHER);
    }

    @Test
    void aDiskWithoutACopyIsKnownBySerialAndSize() {
        DiskInfo copyHolder = disk("sdx", "", 1000);
        DiskInfo bySerial = disk("sdy", "B", 1000);
        DiskInfo otherSize = disk("sdz", "B", 999);
        var copies = Map.of("sdx", new RedoCodec.Copy(redo(false), Redo.State.PREPARED, 0, new Extent(900, 8)));

        assertThat(Recovery.present(redo(false), copies, List.of(copyHolder, bySerial, otherSize)))
                .isEqualTo(Map.of("sdx", A, "sdy", B));
    }

    private static DiskInfo disk(String name, String serial, long sectors) {
        return new DiskInfo(name, sectors, 512, serial, null, "", null, false);
    }
}
