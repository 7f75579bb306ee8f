package org.dmkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.cli.Samples.disk;
import static org.dmkit.cli.Samples.member;
import static org.dmkit.cli.Samples.mirror;

import java.util.List;
import java.util.stream.Stream;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.RaidSet;
import org.junit.jupiter.api.Test;

class RevisionTest {
    private static Group group(RaidSet set) {
        return Samples.group(List.of(disk("a"), disk("b")), List.of(), List.of(), set);
    }

    private static RaidSet whole() {
        return mirror("m", member("a", State.IN_SYNC), member("b", State.IN_SYNC));
    }

    @Test
    void aStartAndAStopMakeNoOther() {
        String revision = Revision.of(group(whole()));
        assertThat(revision).matches("[0-9a-f]{8}");
        for (RaidSet.Resync resync : RaidSet.Resync.values()) {
            assertThat(Revision.of(group(whole().withResync(resync)))).isEqualTo(revision);
        }
    }

    @Test
    void whateverElseIsOtherMakesAnother() {
        Group t0 = group(whole());
        assertThat(Stream.of(
                                t0,
                                group(whole().withLabel("other")),
                                group(mirror("m", member("a", State.IN_SYNC), member("b", State.REBUILDING))),
                                group(mirror("m", member("b", State.IN_SYNC), member("a", State.IN_SYNC))),
                                t0.shutOut(disk("c")),
                                t0.withSpare(disk("c")))
                        .map(Revision::of)
                        .distinct())
                .hasSize(6);
    }
}
