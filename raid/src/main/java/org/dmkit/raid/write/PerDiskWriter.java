package org.dmkit.raid.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Delta.Event;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Known;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;

/**
 * What writers of formats share in which each disk has a block of its own that tells of one set, or of all the sets that the disk
 * is in. Where nothing differs nothing is written.
 *
 * <p>With a {@link Generation} all live members of a changed set get one that is higher than any, survivors before newcomers: a
 * newcomer alone would make the good ones look behind. Without one only those are written whose block differs, and those that are
 * not in sync come first: nobody confirms yet what they say, until the survivors say the same.
 *
 * @param <M> one disk's block
 */
public abstract class PerDiskWriter<M> implements MetadataWriter<M> {
    private final Optional<Generation<M>> generation;

    /** A writer of a format without a generation. */
    protected PerDiskWriter() {
        this.generation = Optional.empty();
    }

    protected PerDiskWriter(Generation<M> generation) {
        this.generation = Optional.of(generation);
    }

    /** The generation of one set, where a disk may tell of several. */
    protected Optional<Generation<M>> generation(RaidSet set) {
        return generation;
    }

    /**
     * The block of a live member, still in the generation of {@link SetChange#own}, or of any for a newcomer.
     *
     * @param slot counted through the leaves of the set
     */
    protected abstract M told(SetChange<M> change, int slot, Component.Member member);

    /** The block that calls its own disk lost. */
    protected abstract M lost(M block);

    /**
     * The block of a disk that waits for a failure.
     *
     * @param known blocks of the group, by name of disk; the spare's own may be among them
     */
    protected abstract M spare(DiskInfo disk, Map<String, M> known);

    /** All copies of a block, ready to be written. */
    protected abstract List<Image> images(DiskInfo disk, M block);

    /** What takes all copies away. */
    protected abstract List<Image> erased(DiskInfo disk);

    /**
     * Blocks of disks that are no live member of a set that changes, and yet hear of it: spares that follow their set, members that
     * list a new spare.
     *
     * @param known blocks of the group in T0, by name of disk
     */
    protected Map<DiskInfo, M> alongside(Delta delta, Map<String, M> known) {
        return Map.of();
    }

    /**
     * What takes all copies away.
     *
     * @param known where they lie; empty if nobody has read them
     */
    protected List<Image> erased(DiskInfo disk, List<Extent> known) {
        return erased(disk);
    }

    /** The block of a disk that goes on in other sets without this one. */
    protected M without(M block, RaidSet deleted) {
        throw new IllegalArgumentException("refused by the rules: " + deleted);
    }

    /** Sectors in front of the metadata. */
    protected abstract long room(DiskInfo disk);

    /** What this format has against a disk that joins, beside its size and that of its sectors. */
    protected List<Finding> joins(DiskInfo disk) {
        return List.of();
    }

    /**
     * What this format has against a change, beside all else.
     *
     * @param known blocks of the group in T0, by name of disk
     */
    protected List<Finding> against(Delta delta, Map<String, M> known) {
        return List.of();
    }

    /** Refuses redundant sets in which all members are rebuilt, for formats that tell who is only beside one that is in sync. */
    protected static List<Finding> noSource(Delta delta) {
        return delta.after().sets().stream()
                .filter(s -> !delta.before().sets().contains(s))
                .flatMap(RaidSet::bottomUp)
                .filter(s -> s.level().redundant()
                        && s.members().anyMatch(m -> m.state() == Component.State.REBUILDING)
                        && s.members().noneMatch(m -> m.state() == Component.State.IN_SYNC))
                .map(s -> Finding.error(delta.before().format().name() + ".no-source")
                        .found(s.name() + ", in which all are rebuilt")
                        .expected("a member in sync: only beside that it can be told who is not"))
                .toList();
    }

    /** Refuses spares of a set that is only being made: what they say follows from its members' blocks. */
    protected static List<Finding> spareOfNewSet(Delta delta) {
        boolean both = delta.events(Event.Created.class).findAny().isPresent()
                && delta.events(Event.SpareAdded.class).findAny().isPresent();
        return both
                ? List.of(Finding.error(delta.before().format().name() + ".spare-of-new-set")
                        .found("a spare of a set that is only being made")
                        .expected("a set that is there")
                        .remedy("make the set first, then: dmkit spare"))
                : List.of();
    }

    /**
     * The block of a member of a new set, in any generation.
     *
     * @param ground what {@link Placement#ground} has for this disk
     */
    protected M made(RaidSet set, int slot, M ground) {
        throw new IllegalArgumentException("refused by the rules: " + set);
    }

    /** A block that calls the set by another name of its own. */
    protected M renamed(M block, String label) {
        throw new IllegalArgumentException("refused by the rules: " + label);
    }

    /** The names that a set of this format may have; empty if it has none. */
    protected Optional<LabelRule> labels() {
        return Optional.empty();
    }

    private List<Finding> named(Group group, String label) {
        String format = group.format().name();
        return labels().map(rule -> rule.check(format, label))
                .orElseGet(() -> label.isEmpty()
                        ? List.of()
                        : List.of(
                                Finding.error(format + ".name").found(label).expected("no name: the format has none")));
    }

    /** What will be written must read as the set that is wished for, and without complaint. */
    private List<Finding> created(Format<M> format, RaidSet set, Map<DiskInfo, M> blocks) {
        var found = new ArrayList<Reading.Found<M>>();
        blocks.forEach((disk, block) -> found.add(new Reading.Found<>(
                disk, block, images(disk, block).stream().map(Image::extent).toList(), List.of())));
        List<Group> groups = format.assemble(found).groups();
        boolean same = groups.size() == 1
                && groups.getFirst().sets().equals(List.of(set))
                && groups.getFirst().blocked().isEmpty();
        return same
                ? List.of()
                : List.of(Finding.error(format.name() + ".geometry")
                        .found(set.toString())
                        .expected(groups.stream()
                                .map(g -> g.sets().toString())
                                .toList()
                                .toString()));
    }

    @Override
    public final List<Finding> check(Delta delta, Known<M> known) {
        boolean makes = placement().isPresent();
        var findings = new ArrayList<>(new PerDiskRules(delta, abilities(), makes).findings());
        delta.events(Event.Renamed.class).forEach(e -> findings.addAll(named(delta.before(), e.label())));
        if (makes) {
            delta.events(Event.Created.class).forEach(e -> {
                findings.addAll(named(delta.before(), e.set().label()));
                findings.addAll(created(known.format(), e.set(), made(e.set(), known.byDisk())));
            });
        }
        Group t1 = delta.after();
        for (RaidSet set : t1.sets()) {
            set.members()
                    .filter(m -> delta.before().sets().stream()
                            .noneMatch(s -> s.member(m.disk()).isPresent()))
                    .forEach(m ->
                            findings.addAll(joins(delta, m.disk(), m.extent().end())));
        }
        delta.events(Event.SpareAdded.class).forEach(e -> findings.addAll(joins(delta, e.disk(), 1)));
        findings.addAll(untold(delta, known.byDisk()));
        findings.addAll(against(delta, known.byDisk()));
        return findings;
    }

    /** Refuses what no block of T0 tells: who joins a set, or waits for one, is told what its members are. */
    private static <M> List<Finding> untold(Delta delta, Map<String, M> known) {
        String code = delta.before().format().name() + ".no-source";
        var findings = new ArrayList<Finding>();
        for (RaidSet after : delta.after().sets()) {
            RaidSet before = delta.before().set(after.name()).orElse(after);
            boolean joins =
                    after.members().anyMatch(m -> before.member(m.disk()).isEmpty());
            boolean told = before.equals(after)
                    || members(before, known).anyMatch(m -> !joins || m.state() == Component.State.IN_SYNC);
            if (!told) {
                findings.add(Finding.error(code)
                        .found(before.name() + ", of which no member " + (joins ? "in sync " : "") + "is there")
                        .expected("one whose metadata tell what the set is"));
            }
        }
        boolean waits = delta.events(Event.SpareAdded.class).findAny().isPresent()
                && delta.events(Event.Created.class).findAny().isEmpty();
        if (waits
                && delta.before().sets().stream()
                        .allMatch(s -> members(s, known).findAny().isEmpty())) {
            findings.add(Finding.error(code)
                    .found("a spare of " + delta.before().name() + ", of which no member of a set is there")
                    .expected("a set that it can wait for"));
        }
        return findings;
    }

    /** Those that have a block. */
    private static <M> Stream<Component.Member> members(RaidSet set, Map<String, M> known) {
        return set.members().filter(m -> known.containsKey(m.disk().name()));
    }

    private List<Finding> joins(Delta delta, DiskInfo disk, long used) {
        String format = delta.before().format().name();
        var findings = new ArrayList<>(PerDiskRules.joins(format, disk, used, room(disk)));
        findings.addAll(joins(disk));
        return findings;
    }

    @Override
    public final Update encode(Delta delta, Known<M> of) {
        Map<String, M> known = of.byDisk();
        // A disk in several sets is told of one change on top of the other.
        var now = new HashMap<String, M>(known);
        var first = new LinkedHashMap<String, List<Image>>();
        var second = new LinkedHashMap<String, List<Image>>();
        for (RaidSet after : delta.after().sets()) {
            delta.before()
                    .set(after.name())
                    .filter(before -> !before.equals(after))
                    .ifPresent(before -> members(new SetChange<>(delta, before, after, now), now, first, second));
        }
        delta.events(Event.Deleted.class)
                .map(e -> delta.before().set(e.set()).orElseThrow())
                .forEach(set -> goesOnWithout(set, delta.after(), now, first));
        delta.events(Event.Created.class)
                .forEach(e ->
                        made(e.set(), known).forEach((disk, block) -> second.put(disk.name(), images(disk, block))));
        var others = new LinkedHashMap<String, List<Image>>();
        delta.events(Event.SpareAdded.class)
                .map(Event.SpareAdded::disk)
                .forEach(d -> others.put(d.name(), images(d, spare(d, known))));
        delta.events(Event.Released.class)
                .map(Event.Released::disk)
                .forEach(d -> others.put(d.name(), erased(d, delta.before().extents(d))));
        alongside(delta, known).forEach((disk, block) -> {
            if (!block.equals(known.get(disk.name()))) {
                others.put(disk.name(), images(disk, block));
            }
        });
        var stages = new ArrayList<Update.Stage>();
        add(stages, first, Update.Duty.MUST);
        add(stages, second, Update.Duty.MUST);
        add(stages, others, Update.Duty.MUST);
        add(stages, lost(delta, known), Update.Duty.BEST_EFFORT);
        return new Update(stages);
    }

    private Map<DiskInfo, M> made(RaidSet set, Map<String, M> ground) {
        List<Component> leaves = set.leaves().toList();
        var blocks = new LinkedHashMap<DiskInfo, M>();
        for (int slot = 0; slot < leaves.size(); slot++) {
            if (leaves.get(slot) instanceof Component.Member member) {
                M own = Objects.requireNonNull(ground.get(member.disk().name()));
                M block = made(set, slot, own);
                blocks.put(
                        member.disk(),
                        generation(set).map(g -> g.first(block, leaves)).orElse(block));
            }
        }
        return blocks;
    }

    private static void add(List<Update.Stage> stages, Map<String, List<Image>> images, Update.Duty duty) {
        if (!images.isEmpty()) {
            stages.add(new Update.Stage(images, duty));
        }
    }

    private void goesOnWithout(RaidSet deleted, Group t1, Map<String, M> now, Map<String, List<Image>> first) {
        deleted.members()
                .map(Component.Member::disk)
                .filter(d -> t1.sets().stream().anyMatch(s -> s.member(d).isPresent()))
                .forEach(d -> {
                    M block = without(Objects.requireNonNull(now.get(d.name())), deleted);
                    now.put(d.name(), block);
                    first.put(d.name(), images(d, block));
                });
    }

    private void members(
            SetChange<M> change, Map<String, M> now, Map<String, List<Image>> first, Map<String, List<Image>> second) {
        var told = new LinkedHashMap<Component.Member, M>();
        List<Component> leaves = change.after().leaves().toList();
        for (int slot = 0; slot < leaves.size(); slot++) {
            if (leaves.get(slot) instanceof Component.Member member) {
                M block = told(change, slot, member);
                told.put(
                        member, change.renamed() ? renamed(block, change.after().label()) : block);
            }
        }
        generation(change.after())
                .ifPresentOrElse(
                        g -> g.next(change, told).forEach((member, block) -> {
                            now.put(member.disk().name(), block);
                            (change.has(member.disk()) ? first : second)
                                    .put(member.disk().name(), images(member.disk(), block));
                        }),
                        () -> told.forEach((member, block) -> {
                            if (!change.own(member.disk()).equals(Optional.of(block))) {
                                (member.state() == Component.State.IN_SYNC ? second : first)
                                        .put(member.disk().name(), images(member.disk(), block));
                            }
                        }));
    }

    /** Members that are shut out are told so themselves. */
    private Map<String, List<Image>> lost(Delta delta, Map<String, M> known) {
        var lost = new LinkedHashMap<String, List<Image>>();
        delta.events(Event.ShutOut.class)
                .map(Event.ShutOut::disk)
                .filter(d ->
                        delta.before().sets().stream().anyMatch(s -> s.member(d).isPresent()))
                .forEach(d -> {
                    M block = Objects.requireNonNull(known.get(d.name()));
                    M told = lost(block);
                    if (!told.equals(block)) {
                        lost.put(d.name(), images(d, told));
                    }
                });
        return lost;
    }

    /**
     * A set that changes.
     *
     * @param known blocks of the group, by name of disk: of T0, with what other sets of the same disks have changed already
     */
    public record SetChange<M>(Delta delta, RaidSet before, RaidSet after, Map<String, M> known) {
        /** The disk's own block in T0. */
        public Optional<M> own(DiskInfo disk) {
            return Optional.ofNullable(known.get(disk.name()));
        }

        /** True if the disk was a member already. */
        public boolean has(DiskInfo disk) {
            return before.member(disk).isPresent();
        }

        /** The block of a member. */
        public M any() {
            return before.members()
                    .flatMap(m -> own(m.disk()).stream())
                    .findFirst()
                    .orElseThrow();
        }

        /** The block of a member in sync. */
        public M source() {
            return before.members()
                    .filter(m -> m.state() == Component.State.IN_SYNC)
                    .flatMap(m -> own(m.disk()).stream())
                    .findFirst()
                    .orElseThrow();
        }

        boolean renamed() {
            return delta.events(Event.Renamed.class).anyMatch(e -> e.set().equals(after.name()));
        }

        /** The disks that it loses. */
        Stream<DiskInfo> lost() {
            return delta.events(Event.Lost.class)
                    .filter(e -> e.slots().stream().anyMatch(this::has))
                    .map(Event.Lost::disk);
        }

        /** True if it is said of an absent member from now on that it is lost. */
        boolean recordsLoss() {
            return delta.events(Event.LossRecorded.class)
                    .anyMatch(e -> e.slots().stream().anyMatch(this::has));
        }

        /** True if somebody counts no longer, or begins to be rebuilt: what it said until now must be outdated. */
        public boolean outdates() {
            return lost().findAny().isPresent()
                    || recordsLoss()
                    || delta.events(Event.RebuildBegan.class).anyMatch(e -> has(e.slot()));
        }

        private boolean has(Delta.Slot slot) {
            return slot.set().equals(after.name());
        }
    }
}
