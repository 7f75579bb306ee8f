package org.dmkit.formats;

import static org.dmkit.formats.Scenario.RUNNING;
import static org.dmkit.formats.Scenario.change;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Formats;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.model.Component.Member;
import org.dmkit.raid.model.Component.State;
import org.dmkit.raid.model.Level;
import org.dmkit.raid.model.MemberName;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Health;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;

/** Every verb of every format, for each level that its writer can change: of each the smallest case of the corpus. */
final class CrashScenarios {
    /** Sectors of a disk that is rebuilt whole: that takes long to simulate. */
    private static final long LARGEST_REBUILT = 1 << 16;

    private CrashScenarios() {}

    /** Those that are not refused. */
    static Stream<Scenario> all() {
        return Formats.all().stream()
                .filter(f -> f.writer().isPresent())
                .filter(f -> (f.name() + "/").startsWith(Scenario.ONLY) || Scenario.ONLY.startsWith(f.name() + "/"))
                .flatMap(f -> cases(f).stream().flatMap(name -> ofCase(f, name)))
                .filter(s -> s.corpusCase().startsWith(Scenario.ONLY))
                .filter(CrashScenarios::isPossible);
    }

    /** The smallest with each level, complete and synchronised. */
    private static Set<String> cases(Format<?> format) {
        List<CorpusDisks<?>> loaded = new ArrayList<>();
        List<String> names = new ArrayList<>();
        CorpusDisks.names(format).stream().filter(n -> !n.startsWith("refuse-")).forEach(name -> {
            CorpusDisks<?> disks = CorpusDisks.load(format, name);
            if (isSound(disks.assemble().groups())) {
                names.add(name);
                loaded.add(disks);
            }
        });
        var chosen = new LinkedHashSet<String>();
        for (Level level : format.writer().orElseThrow().abilities().levels()) {
            names.stream()
                    .filter(n -> has(loaded.get(names.indexOf(n)).assemble().groups(), level))
                    .min(Comparator.comparingLong(n -> loaded.get(names.indexOf(n)).disks().stream()
                            .mapToLong(DiskInfo::sectors)
                            .sum()))
                    .ifPresent(n -> chosen.add(format.name() + "/" + n));
        }
        return chosen;
    }

    private static boolean isSound(List<Group> groups) {
        return groups.size() == 1
                && groups.getFirst().blocked().isEmpty()
                // Where a stripe lies beside a mirror no disk can be lost.
                && groups.getFirst().sets().stream()
                                .map(RaidSet::redundant)
                                .distinct()
                                .count()
                        == 1
                && groups.getFirst().sets().stream()
                        .allMatch(s -> s.health() == Health.COMPLETE
                                && s.bottomUp().allMatch(b -> b.resync() == Resync.CLEAN)
                                && s.members().allMatch(m -> m.state() == State.IN_SYNC));
    }

    private static boolean has(List<Group> groups, Level level) {
        return groups.getFirst().sets().stream().anyMatch(s -> s.bottomUp().anyMatch(b -> b.level() == level));
    }

    private static Stream<Scenario> ofCase(Format<?> format, String name) {
        CorpusDisks<?> disks = CorpusDisks.load(format, name.substring(name.indexOf('/') + 1));
        boolean small = disks.disks().stream().allMatch(d -> d.sectors() <= LARGEST_REBUILT);
        boolean redundant = disks.assemble().groups().getFirst().sets().stream().anyMatch(RaidSet::redundant);
        Stream<Scenario> ofMembers = redundant
                ? Stream.of(Scenario.perDisk(name), more(name), edits(name)).flatMap(s -> s)
                : Stream.empty();
        Stream<Scenario> scenarios = Stream.of(ofMembers, Scenario.openAndClose(name), ofWhole(name))
                .flatMap(s -> s)
                .filter(s -> small || !s.rebuilds());
        // Its members are full.
        return format.name().equals("lsi") ? scenarios.map(Scenario::withJournal) : scenarios;
    }

    private static Stream<Scenario> more(String name) {
        return Stream.of(
                new Scenario(name, "remove a spare", Scenario::withSpare, r -> remove(r, g -> g.spares().stream())),
                new Scenario(
                        name, "remove a failed member", Scenario::degraded, r -> remove(r, g -> g.stale().stream())),
                new Scenario(
                        name,
                        "replace a lost member",
                        Scenario::degraded,
                        change(r -> new Change.Replace(Scenario.missing(r), r.disk("new")))),
                new Scenario(
                        name,
                        Scenario.BACK,
                        (rig, ledger) -> {
                            Scenario.rebuilt(rig, ledger);
                            Scenario.done(rig.dmkit().run(Scenario.observe(rig)));
                        },
                        change(r -> new Change.Replace(new MemberName.OfDisk("new"), r.disk("sdb")))),
                new Scenario(
                        name,
                        "rebuild a member",
                        RUNNING,
                        observed(s -> s.mapLeaves(c ->
                                        c instanceof Member m && m.disk().name().equals("sdb")
                                                ? m.withState(State.REBUILDING)
                                                : c)
                                .withFallenStripes())),
                new Scenario(name, "resynchronise", RUNNING, observed(s -> s.withResync(Resync.RESYNCING))));
    }

    /** What sets without redundancy know too. */
    private static Stream<Scenario> ofWhole(String name) {
        return Stream.of(
                new Scenario(name, "rename", RUNNING, change(CrashScenarios::rename)),
                new Scenario(name, "delete", RUNNING, change(CrashScenarios::delete)));
    }

    /** Two verbs at once, as an edit has them. */
    private static Stream<Scenario> edits(String name) {
        Scenario.ChangeOf fail = r -> new Change.Fail(new MemberName.OfDisk("sdb"));
        Scenario.ChangeOf replace = r -> new Change.Replace(new MemberName.OfDisk("sdb"), r.disk("new"));
        Scenario.ChangeOf spare = r -> new Change.AddSpare(r.disk("new"));
        Scenario.ChangeOf remove = r -> new Change.Remove(r.disk("sdb"));
        return Stream.of(
                edit(name, "fail, add a spare", fail, spare),
                edit(name, "fail, remove", fail, remove),
                edit(name, "fail, rename", fail, CrashScenarios::rename),
                edit(name, "replace, remove", replace, remove),
                edit(name, "replace, rename", replace, CrashScenarios::rename),
                edit(name, "add a spare, rename", spare, CrashScenarios::rename),
                edit(name, "delete, fail", CrashScenarios::delete, fail));
    }

    private static Scenario edit(String name, String verbs, Scenario.ChangeOf first, Scenario.ChangeOf second) {
        return new Scenario(
                name, "edit: " + verbs, RUNNING, change(r -> new Change.Several(List.of(first.on(r), second.on(r)))));
    }

    private static Change rename(Rig rig) {
        return new Change.Rename(rig.group().sets().getFirst().name(), "home");
    }

    private static Change delete(Rig rig) {
        return new Change.Delete(rig.group().sets().getLast().name());
    }

    private static Scenario.Preparing observed(UnaryOperator<RaidSet> seen) {
        return change(r -> new Change.Observe(t0 -> t0.mapSets(s -> s.level().redundant() ? seen.apply(s) : s)));
    }

    private interface Disks {
        Stream<DiskInfo> of(Group group);
    }

    private static Transition remove(Rig rig, Disks disks) throws IOException, RefusedException {
        for (Group group : rig.dmkit().scan().groups()) {
            Optional<DiskInfo> disk = disks.of(group).findFirst();
            if (disk.isPresent()) {
                return rig.dmkit().prepare(group, new Change.Remove(disk.get()));
            }
        }
        throw RefusedException.because("test.no-such-disk", "none", "a disk to remove", "another scenario");
    }

    private static boolean isPossible(Scenario scenario) {
        try (Rig rig = scenario.rig(new Ledger())) {
            scenario.change().on(rig);
            return true;
        } catch (RefusedException refused) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(scenario.toString(), e);
        }
    }
}
