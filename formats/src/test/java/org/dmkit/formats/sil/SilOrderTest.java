package org.dmkit.formats.sil;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.OrderedPrefixes;
import org.dmkit.formats.OrderedPrefixes.Outcome;
import org.dmkit.formats.OrderedPrefixes.Prefix;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.MemberName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the order of the writes alone would make of sil, if a set had no room for a redo record. */
class SilOrderTest {
    private static final SilFormat FORMAT = new SilFormat();

    private static CorpusDisks<SilMetadata> load(String name) {
        CorpusDisks<SilMetadata> c = CorpusDisks.load(FORMAT, name);
        c.add(new DiskInfo("new", c.disks().getFirst().sectors(), 512, "NEW-1", null, "SIM 1", null, false));
        return c;
    }

    private static Group group(CorpusDisks<SilMetadata> c) {
        return c.assemble().groups().stream()
                .filter(g -> !g.sets().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    record Case(String corpusCase, String title, Change change) {
        @Override
        public String toString() {
            return corpusCase + ": " + title;
        }
    }

    static Stream<Case> cases() {
        var sdb = new MemberName.OfDisk("sdb");
        DiskInfo fresh = load("raid1-3way").disk("new");
        Change rebuilt = new Change.Observe(g ->
                g.mapSets(s -> s.mapLeaves(c -> c instanceof Component.Member m ? m.withState(State.IN_SYNC) : c)));
        return Stream.of(
                new Case("raid1-3way", "fail", new Change.Fail(sdb)),
                new Case("raid1-3way", "replace", new Change.Replace(sdb, fresh)),
                new Case("raid1-2disk-3tib", "fail", new Change.Fail(sdb)),
                new Case("raid1-rebuilding", "end of a rebuild", rebuilt),
                new Case("raid1-3way", "add a spare", new Change.AddSpare(fresh)));
    }

    private static Delta delta(CorpusDisks<SilMetadata> c, Change change) throws Exception {
        Group t0 = group(c);
        Delta delta = Delta.between(t0, change.apply(t0));
        assertThat(delta.before().known().check(delta)).isEmpty();
        return delta;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noPrefixIsStartedFromADiskWithoutTheData(Case change) throws Exception {
        CorpusDisks<SilMetadata> c = load(change.corpusCase());
        Delta delta = delta(c, change.change());
        List<Prefix> prefixes =
                OrderedPrefixes.of(c, delta, delta.before().known().encode(delta));
        Map<Outcome, Long> counts = OrderedPrefixes.counts(prefixes);
        System.out.println("prefixes of sil/" + change + ": " + counts);
        assertThat(prefixes).filteredOn(p -> p.outcome() == Outcome.WRONG).isEmpty();
        assertThat(counts).containsKey(Outcome.T0);
        assertThat(counts.containsKey(Outcome.T1)).isEqualTo(delta.changesSets());
    }

    /** The checker sees what it is there for. */
    @Test
    void aNewcomerThatIsCalledInSyncBeforeItHasTheDataIsWrong() throws Exception {
        CorpusDisks<SilMetadata> c = load("raid1-3way");
        Delta delta = delta(c, new Change.Replace(new MemberName.OfDisk("sdb"), c.disk("new")));
        Update right = delta.before().known().encode(delta);
        CorpusDisks<SilMetadata> t1 = c.copy();
        right.images().forEach((disk, images) -> images.forEach(i -> t1.put(disk, i.lba(), i.bytes())));
        SilMetadata block = ((Reading.Found<SilMetadata>) t1.reading("new")).metadata();
        List<Image> lie = block.withStatus(SilMetadata.CURRENT)
                .withIncarnation(block.incarnation() + 1)
                .images(c.disk("new"));
        var wrong = new Update(List.of(
                new Update.Stage(Map.of("new", lie), Update.Duty.MUST),
                right.stages().getFirst()));
        assertThat(OrderedPrefixes.counts(OrderedPrefixes.of(c, delta, wrong))).containsKey(Outcome.WRONG);
    }
}
