package org.dmkit.raid.commit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.MemoryDevices;
import org.dmkit.dm.DeviceMapper;
import org.dmkit.dm.DeviceMapper.SuspendOption;
import org.dmkit.dm.DeviceMapper.TableSlot;
import org.dmkit.dm.DeviceRef;
import org.dmkit.dm.DmName;
import org.dmkit.dm.DmTarget;
import org.dmkit.dm.DmUuid;
import org.dmkit.dm.Table;
import org.dmkit.dm.status.TargetHealth;
import org.dmkit.linux.Errno;
import org.dmkit.linux.KernelException;
import org.dmkit.raid.change.Plan;
import org.dmkit.raid.change.Step;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.live.LiveDevice;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;
import org.dmkit.raid.table.Helper;

/**
 * Runs a plan. It has no opinion: order and undo come from the plan. Between the first suspend and the last resume it makes
 * ioctls and nothing else, because the root file system may sit on the set. Not thread-safe.
 */
public final class Executor {
    private static final Set<SuspendOption> NO_FLUSH =
            Set.copyOf(EnumSet.of(SuspendOption.NO_FLUSH, SuspendOption.SKIP_LOCK_FS));

    /** What the name of the device begins with on which a process rehearses; its id follows. */
    public static final String REHEARSAL = "dmkit-rehearsal-";

    private static final Duration REMOVE_PATIENCE = Duration.ofSeconds(3);

    private final Machine machine;
    private final Listener listener;

    /** Of each device at the time its table was loaded. */
    private final Map<DmName, String> letters = new HashMap<>();

    /** The kernel's word on the tables of each device that is switched. */
    private final Map<DmName, Switch> switches = new HashMap<>();

    /** What was active when a table was loaded, and what was loaded. */
    private record Switch(Table active, Table loaded) {}

    /** @param listener told of each step before it runs, but never while a set is suspended */
    public Executor(Machine machine, Listener listener) {
        this.machine = machine;
        this.listener = listener;
    }

    /** Hears what happens. */
    @FunctionalInterface
    public interface Listener {
        /** A step is about to run, or, within the switch, has run. {@code undoing}: on the way back. */
        void step(Step step, boolean undoing);
    }

    /** How a plan ended. */
    public sealed interface Outcome {
        /**
         * T1 stands.
         *
         * @param held how long I/O was held up between suspend and resume
         * @param unanswered by lost disks that could not be told so, and by members that could not be told that an earlier change has run
         */
        record Done(Duration held, List<IOException> unanswered) implements Outcome {
            public Done {
                unanswered = List.copyOf(unanswered);
            }

            public Done(Duration held) {
                this(held, List.of());
            }
        }

        /** T0 ran all the time, and stands. */
        record BackedOut(Step failed, IOException cause) implements Outcome {}

        /**
         * Neither: what failed after the point of no return, or on the way back. Recovery brings it to an end.
         *
         * @param problems of the way back, or of the steps after the point of no return
         */
        record Incomplete(Step failed, IOException cause, List<IOException> problems) implements Outcome {
            public Incomplete {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Runs all steps, or takes back those that ran. */
    public Outcome run(Plan plan) {
        Deque<Step> done = new ArrayDeque<>();
        var unanswered = new ArrayList<IOException>();
        boolean noReturn = false;
        long suspendedAt = 0;
        long held = 0;
        List<Step> steps = plan.steps();
        try {
            PlanDisks.verify(plan, machine);
        } catch (IOException e) {
            return new Outcome.BackedOut(steps.getFirst(), e);
        }
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean switching = step instanceof Step.Suspend || step instanceof Step.Resume;
            if (!switching) {
                listener.step(step, false);
            }
            try {
                if (step instanceof Step.Suspend && suspendedAt == 0) {
                    suspendedAt = System.nanoTime();
                }
                run(step);
            } catch (IOException e) {
                if (step instanceof Step.WriteLost || step instanceof Step.FinishEarlier) {
                    unanswered.add(e);
                    continue;
                }
                noReturn |= step instanceof Step.Resume r && switched(r.name());
                // T1 is whole when its record is marked finished.
                if (noReturn || step instanceof Step.MarkRedo) {
                    return new Outcome.Incomplete(step, e, resumeAll(steps.subList(i, steps.size())));
                }
                boolean begun = done.stream().anyMatch(Step.Create.class::isInstance);
                boolean written = done.stream().anyMatch(Step.WriteMetadata.class::isInstance);
                return begun && written && !plan.fromScratch() ? takeDown(step, e, done) : backOut(step, e, done);
            } catch (RuntimeException | Error e) {
                letGo(step, done, noReturn ? steps.subList(i, steps.size()) : List.of(), e);
                throw e;
            }
            // T1 has begun to run, or T0 is no longer whole.
            noReturn |= step instanceof Step.Resume || step instanceof Step.Remove || step instanceof Step.SetGeometry;
            if (step instanceof Step.Resume && (i + 1 == steps.size() || !(steps.get(i + 1) instanceof Step.Resume))) {
                held = System.nanoTime() - suspendedAt;
                steps.stream()
                        .filter(s -> s instanceof Step.Suspend || s instanceof Step.Resume)
                        .forEach(s -> listener.step(s, false));
            }
            done.push(step);
        }
        return new Outcome.Done(Duration.ofNanos(held), unanswered);
    }

    /**
     * Whether T1's table runs although its resume has failed: the kernel swaps the tables first, and may fail after that. Where
     * it can't be told it counts as switched, because what T1's metadata say holds for T0's table too.
     */
    private boolean switched(DmName name) {
        Switch known = switches.get(name);
        try {
            Table now = machine.deviceMapper().table(name, TableSlot.ACTIVE);
            return known == null
                    || (known.active().equals(known.loaded())
                            ? !machine.deviceMapper().info(name).hasInactiveTable()
                            : !now.equals(known.active()));
        } catch (IOException unknown) {
            return true;
        }
    }

    /**
     * Nothing may stay suspended, not even when dmkit itself breaks. The metadata are the next recovery's business.
     *
     * @param forward the steps that are left after the point of no return; none before it
     */
    private void letGo(Step broken, Deque<Step> done, List<Step> forward, Throwable why) {
        List<Step> resumes = forward.isEmpty()
                ? Stream.concat(Stream.of(broken), done.stream())
                        .filter(Step.Suspend.class::isInstance)
                        .flatMap(s -> s.undo().stream())
                        .toList()
                : forward.stream().filter(Step.Resume.class::isInstance).toList();
        for (Step resume : resumes) {
            try {
                run(resume);
            } catch (IOException | RuntimeException | Error left) {
                why.addSuppressed(left);
            }
        }
    }

    /** Nothing may stay suspended because something else failed. A resume that has failed is tried once more. */
    private List<IOException> resumeAll(List<Step> rest) {
        var problems = new ArrayList<IOException>();
        for (Step step : rest) {
            if (step instanceof Step.Resume) {
                try {
                    run(step);
                } catch (IOException e) {
                    problems.add(e);
                }
            }
        }
        return problems;
    }

    /**
     * Runs all steps, whatever becomes of one: for what can only go forward. Nothing is taken back.
     *
     * @return done, or incomplete with all that failed
     */
    Outcome runForward(List<Step> steps) {
        Step failed = null;
        var problems = new ArrayList<IOException>();
        for (Step step : steps) {
            listener.step(step, false);
            try {
                run(step);
            } catch (IOException e) {
                failed = failed == null ? step : failed;
                problems.add(e);
            }
        }
        return failed == null
                ? new Outcome.Done(Duration.ZERO)
                : new Outcome.Incomplete(failed, problems.getFirst(), problems.subList(1, problems.size()));
    }

    /**
     * Takes back what was done, last first; but devices that are suspended go on before anything else, and the record is
     * marked before any metadata are restored, because the mark decides what recovery does after a crash on this way.
     */
    private Outcome backOut(Step failed, IOException cause, Deque<Step> done) {
        var problems = new ArrayList<IOException>();
        // Told when all is done: while one device has been resumed another may still be suspended.
        var undone = new ArrayList<Step>();
        if (!cleansUpItself(failed)) {
            done.push(failed);
        }
        List<Step> undo = done.stream()
                .flatMap(s -> s.undo().stream())
                .sorted(Comparator.comparing(s -> !isOfJournal(s)))
                .toList();
        Stream.of(
                        undo.stream().filter(Step.ResumeUnchanged.class::isInstance),
                        undo.stream().filter(Step.MarkRedo.class::isInstance),
                        undo.stream()
                                .filter(s -> !(s instanceof Step.ResumeUnchanged) && !(s instanceof Step.MarkRedo)))
                .flatMap(s -> s)
                .forEach(s -> undo(s, problems, undone));
        if (problems.isEmpty()) {
            closed(undo).forEach(s -> undo(s, problems, undone));
        }
        undone.forEach(s -> listener.step(s, true));
        return problems.isEmpty()
                ? new Outcome.BackedOut(failed, cause)
                : new Outcome.Incomplete(failed, cause, problems);
    }

    /**
     * A start that has failed halfway leaves no device behind. The metadata stay as T1 has them, because somebody may have
     * written to a device that was there already: what they call dirty or failed is so.
     */
    private Outcome takeDown(Step failed, IOException cause, Deque<Step> done) {
        var problems = new ArrayList<IOException>();
        var undone = new ArrayList<Step>();
        done.stream()
                .filter(s -> s instanceof Step.Create
                        || s instanceof Step.RemovePartition
                        || s instanceof Step.CreateHelper
                        || s instanceof Step.CreateMetadataDevice)
                .flatMap(s -> s.undo().stream())
                .forEach(s -> undo(s, problems, undone));
        undone.forEach(s -> listener.step(s, true));
        return new Outcome.Incomplete(failed, cause, problems);
    }

    /**
     * A journal that has been taken back must owe nothing any more: no later record takes its place as on a disk, and if it is found
     * after another change has led to the same T1 it would take that back.
     */
    private static List<Step> closed(List<Step> undo) {
        return undo.stream()
                .filter(Executor::isOfJournal)
                .<Step>map(s -> new Step.MarkRedo(((Step.MarkRedo) s).placed(), Redo.State.VOID))
                .toList();
    }

    /** Marked before the note of the same transaction, which it would lead forward without. */
    private static boolean isOfJournal(Step step) {
        return step instanceof Step.MarkRedo mark && mark.placed().inJournal();
    }

    private static boolean cleansUpItself(Step failed) {
        return failed instanceof Step.CreateHelper
                || failed instanceof Step.CreateMetadataDevice
                || failed instanceof Step.Create
                || failed instanceof Step.RemovePartition
                || failed instanceof Step.TakeDown;
    }

    private void undo(Step step, List<IOException> problems, List<Step> undone) {
        try {
            run(step);
            undone.add(step);
        } catch (IOException e) {
            problems.add(e);
        }
    }

    private void run(Step step) throws IOException {
        DeviceMapper mapper = machine.deviceMapper();
        switch (step) {
            case Step.CreateHelper s -> create(s.name(), s.uuid(), s.table(), s.readOnly(), mapper::resumePrivate);
            case Step.CreateMetadataDevice s -> createMetadataDevice(s);
            case Step.Create s -> create(s.name(), s.uuid(), s.table(), s.readOnly(), mapper::resume);
            case Step.Preload s -> {
                letters.put(s.name(), letters(s.name()));
                Table active = mapper.table(s.name(), TableSlot.ACTIVE);
                mapper.load(s.name(), s.table(), s.readOnly());
                switches.put(s.name(), new Switch(active, mapper.table(s.name(), TableSlot.INACTIVE)));
            }
            case Step.ClearInactive s -> mapper.clear(s.name());
            case Step.Suspend s -> {
                mapper.suspend(s.name(), NO_FLUSH);
                mustBeAsLoaded(s.name());
            }
            case Step.Resume s -> mapper.resume(s.name());
            case Step.ResumeUnchanged s -> {
                mapper.clear(s.name());
                mapper.resume(s.name());
            }
            case Step.RemovePartition s -> remove(s.name());
            case Step.TakeDown s -> remove(s.name());
            case Step.Remove s -> remove(s.name());
            case Step.SetGeometry s -> mapper.setGeometry(s.name(), s.cylinders(), s.heads(), s.sectors(), s.start());
            case Step.Rehearse s -> rehearse();
            case Step.SaveRedo s -> saveRedo(s.placed());
            case Step.MarkRedo s -> markRedo(s.placed(), s.state());
            case Step.FinishEarlier s -> markRedo(s.placed(), Redo.State.FINISHED);
            case Step.WriteMetadata s -> writeMetadata(s.disk(), s.images());
            case Step.WriteLost s -> writeMetadata(s.disk(), s.images());
            case Step.Flush s -> {
                for (String disk : s.disks()) {
                    machine.disk(disk).flush();
                }
            }
        }
    }

    private void remove(DmName name) throws IOException {
        machine.deviceMapper().remove(name, REMOVE_PATIENCE);
    }

    /** What the members of a device are to the kernel, a letter each; empty for targets that keep no account. */
    private String letters(DmName name) throws KernelException {
        var all = new StringBuilder();
        for (DeviceMapper.TargetStatus status : machine.deviceMapper().status(name)) {
            TargetHealth.parse(status.type(), status.text()).ifPresent(h -> all.append(h.letters()));
        }
        return all.toString();
    }

    /**
     * A table reads its members' superblocks when it is loaded: one that has failed since would come back in sync (seen on
     * 6.1, with sectors that differ). One that was made good since does no harm: it is made good once more.
     */
    private void mustBeAsLoaded(DmName name) throws IOException {
        String now = letters(name);
        String then = letters.getOrDefault(name, "");
        if (!working(now).equals(working(then))) {
            throw new IOException(
                    name + ": a member failed while the change was prepared (" + then + ", now " + now + ")");
        }
    }

    private static String working(String letters) {
        return letters.replace('a', 'A');
    }

    /** Starts a device that has a table. */
    @FunctionalInterface
    private interface Start {
        void resume(DmName name) throws KernelException;
    }

    private void create(DmName name, DmUuid uuid, Table table, boolean readOnly, Start start) throws IOException {
        DeviceMapper mapper = machine.deviceMapper();
        try {
            mapper.create(name, uuid);
        } catch (KernelException e) {
            // The device may be there although its creation has been told as failed; EBUSY is somebody else's.
            if (e.errno() != Errno.EBUSY && exists(name, uuid)) {
                discard(name, e);
            }
            throw e;
        }
        try {
            mapper.load(name, table, readOnly);
            start.resume(name);
        } catch (KernelException e) {
            discard(name, e);
            throw e;
        }
    }

    private boolean exists(DmName name, DmUuid uuid) throws KernelException {
        for (DeviceMapper.DeviceEntry entry : machine.deviceMapper().devices()) {
            if (entry.name().equals(name)) {
                return machine.deviceMapper().info(name).uuid().equals(uuid);
            }
        }
        return false;
    }

    private void discard(DmName name, KernelException why) {
        try {
            machine.deviceMapper().remove(name);
        } catch (KernelException left) {
            why.addSuppressed(left);
        }
    }

    private void createMetadataDevice(Step.CreateMetadataDevice step) throws IOException {
        try (MemoryDevices.Handle memory = machine.memoryDevices()
                .create(Helper.Metadata.SECTORS, step.superblock().encode())) {
            create(
                    step.name(),
                    step.uuid(),
                    Table.of(Helper.Metadata.SECTORS, new DmTarget.Linear(DeviceRef.of(memory.number()), 0)),
                    false,
                    machine.deviceMapper()::resumePrivate);
        }
    }

    private void rehearse() throws IOException {
        var name = new DmName(REHEARSAL + ProcessHandle.current().pid());
        // Known as a helper, so that recovery removes what a kill leaves of it.
        var uuid = new DmUuid(LiveDevice.HELPER_UUID + name);
        create(name, uuid, Table.of(8, new DmTarget.Zero()), false, machine.deviceMapper()::resumePrivate);
        try {
            machine.deviceMapper().load(name, Table.of(8, new DmTarget.Error()), false);
            machine.deviceMapper().suspend(name, NO_FLUSH);
            machine.deviceMapper().resume(name);
        } finally {
            removeSurely(name);
        }
    }

    /** For what must not be left behind: one failure may be a passing one. */
    private void removeSurely(DmName name) throws IOException {
        try {
            remove(name);
        } catch (KernelException e) {
            remove(name);
        }
    }

    private void saveRedo(Redo.Placed placed) throws IOException {
        for (Redo.Place place : placed.places()) {
            byte[] bytes = RedoCodec.encode(placed.redo(), Redo.State.PREPARED, place.member());
            Disk disk = machine.keeper(placed.redo(), place);
            long lba = place.extent().lba();
            if (bytes.length > RedoCodec.SECTOR) {
                // The header goes last: a torn record is no record.
                write(disk, lba + 1, bytes, RedoCodec.SECTOR, bytes.length - RedoCodec.SECTOR);
                disk.flush();
            }
            write(disk, lba, bytes, 0, RedoCodec.SECTOR);
            disk.flush();
        }
    }

    /** Marks every copy that is there; one that never got written needs no mark. */
    private void markRedo(Redo.Placed placed, Redo.State state) throws IOException {
        IOException first = null;
        for (Redo.Place place : placed.places()) {
            Disk disk = machine.keeper(placed.redo(), place);
            try {
                byte[] found = Images.read(disk, place.extent()).bytes();
                if (holds(found, placed.redo(), place)) {
                    write(disk, place.extent().lba(), RedoCodec.withState(found, state), 0, RedoCodec.SECTOR);
                    disk.flush();
                }
            } catch (IOException e) {
                // A mark is wanted on every member that can still take it; the first failure is told.
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static boolean holds(byte[] found, Redo redo, Redo.Place place) {
        return RedoCodec.decode(ByteBuffer.wrap(found), 0, place.extent().lba())
                .filter(c -> c.redo().equals(redo) && c.self() == place.member())
                .isPresent();
    }

    private void writeMetadata(String name, List<Image> images) throws IOException {
        Disk disk = machine.disk(name);
        for (Image image : images) {
            byte[] bytes = image.bytes();
            write(disk, image.lba(), bytes, 0, bytes.length);
        }
        disk.flush();
        for (Image image : images) {
            if (!image.equals(Images.read(disk, image))) {
                throw new IOException("metadata on " + name + " at " + image.extent() + " read back differently");
            }
        }
    }

    private static void write(Disk disk, long lba, byte[] bytes, int from, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(length, 4096);
            MemorySegment.copy(bytes, from, buffer, ValueLayout.JAVA_BYTE, 0, length);
            disk.write(lba, buffer);
        }
    }
}
