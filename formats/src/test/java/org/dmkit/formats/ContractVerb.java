package org.dmkit.formats;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.Missing;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;

/** What can be asked of a group. */
enum ContractVerb {
    SPARE,
    SPARE_AND_REMOVE,
    FAIL,
    FAIL_AND_REMOVE,
    REPLACE,
    REBUILT,
    REPLACE_AND_BACK,
    REBUILD,
    START_AND_STOP,
    RESYNC;

    /** The blank disk. */
    static final String NEW = "new";

    /**
     * A change that follows from the group.
     *
     * @param ofSpare true if it is asked of the group that has the spare
     */
    record Part(Function<Group, Change> of, boolean ofSpare) {
        Part(Function<Group, Change> of) {
            this(of, false);
        }
    }

    /** All the ways in which it can be asked of this one, each some changes one after the other. */
    List<List<Part>> ways(Group group, CorpusDisks<?> disks) {
        Part spare = new Part(g -> new Change.AddSpare(disks.disk(NEW)));
        Part rebuilt = observe(s -> s.mapLeaves(c -> c instanceof Member m ? m.withState(State.IN_SYNC) : c));
        return (switch (this) {
                    case SPARE -> Stream.of(List.of(spare));
                    case SPARE_AND_REMOVE ->
                        Stream.of(List.of(
                                spare,
                                new Part(
                                        g -> new Change.Remove(g.spares().stream()
                                                .filter(d -> d.name().equals(NEW))
                                                .findFirst()
                                                .orElseThrow()),
                                        true)));
                    case FAIL -> inSync(group).map(m -> List.of(fail(m)));
                    case FAIL_AND_REMOVE ->
                        inSync(group).map(m -> List.of(fail(m), new Part(g -> new Change.Remove(m.disk()))));
                    case REPLACE -> named(group).map(n -> List.of(replace(n, disks)));
                    case REBUILT -> named(group).map(n -> List.of(replace(n, disks), rebuilt));
                    case REPLACE_AND_BACK ->
                        inSync(group)
                                .map(m -> List.of(
                                        replace(name(m), disks),
                                        rebuilt,
                                        new Part(g -> new Change.Replace(new MemberName.OfDisk(NEW), m.disk())),
                                        rebuilt));
                    case REBUILD ->
                        inSync(group)
                                .map(m -> List.of(
                                        observe(s -> s.mapLeaves(c -> c.equals(m) ? m.withState(State.REBUILDING) : c)
                                                .withFallenStripes()),
                                        rebuilt));
                    case START_AND_STOP ->
                        Stream.of(List.of(
                                new Part(g -> new Change.Open(names(g), true, true)),
                                new Part(g -> new Change.Close(names(g)))));
                    case RESYNC ->
                        Stream.of(List.of(
                                observe(s -> s.redundant() || !able(group, s) ? s.withResync(Resync.RESYNCING) : s),
                                observe(s -> s.withResync(Resync.CLEAN))));
                })
                .toList();
    }

    private static boolean able(Group group, RaidSet set) {
        return group.writer().orElseThrow().abilities().levels().contains(set.level());
    }

    private static Stream<Member> inSync(Group group) {
        return group.sets().stream()
                .filter(s -> s.level().redundant())
                .flatMap(RaidSet::members)
                .filter(m -> m.state() == State.IN_SYNC);
    }

    /** Those that a new disk can stand for. */
    private static Stream<MemberName> named(Group group) {
        return group.sets().stream().flatMap(RaidSet::leaves).map(c -> switch (c) {
            case Member m -> name(m);
            case Missing m -> new MemberName.OfLabel(m.label());
            case Component.Subset s -> throw new IllegalStateException("no leaf: " + s);
        });
    }

    private static MemberName name(Member member) {
        return new MemberName.OfDisk(member.disk().name());
    }

    private static Part fail(Member member) {
        return new Part(g -> new Change.Fail(name(member)));
    }

    private static Part replace(MemberName old, CorpusDisks<?> disks) {
        return new Part(g -> new Change.Replace(old, disks.disk(NEW)));
    }

    private static Part observe(UnaryOperator<RaidSet> seen) {
        return new Part(g -> new Change.Observe(t0 -> t0.mapSets(seen)));
    }

    private static List<String> names(Group group) {
        return group.sets().stream().map(RaidSet::name).toList();
    }
}
