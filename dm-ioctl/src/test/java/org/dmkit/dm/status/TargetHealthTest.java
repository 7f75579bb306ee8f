package org.dmkit.dm.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The texts are those of a 6.1 kernel. */
class TargetHealthTest {
    private static RaidStatus raid(String text) {
        return RaidStatus.parse(text).orElseThrow();
    }

    @Test
    void aRaidInSync() {
        RaidStatus status = raid("raid1 2 AA 131072/131072 idle 0 0 -");
        assertThat(status).isEqualTo(new RaidStatus("raid1", "AA", 131072, 131072, "idle", 0));
        assertThat(status.rebuilt()).isTrue();
    }

    @Test
    void aMemberThatIsRebuilding() {
        RaidStatus status = raid("raid5_la 3 AaA 8200/131072 recover 0 0 -");
        assertThat(status.rebuilt()).isFalse();
        assertThat(status.inSync(0)).isTrue();
        assertThat(status.rebuilt(1)).isFalse();
        assertThat(status.failed(1)).isFalse();
    }

    @Test
    void theLetterAloneDoesNotSayThatAMemberIsDone() {
        assertThat(raid("raid1 2 AA 131072/131072 recover 0 0 -").rebuilt(1)).isFalse();
        assertThat(raid("raid1 2 AA 8200/131072 idle 0 0 -").rebuilt(1)).isFalse();
    }

    @Test
    void aRebuildThatMetABadSourceSectorIsNotDone() {
        RaidStatus status = raid("raid1 2 Aa 131072/131072 idle 0 0 -");
        assertThat(status.rebuilt(1)).isFalse();
        assertThat(status.rebuilt()).isFalse();
    }

    @Test
    void aFailedMemberAndAHole() {
        assertThat(raid("raid1 2 AD 131072/131072 idle 0 0 -").failed(1)).isTrue();
        RaidStatus hole = raid("raid1 3 AA- 131072/131072 idle 0 0 -");
        assertThat(hole.failed(2)).isFalse();
        assertThat(hole.rebuilt(2)).isFalse();
        assertThat(hole.rebuilt()).isTrue();
    }

    @Test
    void aMirrorInSync() {
        MirrorStatus status =
                MirrorStatus.parse("2 8:0 8:16 1024/1024 1 AA 1 core").orElseThrow();
        assertThat(status).isEqualTo(new MirrorStatus(List.of("8:0", "8:16"), "AA", 1024, 1024));
        assertThat(status.rebuilt()).isTrue();
    }

    @Test
    void aMirrorThatIsCopiedIsNotInSync() {
        MirrorStatus status =
                MirrorStatus.parse("2 8:0 8:16 10/1024 1 AA 1 core").orElseThrow();
        assertThat(status.inSync(1)).isFalse();
        assertThat(status.rebuilt()).isFalse();
    }

    @Test
    void aMirrorThatLostALeg() {
        MirrorStatus status =
                MirrorStatus.parse("2 8:0 8:16 1023/1024 1 AD 1 core").orElseThrow();
        assertThat(status.failed(0)).isFalse();
        assertThat(status.failed(1)).isTrue();
        assertThat(status.rebuilt()).isFalse();
    }

    @Test
    void whatIsNotUnderstoodIsEmpty() {
        for (String text :
                List.of("", "raid1", "raid1 2 AAA 1/1 idle 0", "raid1 x AA 1/1 idle 0", "raid1 2 AA 11 idle 0")) {
            assertThat(RaidStatus.parse(text)).as(text).isEmpty();
        }
        for (String text :
                List.of("", "2 8:0", "x", "-1 1/1 1 A", "2 8:0 8:16 1/1 1 A 1 core", "2 8:0 8:16 1 1 AA 1 core")) {
            assertThat(MirrorStatus.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void theTypeOfTheTargetSaysHowToReadItsStatus() {
        assertThat(TargetHealth.parse("raid", "raid1 2 AA 8/8 idle 0 0 -")).containsInstanceOf(RaidStatus.class);
        assertThat(TargetHealth.parse("mirror", "2 8:0 8:16 1/1 1 AA 1 core")).containsInstanceOf(MirrorStatus.class);
        assertThat(TargetHealth.parse("striped", "2 8:0 8:16 1 AA")).isEqualTo(Optional.empty());
    }
}
