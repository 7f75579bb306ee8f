package org.dmkit.raid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.spi.Image;
import org.dmkit.raid.spi.MetadataWriter;

/** Prepares a change: checks it, has the format encode it, reads what is there now, and plans. Touches nothing. */
public final class Transaction {
    /** Sectors of the second copy of a GUID partition table at the end of a disk. */
    private static final long GPT_BACKUP = 33;

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
     * Prepares a change of one group.
     *
     * @param running which sets run afterwards, given those that run now
     */
    public Transition prepare(Group t0, Change change, Transition.Scope scope, UnaryOperator<Set<String>> running)
            throws RefusedException, IOException {
        Live live = Live.read(machine.deviceMapper());
        LiveSets liveSets = LiveSets.match(t0, live);
        Set<String> now = t0.sets().stream()
                .filter(s -> liveSets.device(s).isPresent())
                .map(RaidSet::name)
                .collect(Collectors.toSet());
        Group t1 = change.apply(t0);
        Set<String> then = running.apply(now);
        List<Finding> errors = new ArrayList<>(scope == Transition.Scope.ALL ? unseen(t1, then) : List.of());
        Optional<MetadataWriter> writer = t0.format().writer();
        Delta delta = Delta.between(t0, t1);
        writer.ifPresentOrElse(w -> errors.addAll(w.check(delta)), () -> errors.addAll(needsWriter(t0, change)));
        errors.removeIf(f -> f.severity() != Finding.Severity.ERROR);
        if (!errors.isEmpty()) {
            throw new RefusedException(errors);
        }
        Map<String, List<Image>> t1Images = t1.equals(t0) || writer.isEmpty()
                ? Map.of()
                : writer.get().encode(delta).images();
        var t0Images = new HashMap<String, List<Image>>();
        for (var entry : t1Images.entrySet()) {
            Disk disk = machine.disk(entry.getKey());
            var before = new ArrayList<Image>();
            for (Image image : entry.getValue()) {
                before.add(Executor.read(disk, image.extent()));
            }
            t0Images.put(entry.getKey(), before);
        }
        // A single copy of a record that calls a member in sync must not lead forward: the others, without one, may go
        // on as
        // T0, and what they write then that member misses.
        boolean onlyForward = change instanceof Change.Observe && !delta.claimsSync();
        return new Transition(
                t0, t1, then, live, profile, t0Images, t1Images, scope, redo(t0, t1, t0Images, t1Images, onlyForward));
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
                                .remedy("give all disks, or fail this member")))
                .toList();
    }

    private Optional<Redo.Placed> redo(
            Group t0,
            Group t1,
            Map<String, List<Image>> t0Images,
            Map<String, List<Image>> t1Images,
            boolean onlyForward)
            throws RefusedException {
        List<String> written = new TreeSet<>(t1Images.keySet())
                .stream()
                        .filter(d -> !t1Images.getOrDefault(d, List.of()).equals(t0Images.get(d)))
                        .toList();
        if (written.isEmpty()) {
            return Optional.empty();
        }
        var members = new ArrayList<Redo.Member>();
        var limits = new RedoLimits(scan, List.of(t0.format()));
        for (String name : written) {
            DiskInfo disk = machine.disk(name).info();
            Redo.Member member = Redo.Member.ofDiffering(
                    disk.serial(),
                    disk.sectors(),
                    t0Images.getOrDefault(name, List.of()),
                    t1Images.getOrDefault(name, List.of()));
            for (Extent extent : member.extents()) {
                mustBeAllowed(limits, t0, disk, extent);
            }
            members.add(member);
        }
        long sequence = 1
                + RedoCopies.find(machine, scan).byDisk().values().stream()
                        .map(RedoCodec.Copy::redo)
                        .reduce((a, b) -> b.isNewerThan(a) ? b : a)
                        .map(Redo::sequence)
                        .orElse(0L);
        var redo = new Redo(UUID.randomUUID(), sequence, onlyForward, t0.name(), members);
        int needed = RedoCodec.sectors(redo);
        var places = new ArrayList<Redo.Place>();
        for (int i = 0; i < written.size(); i++) {
            DiskInfo disk = machine.disk(written.get(i)).info();
            Optional<Extent> place = RedoPlaces.find(disk.sectors(), needed, used(disk, t0, t1, t1Images));
            if (place.isEmpty()) {
                throw RefusedException.because(
                        "change.no-room-for-redo",
                        disk.name() + " has no " + needed + " free sectors near its metadata",
                        "room for the redo record",
                        "without it a power failure could leave the members contradicting each other");
            }
            places.add(new Redo.Place(i, disk.name(), place.get()));
        }
        return Optional.of(new Redo.Placed(redo, places));
    }

    /** What recovery would refuse to bring to an end must not begin. */
    private static void mustBeAllowed(RedoLimits limits, Group group, DiskInfo disk, Extent extent)
            throws RefusedException {
        if (!limits.allows(disk, extent)) {
            throw RefusedException.because(
                    "change.beyond-metadata",
                    disk.name() + " would get metadata of " + group.name() + " in sectors " + extent,
                    "sectors where " + group.format().name() + " metadata lie or may lie, and no data",
                    "after a power failure they could not be told from a forgery");
        }
    }

    private List<Extent> used(DiskInfo disk, Group t0, Group t1, Map<String, List<Image>> t1Images) {
        var used = new ArrayList<Extent>(reserved(disk));
        for (Group group : List.of(t0, t1)) {
            group.used(disk).forEach(used::add);
            used.addAll(group.metadataExtents().getOrDefault(disk.name(), List.of()));
        }
        t1Images.getOrDefault(disk.name(), List.of()).forEach(i -> used.add(i.extent()));
        used.addAll(occupied(disk));
        return used;
    }

    /** All of a tail that could not be read may be somebody's. */
    private List<Extent> occupied(DiskInfo disk) {
        Extent tail = Scan.tailOf(disk);
        return scan.tail(disk.name())
                .map(t -> RedoPlaces.occupied(t.asByteBuffer(), tail.lba()))
                .orElseGet(() -> List.of(tail));
    }

    /** What others may have on the disk near its end. */
    private List<Extent> reserved(DiskInfo disk) {
        var reserved = new ArrayList<Extent>();
        scan.groups().forEach(g -> reserved.addAll(g.metadataExtents().getOrDefault(disk.name(), List.of())));
        reserved.addAll(RedoCopies.data(scan, disk));
        if (scan.signatures().getOrDefault(disk.name(), List.of()).contains("gpt")) {
            reserved.add(new Extent(disk.sectors() - GPT_BACKUP, GPT_BACKUP));
        }
        return reserved;
    }
}
