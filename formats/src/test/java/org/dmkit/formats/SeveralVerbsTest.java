package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Consent;
import org.dmkit.raid.change.Editing;
import org.dmkit.raid.change.GroupChange;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.simulation.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several verbs on one group at once: one transaction, which is read as it was drawn. */
class SeveralVerbsTest {
    private static final String FIRST = "new1";
    private static final String SECOND = "new2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asr/raid1-2disk",
                "ddf1/mdadm-raid1-2",
                "ddf1/mdadm-raid5-ls-3",
                "hpt45x/raid1-2-shuffled",
                "isw/raid1-2disk",
                "isw/matrix-raid10-raid5-4disk",
                "jmicron/raid1-3way",
                "jmicron/raid01-4disk",
                "lsi/raid1-2disk",
                "nvidia/raid1-unequal-sizes",
                "nvidia/raid5-3disk-64k",
                "pdc/raid1-2-small-odd",
                "sil/raid1-3way",
                "via/raid1-2disk"
            })
    void areReadAsTheyWereDrawn(String corpusCase) throws Exception {
        int verbs;
        try (Rig rig = rig(corpusCase)) {
            verbs = verbs(rig).size();
        }
        int done = 0;
        var refused = new TreeSet<String>();
        for (int mask = 0; mask < 1 << verbs; mask++) {
            if (Integer.bitCount(mask) < 2 || isVain(mask)) {
                continue;
            }
            try (Rig rig = rig(corpusCase)) {
                List<Change> chosen = chosen(verbs(rig), mask);
                Optional<String> why = refusal(rig, chosen);
                why.ifPresent(w -> refused.add(
                        chosen.stream().map(c -> c.getClass().getSimpleName()).toList() + " " + w));
                done += why.isEmpty() ? 1 : 0;
            }
        }
        assertThat(done).as("refused: " + String.join("\n", refused)).isPositive();
    }

    /** A spare of jmicron bears its set's name and table: those of T0, as it is written beside a change of them. */
    @Test
    void whatAWriterCannotTellTogetherIsRefusedBeforeItIsWritten() throws Exception {
        try (Rig rig = rig("jmicron/raid1-3way")) {
            Group t0 = rig.group();
            var edit = new Change.Several(List.of(
                    new Change.AddSpare(rig.disk(SECOND)),
                    new Change.Rename(t0.sets().getFirst().name(), "home")));
            var writes = new AtomicInteger();
            rig.machine.onOperation(o -> {
                if (o instanceof Operation.Write) {
                    writes.incrementAndGet();
                }
            });
            assertThatThrownBy(() -> rig.dmkit().prepare(List.of(new GroupChange(t0, edit)), Consent.NONE))
                    .hasMessageContaining("change.not-expressible");
            assertThat(writes).hasValue(0);
        }
    }

    /** Members of lsi leave no room for a record. */
    private static Rig rig(String corpusCase) throws IOException {
        return corpusCase.startsWith("lsi/")
                ? Rig.withoutRoom(corpusCase, FIRST, SECOND)
                : Rig.of(corpusCase, FIRST, SECOND);
    }

    /** A member can only leave when it has failed. */
    private static boolean isVain(int mask) {
        return (mask & 5) == 4;
    }

    private static List<Change> chosen(List<Change> verbs, int mask) {
        return IntStream.range(0, verbs.size())
                .filter(i -> (mask >> i & 1) == 1)
                .mapToObj(verbs::get)
                .toList();
    }

    /** What can be asked for, in the order in which it can be done. */
    private static List<Change> verbs(Rig rig) {
        List<Component.Member> members = rig.group().sets().getFirst().members().toList();
        var verbs = new ArrayList<Change>();
        verbs.add(new Change.Fail(name(members.getFirst())));
        verbs.add(new Change.Replace(name(members.getLast()), rig.disk(FIRST)));
        verbs.add(new Change.Remove(members.getFirst().disk()));
        verbs.add(new Change.AddSpare(rig.disk(SECOND)));
        verbs.add(new Change.Rename(rig.group().sets().getFirst().name(), "home"));
        if (rig.group().sets().size() > 1) {
            verbs.add(new Change.Delete(rig.group().sets().getLast().name()));
        }
        return verbs;
    }

    private static MemberName name(Component.Member member) {
        return new MemberName.OfDisk(member.disk().name());
    }

    /** The code of the refusal; else it has been done. */
    private static Optional<String> refusal(Rig rig, List<Change> verbs) throws Exception {
        Group t0 = rig.group();
        Group drawn;
        Change.Several edit;
        try {
            drawn = new Change.Several(verbs).apply(t0);
            edit = Editing.of(
                    t0,
                    new Change.Several(verbs.stream()
                                    .filter(c -> !(c instanceof Change.Delete))
                                    .toList())
                            .apply(t0),
                    verbs.stream()
                            .filter(Change.Delete.class::isInstance)
                            .map(c -> ((Change.Delete) c).set())
                            .toList(),
                    List.of());
            assertThat(edit.changes()).containsExactlyInAnyOrderElementsOf(verbs);
            var transition = rig.dmkit().prepare(List.of(new GroupChange(t0, edit)), Consent.NONE);
            assertThat(Planner.plan(transition).steps().stream().filter(Step.SaveRedo.class::isInstance))
                    .hasSizeLessThan(2);
            Scenario.done(rig.dmkit().run(transition));
        } catch (RefusedException e) {
            return Optional.of(e.findings().getFirst().toString());
        }
        List<Group> groups = rig.dmkit().scan().groups();
        assertThat(groups.stream().flatMap(g -> g.sets().stream()).map(SeveralVerbsTest::told))
                .as(verbs.toString())
                .containsExactlyInAnyOrderElementsOf(
                        drawn.sets().stream().map(SeveralVerbsTest::told).toList());
        assertThat(groups.stream().flatMap(g -> g.spares().stream())).containsAll(drawn.spares());
        verbs.stream()
                .filter(Change.Remove.class::isInstance)
                .forEach(c -> assertThat(rig.dmkit()
                                .scan()
                                .signatures()
                                .get(((Change.Remove) c).disk().name()))
                        .isEmpty());
        return Optional.empty();
    }

    private static String told(RaidSet set) {
        return set.label() + " " + set.level() + " " + set.chunk() + " " + set.size() + " "
                + set.leaves()
                        .map(c -> c instanceof Component.Missing m ? "missing " + m.extent() : c.toString())
                        .toList();
    }
}
