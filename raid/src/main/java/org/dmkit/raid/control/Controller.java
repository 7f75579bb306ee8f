package org.dmkit.raid.control;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.linux.DeviceNumber;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Consent;
import org.dmkit.raid.change.Creation;
import org.dmkit.raid.change.DiskUse;
import org.dmkit.raid.change.GroupChange;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Planner;
import org.dmkit.raid.change.Sealing;
import org.dmkit.raid.change.Successor;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.change.Wiping;
import org.dmkit.raid.commit.Executor;
import org.dmkit.raid.commit.Recovery;
import org.dmkit.raid.commit.Rewrite;
import org.dmkit.raid.commit.Rewriting;
import org.dmkit.raid.commit.Safeguard;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.Placement;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.LivePartitions;
import org.dmkit.raid.live.LiveSets;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.live.Observed;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.partition.PartitionNames;
import org.dmkit.raid.partition.PartitionScan;
import org.dmkit.raid.partition.Partitions;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.scan.Scanner;
import org.dmkit.raid.table.Profile;
import org.jspecify.annotations.Nullable;

/**
 * What callers do with a machine: scan it, bring it up to date, change it. Holds the last scan, which a change makes anew.
 * The caller holds the locks. Not thread-safe.
 */
public final class Controller implements AutoCloseable {
    private final Machine machine;
    private final List<Format<?>> formats;
    private final Profile profile;
    private final Executor.Listener listener;
    private Scan scan;
    /** What the last recovery could not bring to an end. */
    private List<Recovery.Decision> owed = List.of();

    /**
     * Scans.
     *
     * @param profile of tables that are made
     * @param listener told of each step
     */
    public Controller(Machine machine, List<Format<?>> formats, Profile profile, Executor.Listener listener) {
        this.machine = machine;
        this.formats = List.copyOf(formats);
        this.profile = profile;
        this.listener = listener;
        this.scan = Scanner.scan(machine, this.formats);
    }

    public Machine machine() {
        return machine;
    }

    /** As the disks are now. */
    public Scan scan() {
        return scan;
    }

    /** The group of what a set has become: of the same name or, where a change has renewed that, with one of its members. */
    public Optional<Group> groupOf(RaidSet set) {
        return Successor.of(set, scan.groups()).map(Successor::group);
    }

    /** Reads the disks again. */
    public void rescan() {
        scan.close();
        scan = Scanner.scan(machine, formats);
    }

    /** What {@link #recover} would make of interrupted transactions, as the last scan has seen them. */
    public Recovery.Assessment pending() {
        return new Recovery(machine, listener).assess(scan, formats);
    }

    /** Brings interrupted transactions to an end, and then the tables of what runs to what the metadata say. */
    public Recovery.Result recover() throws IOException {
        Recovery.Result result = new Recovery(machine, listener).run(scan, formats);
        owed = result.unfinished();
        if (!result.nothing()) {
            rescan();
        }
        return result;
    }

    /** What the kernel's word makes of a group; equal to the group if there is nothing new. */
    public Group observe(Group group) throws IOException {
        Live live = Live.read(machine.deviceMapper());
        return Observed.read(group, live, machine.deviceMapper()).apply(group);
    }

    /**
     * Writes what the kernel has found out and done by itself: first the metadata of every group, because I/O may be waiting
     * for a mark, then the tables. True if anything was written.
     */
    public boolean settle() throws IOException, RefusedException {
        var trouble = new Trouble();
        boolean changed = false;
        for (Group group : scan.groups()) {
            changed |= trouble.unlessIn(group, () -> mark(group));
        }
        for (Group group : scan.groups()) {
            // A table must not run ahead of what the metadata say of its members.
            changed |= !trouble.has(group) && trouble.unlessIn(group, () -> switchTables(group));
        }
        trouble.tell();
        return changed;
    }

    /** The metadata half of {@link #settle}. */
    boolean mark(Group group) throws IOException, RefusedException {
        Group seen = observe(group);
        if (seen.equals(group) || group.writer().isEmpty()) {
            return false;
        }
        Stopping stopping = Stopping.of(group, seen);
        if (stopping == Stopping.BY_ONE) {
            return false;
        }
        boolean noted =
                stopping == Stopping.BY_SEVERAL && Stopping.canName(group) && Safeguard.canNote(machine, scan, group);
        Change change = noted ? new Change.NoteLosses(seen) : new Change.Observe(g -> seen);
        // Nothing is left to be done where the metadata have no words for it, and it is noted already.
        return settle(prepare(group, change, Transition.Scope.METADATA, r -> r));
    }

    /**
     * Why running sets are neither marked nor switched: nothing of them works any more, and all may come back.
     *
     * @param seen the group as {@link #observe} has it
     */
    static Optional<Finding> stopped(Group group, Group seen) {
        return Stopping.of(group, seen) == Stopping.NONE
                ? Optional.empty()
                : Optional.of(Finding.error("set.stopped")
                        .field(group.name())
                        .found("more members dropped by the kernel than a set can do without")
                        .expected("its members")
                        .remedy("stop it, attach them, and start it again"));
    }

    /**
     * Takes members back whose loss made a set fail, if it was noted and all of them are there again.
     *
     * <p>What was written between the first of these losses and the last may be missing.
     */
    public Transition prepareReassembly(Group group, String set) throws RefusedException, IOException {
        if (runs(group)) {
            throw RefusedException.because(
                    "set.running", set + " runs", "a set that is stopped", "first: dmkit deactivate " + set);
        }
        List<DiskInfo> back = scan.noted().lastLost(group);
        if (back.isEmpty()) {
            throw RefusedException.because(
                    "set.nothing-to-reassemble",
                    "no disk is here that dmkit has noted as lost from " + set,
                    "members that were lost all at once, and are attached again",
                    "see: dmkit show");
        }
        RaidSet told = scan.byFormats().all().stream()
                .filter(g -> g.format().name().equals(group.format().name()))
                .flatMap(g -> g.sets().stream())
                .filter(s -> back.stream().allMatch(d -> s.member(d).isPresent()))
                .filter(s -> s.name().equals(set))
                .findFirst()
                .or(() -> group.set(set))
                .orElseThrow();
        return prepare(group, new Change.Reassemble(told, back), Transition.Scope.METADATA, r -> r);
    }

    /** The other half; never before the group has been marked. */
    boolean switchTables(Group group) throws IOException, RefusedException {
        if (!isSeenWhole(group) || !group.blocked().isEmpty()) {
            return false;
        }
        Group seen = observe(group);
        // What can't be marked first must not enter a table: it would count as in sync after a crash.
        boolean unmarked = group.writer().isEmpty() && !seen.equals(group);
        if (unmarked || stopped(group, seen).isPresent()) {
            return false;
        }
        return settle(prepare(group, new Change.Observe(g -> g), Transition.Scope.ALL, r -> r));
    }

    /** True if there was anything to do. */
    private boolean settle(Transition transition) throws IOException {
        Plan plan = Planner.plan(transition);
        if (plan.isEmpty()) {
            return false;
        }
        mustBeDone(run(plan));
        return true;
    }

    /** What went wrong with some groups, told when all had their turn: one must not keep the others from a mark. */
    private static final class Trouble {
        private final Set<String> groups = new HashSet<>();
        private @Nullable IOException failure;
        private @Nullable RefusedException refusal;

        private interface Turn {
            boolean run() throws IOException, RefusedException;
        }

        boolean unlessIn(Group group, Turn turn) {
            try {
                return turn.run();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            } catch (RefusedException e) {
                refusal = refusal == null ? e : refusal;
            }
            groups.add(group.name());
            return false;
        }

        boolean has(Group group) {
            return groups.contains(group.name());
        }

        void tell() throws IOException, RefusedException {
            if (failure != null) {
                throw failure;
            }
            if (refusal != null) {
                throw refusal;
            }
        }
    }

    private static boolean isSeenWhole(Group group) {
        return group.sets().stream()
                .flatMap(RaidSet::leaves)
                .noneMatch(c -> c instanceof Component.Missing m && !m.marked());
    }

    private static void mustBeDone(Executor.Outcome outcome) throws IOException {
        switch (outcome) {
            case Executor.Outcome.Done d -> {}
            case Executor.Outcome.BackedOut b -> throw b.cause();
            case Executor.Outcome.Incomplete i -> throw i.cause();
        }
    }

    /** A change of a group whose sets go on as they are; it must not go over one that is still to be recovered. */
    public Transition prepare(Group group, Change change) throws RefusedException, IOException {
        return prepare(group, change, Consent.NONE);
    }

    /**
     * The same, with disks that may be taken although something is on them.
     *
     * <p>A set that is deleted is stopped first, and must not be in use. One that is made runs afterwards, in tables that start
     * to synchronise it.
     */
    public Transition prepare(Group group, Change change, Consent consent) throws RefusedException, IOException {
        return prepare(List.of(new GroupChange(group, change)), consent);
    }

    /**
     * One change of several groups, of any formats: all of it happens, or, if one refuses or fails, nothing. A spare that is taken from
     * another group leaves that in the same change.
     *
     * @param changes a group occurs once
     */
    public Transition prepare(List<GroupChange> changes, Consent consent) throws RefusedException, IOException {
        var requests = new ArrayList<Transaction.Request>();
        for (GroupChange asked : GroupChange.withDonors(changes, scan.groupsByDisk())) {
            Group group = asked.group();
            mustNotGoOver(group, asked.change());
            mustBeUnused(group, deleted(asked.change()));
            requests.add(new Transaction.Request(
                    group,
                    asked.change(),
                    Transition.Scope.ALL,
                    (t1, now) -> withMade(group, t1, now),
                    profileOf(group),
                    consent));
        }
        return new Transaction(machine, scan, profile).prepare(requests);
    }

    private static Set<String> deleted(Change change) {
        return change.parts()
                .filter(Change.Delete.class::isInstance)
                .map(c -> ((Change.Delete) c).set())
                .collect(Collectors.toSet());
    }

    /** A set that is made and not started; its disks have to be blank. */
    public Transition prepareIdle(Group ground, Change.Create create) throws RefusedException, IOException {
        mustNotGoOver(ground, create);
        return prepare(ground, create, Transition.Scope.ALL, r -> r);
    }

    /** A set that is made is started. */
    private static Set<String> withMade(Group t0, Group t1, Set<String> running) {
        Set<String> then = new HashSet<>(running);
        t1.sets().stream().map(RaidSet::name).filter(n -> t0.set(n).isEmpty()).forEach(then::add);
        return then;
    }

    /**
     * To erase what metadata there are on a disk that nobody uses, sound or damaged.
     *
     * @param which formats; one that has nothing there doesn't count
     * @param consent to wipe a disk that a set could be started with
     */
    public Rewrite prepareWipe(DiskInfo disk, List<Format<?>> which, Consent consent)
            throws RefusedException, IOException {
        var wiping = new Wiping(disk, scan);
        List<Image> zeros = wiping.images(which);
        DiskUse.read(machine, scan).mustBeUnused(disk);
        if (consent == Consent.NONE) {
            wiping.mustBeOfNoUse();
        }
        return new Rewriting(machine, scan, formats).prepare(disk, zeros, wiping.data(which));
    }

    /** To bring back what {@link #prepareWipe} has erased. */
    public Rewrite prepareRestore(DiskInfo disk, List<Image> saved) throws RefusedException, IOException {
        DiskUse.read(machine, scan).mustBeUnused(disk);
        return new Rewriting(machine, scan, formats).prepare(disk, saved, new Wiping(disk, scan).data(List.of()));
    }

    /** Does it, and scans again. */
    public Executor.Outcome run(Rewrite rewrite) {
        return run(rewrite.plan());
    }

    /**
     * T0 of a set that is made: the group whose sets are on just these disks, else one that has nothing yet.
     *
     * @param seed drawn by lot, for what tells this set from any other
     */
    public Group ground(Format<?> format, Change.Create create, long seed, Instant now) throws RefusedException {
        for (Group group : scan.groups()) {
            boolean ours = group.format().name().equals(format.name())
                    && create.disks().stream()
                            .anyMatch(d -> group.sets().stream()
                                    .anyMatch(s -> s.member(d).isPresent()));
            if (ours) {
                return group;
            }
        }
        for (long later = 0; ; later++) {
            Group ground =
                    Creation.ground(format, create.disks(), new Placement.Birth(seed + later, now.plusSeconds(later)));
            if (scan.groups().stream().noneMatch(g -> g.name().equals(ground.name()))) {
                return ground;
            }
        }
    }

    private void mustNotGoOver(Group group, Change change) throws RefusedException {
        boolean concerned = group.disks().stream().anyMatch(d -> owed.stream().anyMatch(o -> o.concerns(d.name())));
        if (concerned && waits(change)) {
            throw RefusedException.because(
                    "set.recovery-owed",
                    group.name() + " has an interrupted change that could not be brought to its end",
                    "metadata that agree",
                    "see: dmkit recover; detach the disk that can't be written");
        }
    }

    private static boolean waits(Change change) {
        return switch (change) {
            // What is so already, and what takes a bad disk out of use.
            case Change.Observe c -> false;
            case Change.NoteLosses c -> false;
            case Change.Fail c -> false;
            case Change.Open c -> false;
            case Change.Close c -> false;
            case Change.AddSpare c -> true;
            case Change.Replace c -> true;
            case Change.Create c -> true;
            case Change.Delete c -> true;
            case Change.Rename c -> true;
            case Change.Remove c -> true;
            case Change.Reassemble c -> true;
            case Change.Several c -> c.parts().anyMatch(Controller::waits);
        };
    }

    /**
     * A start of sets that goes on past no loss which nothing on disk records: where the format can't be written, in tables that
     * hold writes when a member dies ({@link #caveats} tells), and not at all without a member that the metadata call in sync.
     */
    public Transition prepareStart(Group group, Change.Open change) throws RefusedException, IOException {
        if (!recordsLosses(group)) {
            for (RaidSet set : group.sets()) {
                if (change.sets().contains(set.name()) && set.redundant()) {
                    mustNotLoseInSilence(group, set);
                }
            }
        }
        return prepareStart(group, change, profileOf(group));
    }

    private static void mustNotLoseInSilence(Group group, RaidSet set) throws RefusedException {
        boolean away = set.health() != RaidSet.Health.FAILED
                && set.leaves().anyMatch(c -> c instanceof Component.Missing m && !m.marked());
        boolean owes = set.bottomUp().anyMatch(s -> s.level().parity())
                && (set.resync() != RaidSet.Resync.CLEAN
                        || set.members().anyMatch(m -> m.state() == Component.State.REBUILDING));
        if (away || owes) {
            throw RefusedException.because(
                    "set.loss-not-recordable",
                    away ? set.name() + " misses a member" : set.name() + " is to be made good",
                    "a set that can do without recording the loss of a member: " + unrecordable(group),
                    away
                            ? "wait for the member; or start it as dmraid does, which records nothing: dmkit dmraid -ay "
                                    + set.name() + ", and wipe the disk that is away before it comes back"
                            : "start it as dmraid does, which records nothing: dmkit dmraid -ay " + set.name());
        }
    }

    /** What a start of these sets would do otherwise than asked, and why. */
    public List<Finding> caveats(Group group, Collection<String> sets) {
        if (profileOf(group) == profile) {
            return List.of();
        }
        return group.sets().stream()
                .filter(s -> sets.contains(s.name()) && s.redundant())
                .map(s -> Finding.warning("set.classic-table")
                        .field(s.name())
                        .found(unrecordable(group) + ": the loss of a member could not be recorded")
                        .remedy("it runs in dmraid's tables, in which writes wait when a member dies"))
                .toList();
    }

    private boolean recordsLosses(Group group) {
        return group.writer()
                .filter(w -> w.abilities().loss() == LossMark.ON_SURVIVORS || Safeguard.canNote(machine, scan, group))
                .isPresent();
    }

    private static String unrecordable(Group group) {
        String metadata = group.format().name() + " metadata";
        return group.writer().isEmpty()
                ? metadata + " can't be written yet"
                : metadata + " don't tell it, and a member has no free sector for a note";
    }

    /** Of the tables that this group may run in. */
    private Profile profileOf(Group group) {
        boolean redundant = group.sets().stream().anyMatch(RaidSet::redundant);
        return recordsLosses(group) || !redundant ? profile : Profile.CLASSIC;
    }

    /** A start of sets with tables of this profile, as dmraid starts them: a loss that can't be recorded is not asked about. */
    public Transition prepareStart(Group group, Change.Open change, Profile tables)
            throws RefusedException, IOException {
        return new Transaction(machine, scan, tables).prepare(group, change, Transition.Scope.ALL, now -> {
            Set<String> then = new HashSet<>(now);
            then.addAll(change.sets());
            return then;
        });
    }

    /**
     * A start that maps the partitions of these sets as well, by the tables that their members hold now; of a set that runs
     * already the partitions alone. {@link Planner#findings} tells what is wrong with them.
     */
    public Transition withPartitions(Transition start, Collection<String> sets, PartitionNames names) {
        List<RaidSet> read = start.parts().stream()
                .flatMap(p -> p.t1().sets().stream())
                .filter(s -> sets.contains(s.name()))
                .toList();
        return start.withPartitions(new Partitions(PartitionScan.of(machine, read), names));
    }

    /**
     * Stops sets and marks them clean, those whose members agree: a resync that is broken off stays owed, and what did not run
     * stays as it is.
     */
    public Executor.Outcome stop(Group group, Set<String> sets) throws RefusedException, IOException {
        List<String> clean = agreeing(group, sets);
        Executor.Outcome outcome = run(prepareStop(group, sets));
        if (!(outcome instanceof Executor.Outcome.Done) || clean.isEmpty()) {
            return outcome;
        }
        Group stopped = scan.groups().stream()
                .filter(g -> g.name().equals(group.name()))
                .findFirst()
                .orElseThrow();
        return run(prepare(stopped, new Change.Close(clean)));
    }

    /** Those of the sets that run and are not being resynchronised. */
    private List<String> agreeing(Group group, Set<String> sets) throws IOException {
        Observed observed = Observed.read(group, Live.read(machine.deviceMapper()), machine.deviceMapper());
        return group.sets().stream()
                .filter(s -> sets.contains(s.name()) && observed.running().containsKey(s.name()))
                .filter(s -> !observed.resyncing(s))
                .map(RaidSet::name)
                .toList();
    }

    /**
     * What can be done of {@link #stop} with sets that stay in use, but only to be read, as root does when a machine goes down: their
     * devices become read-only, and then those are marked clean whose members agree.
     *
     * @param plan what {@link #prepareSeal} has made for these sets
     */
    public Executor.Outcome seal(Group group, Set<String> sets, Plan plan) throws RefusedException, IOException {
        List<String> clean = agreeing(group, sets);
        Executor.Outcome outcome = run(plan);
        Optional<Group> sealed = scan.groups().stream()
                .filter(g -> g.name().equals(group.name()))
                .findFirst();
        return outcome instanceof Executor.Outcome.Done && !clean.isEmpty() && sealed.isPresent()
                ? run(prepare(sealed.get(), new Change.Close(clean), Transition.Scope.METADATA, r -> r))
                : outcome;
    }

    /**
     * The first half of {@link #seal}; empty if none of these sets can be written to.
     *
     * @param onlyRead devices whose file system takes no writes
     * @throws RefusedException if one may be written to
     */
    public Plan prepareSeal(Group group, Set<String> sets, Set<DeviceNumber> onlyRead)
            throws RefusedException, IOException {
        Live live = Live.read(machine.deviceMapper());
        LiveSets running = LiveSets.match(group, live);
        var devices = new ArrayList<LiveDevice>();
        for (RaidSet set : group.sets()) {
            Optional<LiveDevice> device = running.device(set);
            if (sets.contains(set.name()) && device.isPresent()) {
                mustOnlyBeRead(set.name(), device.get(), LivePartitions.otherUsers(device.get(), live), onlyRead);
                for (LiveDevice partition : LivePartitions.of(device.get(), live)) {
                    mustOnlyBeRead(
                            partition.name().value(),
                            partition,
                            partition.info().openCount(),
                            onlyRead);
                }
                devices.addAll(Sealing.writable(device.get(), live));
            }
        }
        return Sealing.plan(devices);
    }

    /** A file system has its device open once, wherever it is mounted. */
    private static void mustOnlyBeRead(String name, LiveDevice device, int users, Set<DeviceNumber> onlyRead)
            throws RefusedException {
        if (users > (onlyRead.contains(device.number()) ? 1 : 0)) {
            throw RefusedException.because(
                    "set.written",
                    name + " is in use, and not only to be read",
                    "a file system that is mounted read-only, and nobody else",
                    "mount -o remount,ro; and stop what stands on it");
        }
    }

    /** A stop of sets and their partitions. Their metadata are not touched: that is {@link Change.Close}, once they have stopped. */
    public Transition prepareStop(Group group, Set<String> sets) throws RefusedException, IOException {
        mustBeUnused(group, sets);
        return prepare(group, new Change.Observe(g -> g), Transition.Scope.ALL, now -> {
            Set<String> then = new HashSet<>(now);
            then.removeAll(sets);
            return then;
        });
    }

    private void mustBeUnused(Group group, Set<String> sets) throws RefusedException, IOException {
        Live live = Live.read(machine.deviceMapper());
        LiveSets liveSets = LiveSets.match(group, live);
        for (RaidSet set : group.sets()) {
            Optional<LiveDevice> device = liveSets.device(set);
            if (sets.contains(set.name()) && device.isPresent()) {
                mustBeUnused(set.name(), LivePartitions.otherUsers(device.get(), live));
                for (LiveDevice partition : LivePartitions.of(device.get(), live)) {
                    mustBeUnused(partition.name().value(), partition.info().openCount());
                }
            }
        }
    }

    private static void mustBeUnused(String device, int users) throws RefusedException {
        if (users > 0) {
            throw RefusedException.because(
                    "set.in-use",
                    device + " is in use",
                    "nobody who has it open",
                    "umount it, and stop what stands on it");
        }
    }

    private Transition prepare(Group group, Change change, Transition.Scope scope, UnaryOperator<Set<String>> running)
            throws RefusedException, IOException {
        return new Transaction(machine, scan, profileOf(group)).prepare(group, change, scope, running);
    }

    /** Runs a prepared change and scans again. */
    public Executor.Outcome run(Transition transition) {
        return run(Planner.plan(transition));
    }

    private Executor.Outcome run(Plan plan) {
        Executor.Outcome outcome = new Executor(machine, listener).run(plan);
        rescan();
        return outcome;
    }

    /** The names of the devices that sets at the top run as, and those of the sets: a change may have renewed one of them. */
    public Map<String, String> devices() throws IOException {
        Live live = Live.read(machine.deviceMapper());
        var devices = new HashMap<String, String>();
        for (Group group : scan.groups()) {
            LiveSets running = LiveSets.match(group, live);
            for (RaidSet set : group.sets()) {
                running.device(set).ifPresent(d -> devices.put(d.name().value(), set.name()));
            }
        }
        return devices;
    }

    /** True if a set of this group runs. */
    public boolean runs(Group group) throws IOException {
        return !LiveSets.match(group, Live.read(machine.deviceMapper())).bySet().isEmpty();
    }

    /** Disks that can take a lost member's place: spares of the same format, and nothing else. */
    public List<DiskInfo> spares(Group group) {
        return scan.groups().stream()
                .filter(g -> g.format().name().equals(group.format().name()))
                .flatMap(g -> g.spares().stream())
                .toList();
    }

    @Override
    public void close() {
        scan.close();
    }
}
