package org.dmkit.raid.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.change.Consent;
import org.dmkit.raid.change.DiskUse;
import org.dmkit.raid.change.Merging;
import org.dmkit.raid.change.Newcomers;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.commit.Safeguard;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.Update;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveSets;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.scan.Scan;
import org.dmkit.raid.table.Profile;

/** Prepares a change: checks it, has the format encode it, reads what is there now, and plans. Touches nothing. */
public final class Transaction {
    private final Machine machine;
    private final Scan scan;
    private final Profile profile;

    /**
     * @param scan of the machine's disks; no change may have happened since
     * @param profile of tables that have to be made
     */
    public Transaction(Machine machine, Scan scan, Profile profile) {
        this.machine = machine;
        this.scan = scan;
        this.profile = profile;
    }

    /**
     * What is asked of one group.
     *
     * @param running which sets run afterwards, given T1 and those that run now
     * @param profile of tables that have to be made
     * @param consent what may become of what is on disks that join
     */
    record Request(
            Group group,
            Change change,
            Transition.Scope scope,
            BiFunction<Group, Set<String>, Set<String>> running,
            Profile profile,
            Consent consent) {}

    /**
     * Prepares a change of one group.
     *
     * @param running which sets run afterwards, given those that run now
     */
    public Transition prepare(Group t0, Change change, Transition.Scope scope, UnaryOperator<Set<String>> running)
            throws RefusedException, IOException {
        return prepare(List.of(new Request(t0, change, scope, (t1, now) -> running.apply(now), profile, Consent.NONE)));
    }

    /** Prepares one change of several groups, each of which occurs once: all of it happens, or nothing. */
    Transition prepare(List<Request> requests) throws RefusedException, IOException {
        Live live = Live.read(machine.deviceMapper());
        var parts = new ArrayList<Transition.Part>();
        var errors = new ArrayList<Finding>();
        for (Request request : requests) {
            Transition.Part part = part(request, live);
            errors.addAll(errors(request, part, live));
            parts.add(part);
        }
        errors.removeIf(f -> f.severity() != Finding.Severity.ERROR);
        if (!errors.isEmpty()) {
            throw new RefusedException(errors);
        }
        List<Delta> deltas = parts.stream().map(Transition.Part::delta).toList();
        var updates = new ArrayList<Update>();
        for (int i = 0; i < requests.size(); i++) {
            updates.add(requests.get(i).change().isNoted() ? Update.nothing() : update(deltas.get(i)));
        }
        Map<String, List<Image>> t1Images = Merging.of(deltas, updates);
        if (requests.stream().anyMatch(r -> r.change() instanceof Change.Several)) {
            Proofreading.of(machine, deltas, t1Images).mustBeRight();
        }
        Map<String, List<Image>> t0Images = onDisks(t1Images);
        boolean observed = requests.stream()
                .allMatch(r -> r.change() instanceof Change.Observe || r.change() instanceof Change.NoteLosses);
        Safeguard.Records records = new Safeguard(machine, scan, deltas, t0Images, t1Images).of(observed);
        var transition = new Transition(
                parts,
                live,
                t0Images,
                t1Images,
                records.redo(),
                records.journal(),
                earlier(parts),
                Merging.lost(updates));
        mustNotBeHeld(transition);
        return transition;
    }

    /** Nothing is written under what somebody else, as md, has assembled from these disks. */
    private void mustNotBeHeld(Transition transition) throws RefusedException, IOException {
        var written = new TreeSet<String>(transition.t1Images().keySet());
        written.removeIf(d -> Objects.equals(
                transition.t1Images().get(d), transition.t0Images().get(d)));
        transition.redo().ifPresent(r -> r.places().forEach(p -> written.add(p.disk())));
        var use = new DiskUse(machine, scan, transition.live());
        for (String name : written) {
            DiskInfo disk = machine.disk(name).info();
            if (use.isHeldByOthers(disk)) {
                throw new RefusedException(List.of(Newcomers.inUse(disk)));
            }
        }
    }

    private List<Redo.Placed> earlier(List<Transition.Part> parts) {
        Set<String> disks = parts.stream()
                .filter(p -> !p.running().isEmpty())
                .flatMap(p -> p.t0().disks().stream())
                .map(DiskInfo::name)
                .collect(Collectors.toSet());
        return scan.redo().completing(disks);
    }

    private static Transition.Part part(Request request, Live live) throws RefusedException {
        Group t0 = request.group();
        LiveSets liveSets = LiveSets.match(t0, live);
        Set<String> now = t0.sets().stream()
                .filter(s -> liveSets.device(s).isPresent())
                .map(RaidSet::name)
                .collect(Collectors.toSet());
        Group t1 = request.change().apply(t0);
        return new Transition.Part(t0, t1, request.running().apply(t1, now), request.profile(), request.scope());
    }

    private List<Finding> errors(Request request, Transition.Part part, Live live) throws IOException {
        var errors = new ArrayList<Finding>();
        if (part.scope() == Transition.Scope.ALL) {
            errors.addAll(unseen(part.t1(), part.running()));
        }
        Delta delta = part.delta();
        if (request.change().isNoted()) {
            return errors;
        }
        errors.addAll(newcomers(delta, live).check(delta, request.consent()));
        errors.addAll(
                part.t0().writer().isPresent()
                        ? part.t0().known().check(delta)
                        : needsWriter(part.t0(), request.change()));
        return errors;
    }

    private static Update update(Delta delta) {
        return delta.after().equals(delta.before())
                ? Update.nothing()
                : delta.before().known().encode(delta);
    }

    private Map<String, List<Image>> onDisks(Map<String, List<Image>> t1Images) throws IOException {
        var t0Images = new HashMap<String, List<Image>>();
        for (var entry : t1Images.entrySet()) {
            Disk disk = machine.disk(entry.getKey());
            var before = new ArrayList<Image>();
            for (Image image : entry.getValue()) {
                before.add(Images.read(disk, image.extent()));
            }
            t0Images.put(entry.getKey(), before);
        }
        return t0Images;
    }

    /** What is known of disks, and which of those that join are held by somebody. */
    private Newcomers newcomers(Delta delta, Live live) throws IOException {
        List<DiskInfo> joining = Newcomers.of(delta);
        var use = new DiskUse(machine, scan, live);
        var inUse = new HashSet<String>();
        for (DiskInfo disk : joining) {
            if (use.isUsed(disk)) {
                inUse.add(disk.name());
            }
        }
        return new Newcomers(scan.groupsByDisk(), scan.signatures(), scan.formats(), inUse);
    }

    /** Sets of a format that can only be read start and stop; what the kernel finds out moves their tables alone. */
    private static List<Finding> needsWriter(Group group, Change change) {
        return switch (change) {
            case Change.Open o -> List.of();
            case Change.Close c -> List.of();
            case Change.Observe o -> List.of();
            default ->
                List.of(Finding.error("format.read-only")
                        .field(group.name())
                        .found(group.format().name() + " metadata, which can only be read")
                        .expected("a format that can be written: see dmkit formats"));
        };
    }

    /**
     * A set that runs with a member which its metadata call in sync, but which is not among the disks looked at: its table
     * must not be made from this tree, which would drop that member.
     */
    private static List<Finding> unseen(Group t1, Set<String> running) {
        return t1.sets().stream()
                .filter(s -> running.contains(s.name()))
                .flatMap(s -> s.leaves()
                        .filter(c -> c instanceof Component.Missing m && !m.marked())
                        .map(c -> Finding.error("set.member-not-seen")
                                .found(s.name() + " misses " + ((Component.Missing) c).label())
                                .expected("all its members")
                                .remedy("give all disks; or: dmkit fail " + s.name() + " missing")))
                .toList();
    }
}
