package org.dmkit.raid.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.DiskUse;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.change.Transition;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.live.Live;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.LivePartitions;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;
import org.dmkit.raid.record.RedoCopies;
import org.dmkit.raid.scan.Scan;
import org.jspecify.annotations.Nullable;

/**
 * Brings an interrupted transaction to an end: to T1 if its record is complete, else back to T0. Idempotent; a crash during
 * recovery is only another crash. Runs before anything is activated.
 */
public final class Recovery {
    private final Machine machine;
    private final Executor executor;

    public Recovery(Machine machine, Executor.Listener listener) {
        this.machine = machine;
        this.executor = new Executor(machine, listener);
    }

    /** What is to be done about one transaction. */
    public sealed interface Decision {
        Redo.Placed placed();

        default Redo redo() {
            return placed().redo();
        }

        /** True if this disk's metadata or its copy of the record are to be written. */
        default boolean writes(String disk) {
            return concerns(disk)
                    || placed().places().stream().anyMatch(p -> p.disk().equals(disk));
        }

        /** True if this disk's metadata are to be written. */
        default boolean concerns(String disk) {
            return switch (this) {
                case Forward d -> d.members().containsKey(disk);
                case Back d -> d.members().containsKey(disk);
                case Void d -> false;
            };
        }

        /** Every present member gets T1's metadata. */
        record Forward(Redo.Placed placed, Map<String, Redo.Member> members) implements Decision {}

        /** Every present member gets T0's metadata back. */
        record Back(Redo.Placed placed, Map<String, Redo.Member> members) implements Decision {}

        /** The record counts no more: somebody else has written metadata since. Its copies are marked, so that it is told once. */
        record Void(Redo.Placed placed, String disk) implements Decision {}
    }

    /** What lies where a member's metadata go. */
    enum Content {
        T0,
        T1,
        /** Some sectors of each. */
        TORN,
        /** Neither. */
        OTHER
    }

    /**
     * What recovery did.
     *
     * @param devices mapped devices that were resumed, cleared or removed
     * @param findings records that were left alone: of a newer version, or such as dmkit doesn't make
     */
    public record Result(
            List<Decision> decisions, List<Executor.Outcome> outcomes, List<String> devices, List<Finding> findings) {
        public Result {
            decisions = List.copyOf(decisions);
            outcomes = List.copyOf(outcomes);
            devices = List.copyOf(devices);
            findings = List.copyOf(findings);
        }

        /** True if all is as it was. */
        public boolean nothing() {
            return decisions.isEmpty() && devices.isEmpty();
        }

        /** The decisions that could not be carried out on every disk. */
        public List<Decision> unfinished() {
            return IntStream.range(0, decisions.size())
                    .filter(i -> !(outcomes.get(i) instanceof Executor.Outcome.Done))
                    .mapToObj(decisions::get)
                    .toList();
        }
    }

    /**
     * What is to be done about interrupted transactions.
     *
     * @param findings records that are left alone: of a newer version, or such as dmkit doesn't make
     */
    public record Assessment(List<Decision> decisions, List<Finding> findings) {
        public Assessment {
            decisions = List.copyOf(decisions);
            findings = List.copyOf(findings);
        }
    }

    /**
     * Brings devices that were left suspended back to life, then decides and acts on every record that the scan has found. The
     * machine has to be scanned anew afterwards.
     *
     * @param formats all that may have metadata on a disk
     */
    public Result run(Scan scan, List<Format<?>> formats) throws IOException {
        List<String> devices = wake();
        Assessment found = withoutHeld(assess(scan, formats), DiskUse.read(machine, scan));
        List<Executor.Outcome> outcomes =
                found.decisions().stream().map(this::act).toList();
        return new Result(found.decisions(), outcomes, devices, found.findings());
    }

    /** Under what somebody else has assembled from these disks nothing is written, however much it is owed. */
    private Assessment withoutHeld(Assessment found, DiskUse use) throws IOException {
        var decisions = new ArrayList<Decision>();
        var findings = new ArrayList<Finding>(found.findings());
        for (Decision decision : found.decisions()) {
            Optional<DiskInfo> held = Optional.empty();
            for (DiskInfo disk : machine.disks().stream().map(d -> d.info()).toList()) {
                if (held.isEmpty() && decision.writes(disk.name()) && use.isHeldByOthers(disk)) {
                    held = Optional.of(disk);
                }
            }
            held.ifPresentOrElse(d -> findings.add(held(decision.redo(), d)), () -> decisions.add(decision));
        }
        return new Assessment(decisions, findings);
    }

    private static Finding held(Redo redo, DiskInfo disk) {
        return Finding.error("redo.disk-in-use")
                .on(disk)
                .found("an interrupted change of " + redo.group() + ", on a disk that somebody else holds")
                .expected("a disk that nobody uses")
                .remedy("stop what stands on it, as an md array, then: dmkit recover");
    }

    /** Decides on every record that the scan has found, and does nothing. */
    public Assessment assess(Scan scan, List<Format<?>> formats) {
        RedoCopies found = scan.redo();
        Map<String, RedoCodec.Copy> copies = found.byDisk();
        var limits = new RedoLimits(scan, formats);
        var findings = new ArrayList<Finding>(found.findings());
        var decisions = new ArrayList<Decision>();
        List<DiskInfo> disks = machine.disks().stream().map(d -> d.info()).toList();
        for (Redo redo : newest(copies)) {
            Map<String, Redo.Member> members = present(redo, copies, disks);
            Optional<Decision> decision = decide(redo, members, copies);
            List<Finding> beyond = limits.violations(redo.group(), disks, members);
            if (decision.isPresent() && beyond.isEmpty()) {
                decisions.add(decision.get());
            } else if (decision.isPresent()) {
                findings.addAll(beyond);
            }
        }
        var all = new Assessment(decisions, findings);
        return found.journal()
                .map(copy -> new JournalRecovery(machine, limits).assess(copy, all))
                .orElse(all);
    }

    /** The transactions to look at: for each disk the one it holds, unless a newer one has the same member. */
    static Set<Redo> newest(Map<String, RedoCodec.Copy> copies) {
        var newest = new LinkedHashSet<Redo>();
        copies.values().stream()
                .filter(c -> copies.values().stream()
                        .noneMatch(o -> o.redo().isNewerThan(c.redo()) && related(o.redo(), c.redo())))
                .forEach(c -> newest.add(c.redo()));
        return newest;
    }

    private static boolean related(Redo a, Redo b) {
        return a.members().stream()
                .anyMatch(m -> b.members().stream()
                        .anyMatch(o -> !m.serial().isEmpty() && m.disk().equals(o.disk())));
    }

    private Optional<Decision> decide(Redo redo, Map<String, Redo.Member> members, Map<String, RedoCodec.Copy> copies) {
        var present = new HashMap<String, Redo.Member>();
        var contents = new LinkedHashMap<String, Content>();
        members.forEach((disk, member) -> {
            // Of one that only keeps the note nothing is written.
            if (member.extents().isEmpty()) {
                present.put(disk, member);
                return;
            }
            read(machine.disk(disk), member)
                    .map(now -> content(member, now))
                    .or(() -> torn(redo, copies.get(disk)))
                    .ifPresent(content -> {
                        present.put(disk, member);
                        contents.put(disk, content);
                    });
        });
        var states = new ArrayList<Redo.State>();
        var places = new ArrayList<Redo.Place>();
        copies.forEach((disk, copy) -> {
            if (copy.redo().equals(redo)) {
                states.add(copy.state());
                places.add(new Redo.Place(copy.self(), disk, copy.extent()));
            }
        });
        // A member without a serial is known by its copy only: without one it may be present and unwritten.
        boolean complete = places.size() == present.size() && unnamed(present.values()) == unnamed(redo.members());
        boolean whole = redo.isWhole(present);
        return decide(new Redo.Placed(redo, places), states, complete, whole, present, contents);
    }

    private static boolean bears(Redo redo, RedoCodec.@Nullable Copy copy) {
        return copy != null && copy.redo().equals(redo);
    }

    private static long unnamed(Collection<Redo.Member> members) {
        return members.stream().filter(m -> m.serial().isEmpty()).count();
    }

    /** What can't be read on a disk that still owes this change is what its torn write has left. */
    private static Optional<Content> torn(Redo redo, RedoCodec.@Nullable Copy copy) {
        boolean owes = copy != null && bears(redo, copy) && copy.isOwed();
        return owes ? Optional.of(Content.TORN) : Optional.empty();
    }

    /** What lies where this member's metadata go; empty if they can't be read: without a copy the disk counts as absent. */
    static Optional<List<Image>> read(Disk disk, Redo.Member member) {
        var now = new ArrayList<Image>();
        try {
            for (Image image : member.t1()) {
                now.add(Images.read(disk, image));
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return Optional.of(now);
    }

    /**
     * The rule. T1's metadata are written only when every member has its copy of the record, and T1's tables run only when every
     * member has T1's metadata: so once a sector of T1 is seen, members may miss writes that T0 would call them in sync with, and
     * there is only the way forward. An abort mark says that T1 never ran.
     *
     * <p>Where a member is absent and one that is there still holds T0, T1 never ran either. Then T0 is what can do without most: it
     * goes back. A recovery that goes forward marks the record first, because it may not reach every disk and T1 runs all the same.
     * The mark of the end is set when every member has T1, or before T1 runs without some: see {@link Transition#earlier}.
     *
     * @param states of the copies found
     * @param complete every present member has a copy
     * @param whole every member is present
     * @param present members by the name of their disk
     * @param contents what these hold
     */
    static Optional<Decision> decide(
            Redo.Placed placed,
            List<Redo.State> states,
            boolean complete,
            boolean whole,
            Map<String, Redo.Member> present,
            Map<String, Content> contents) {
        if (states.contains(Redo.State.VOID)) {
            return states.stream().allMatch(s -> s == Redo.State.VOID)
                    ? Optional.empty()
                    : Optional.of(
                            new Decision.Void(placed, placed.places().getFirst().disk()));
        }
        // Parts of the machine may have been started apart: what only went forward has not run, what was taken back may
        // have.
        boolean aborted = states.contains(Redo.State.ABORTED) && !states.contains(Redo.State.FINISHED);
        boolean ended = !aborted && (states.contains(Redo.State.FINISHED) || states.contains(Redo.State.COMPLETING));
        boolean finished = states.stream().allMatch(s -> s == Redo.State.FINISHED);
        // Nothing can be done for who is absent.
        boolean reached = !whole && states.stream().allMatch(s -> s == Redo.State.COMPLETING);
        Collection<Content> found = contents.values();
        boolean started = found.contains(Content.T1) || found.contains(Content.TORN);
        for (var entry : contents.entrySet()) {
            if (entry.getValue() == Content.OTHER) {
                boolean owed = aborted ? started : !finished;
                return owed ? Optional.of(new Decision.Void(placed, entry.getKey())) : Optional.empty();
            }
        }
        if (aborted) {
            // A copy without the mark would go on keeping its place, perhaps the only free sector.
            boolean told = states.stream().allMatch(s -> s == Redo.State.ABORTED);
            return told && found.stream().allMatch(c -> c == Content.T0)
                    ? Optional.empty()
                    : Optional.of(new Decision.Back(placed, present));
        }
        if ((finished || reached) && found.stream().allMatch(c -> c == Content.T1)) {
            return Optional.empty();
        }
        boolean mayHaveRun = whole || !found.contains(Content.T0);
        return Optional.of(
                ended || placed.redo().onlyForward() || ((complete || started) && mayHaveRun)
                        ? new Decision.Forward(placed, present)
                        : new Decision.Back(placed, present));
    }

    /**
     * Which disks are members of this transaction: by their copy, else by serial and size; but who tells those of a member whose copy
     * lies elsewhere is another disk.
     */
    static Map<String, Redo.Member> present(Redo redo, Map<String, RedoCodec.Copy> copies, List<DiskInfo> disks) {
        var present = new HashMap<String, Redo.Member>();
        Set<Integer> told = copies.values().stream()
                .filter(c -> bears(redo, c))
                .map(RedoCodec.Copy::self)
                .collect(Collectors.toSet());
        for (DiskInfo disk : disks) {
            RedoCodec.Copy copy = copies.get(disk.name());
            if (copy != null && bears(redo, copy)) {
                present.put(disk.name(), redo.members().get(copy.self()));
            } else {
                IntStream.range(0, redo.members().size())
                        .filter(i -> !told.contains(i))
                        .mapToObj(redo.members()::get)
                        .filter(m -> m.isOf(disk))
                        .findFirst()
                        .ifPresent(m -> present.put(disk.name(), m));
            }
        }
        return present;
    }

    /** Compares sector by sector, because a torn write stops between two. */
    static Content content(Redo.Member member, List<Image> now) {
        boolean t0 = true;
        boolean t1 = true;
        for (int i = 0; i < now.size(); i++) {
            byte[] found = now.get(i).bytes();
            byte[] before = member.t0().get(i).bytes();
            byte[] after = member.t1().get(i).bytes();
            for (int at = 0; at < found.length; at += 512) {
                boolean isT0 = Arrays.equals(found, at, at + 512, before, at, at + 512);
                boolean isT1 = Arrays.equals(found, at, at + 512, after, at, at + 512);
                if (!isT0 && !isT1) {
                    return Content.OTHER;
                }
                t0 &= isT0;
                t1 &= isT1;
            }
        }
        return t1 ? Content.T1 : t0 ? Content.T0 : Content.TORN;
    }

    /** A member that can't be written must not keep the others from it; the record is finished only when all are done. */
    private Executor.Outcome act(Decision decision) {
        return switch (decision) {
            case Decision.Forward d -> {
                var steps = new ArrayList<Step>();
                steps.add(new Step.MarkRedo(d.placed(), Redo.State.COMPLETING));
                steps.addAll(writes(d.members(), (disk, m) -> new Step.WriteMetadata(disk, m.t0(), m.t1())));
                Executor.Outcome outcome = executor.runForward(steps);
                boolean whole = d.placed().inJournal() || d.redo().isWhole(d.members());
                yield outcome instanceof Executor.Outcome.Done && whole
                        ? executor.runForward(List.of(new Step.MarkRedo(d.placed(), Redo.State.FINISHED)))
                        : outcome;
            }
            case Decision.Back d -> {
                var steps = new ArrayList<Step>();
                steps.add(new Step.MarkRedo(d.placed(), Redo.State.ABORTED));
                steps.addAll(writes(d.members(), (disk, m) -> new Step.WriteMetadata(disk, m.t1(), m.t0())));
                Executor.Outcome outcome = executor.runForward(steps);
                yield outcome instanceof Executor.Outcome.Done && d.placed().inJournal()
                        ? executor.runForward(List.of(new Step.MarkRedo(d.placed(), Redo.State.VOID)))
                        : outcome;
            }
            case Decision.Void d -> executor.runForward(List.of(new Step.MarkRedo(d.placed(), Redo.State.VOID)));
        };
    }

    private static List<Step> writes(
            Map<String, Redo.Member> members, BiFunction<String, Redo.Member, Step.WriteMetadata> write) {
        return new TreeMap<>(members)
                .entrySet().stream()
                        .<Step>map(e -> write.apply(e.getKey(), e.getValue()))
                        .toList();
    }

    /**
     * Devices that a killed dmkit left suspended go on, before anything else. They get the table that they had, which is right
     * whichever way the metadata go: it writes to every member that T0 calls in sync, and what T1 adds is marked as rebuilding.
     * T1's own may be out of date, see {@link Executor}; it is made anew. What else was left (tables in inactive slots, devices
     * without a table, helpers that nothing uses) is taken away.
     */
    private List<String> wake() throws KernelException {
        DeviceMapper mapper = machine.deviceMapper();
        var touched = new ArrayList<String>();
        List<LiveDevice> ours = Live.read(mapper).devices().stream()
                .filter(d -> d.isOurs() || LivePartitions.isPartition(d))
                .toList();
        for (LiveDevice device : ours) {
            if (!device.info().hasActiveTable()) {
                remove(device, touched);
            } else if (device.info().suspended()) {
                mapper.clear(device.name());
                mapper.resume(device.name());
                touched.add(device.name().value());
            } else if (device.info().hasInactiveTable()) {
                mapper.clear(device.name());
                touched.add(device.name().value());
            }
        }
        for (LiveDevice device : ours) {
            if (device.isHelper()
                    && device.info().hasActiveTable()
                    && mapper.info(device.name()).openCount() == 0) {
                remove(device, touched);
            }
        }
        return touched;
    }

    /** Somebody may be looking at it just now; then the next recovery removes it. */
    private void remove(LiveDevice device, List<String> touched) throws KernelException {
        try {
            machine.deviceMapper().remove(device.name());
            touched.add(device.name().value());
        } catch (KernelException e) {
            if (e.errno() != Errno.EBUSY) {
                throw e;
            }
        }
    }
}
