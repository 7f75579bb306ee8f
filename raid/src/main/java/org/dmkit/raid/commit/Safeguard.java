package org.dmkit.raid.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.format.LossMark;
import org.dmkit.raid.format.MetadataWriter;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.record.Journal;
import org.dmkit.raid.record.Note;
import org.dmkit.raid.record.NoteBody;
import org.dmkit.raid.record.Redo;
import org.dmkit.raid.record.RedoCodec;
import org.dmkit.raid.record.SerialAndSize;
import org.dmkit.raid.scan.Scan;

/**
 * What keeps a change whole through a crash, and its losses in memory: a redo record with a note; where none fits the writer's
 * order, or else a journal, with a record of the note alone; or a refusal. Reads disks and writes nothing.
 */
public final class Safeguard {
    private final Machine machine;
    private final Scan scan;
    private final List<Delta> deltas;
    private final Map<String, List<Image>> t0Images;
    private final Map<String, List<Image>> t1Images;
    private final RedoRoom room;
    /** The disks that the change writes, in a fixed order. */
    private final List<String> written;
    /** The members in T1 that can be written, by name, in a fixed order. */
    private final List<String> members;
    /** Names of members in sync. */
    private final Set<String> inSync;

    public Safeguard(
            Machine machine,
            Scan scan,
            List<Delta> deltas,
            Map<String, List<Image>> t0Images,
            Map<String, List<Image>> t1Images) {
        this.machine = machine;
        this.scan = scan;
        this.deltas = List.copyOf(deltas);
        this.t0Images = t0Images;
        this.t1Images = t1Images;
        this.room = RedoRoom.of(scan, deltas, t1Images);
        this.written = new TreeSet<>(t1Images.keySet())
                .stream()
                        .filter(d -> !images(t1Images, d).equals(images(t0Images, d)))
                        .toList();
        this.members = inT1().map(Component.Member::disk)
                .filter(d -> !d.readOnly())
                .map(DiskInfo::name)
                .distinct()
                .sorted()
                .toList();
        this.inSync = inT1().filter(m -> m.state() == Component.State.IN_SYNC)
                .map(m -> m.disk().name())
                .collect(Collectors.toSet());
    }

    private static List<Image> images(Map<String, List<Image>> all, String disk) {
        return all.getOrDefault(disk, List.of());
    }

    /**
     * What is saved first.
     *
     * @param redo on the disks: all of the change, or the note alone
     * @param journal in the machine's journal, where it does not fit on the disks
     */
    public record Records(Optional<Redo.Placed> redo, Optional<Redo.Placed> journal) {
        static final Records NONE = new Records(Optional.empty(), Optional.empty());
    }

    /**
     * The records to be saved first; none if nothing is written, or if the order of the writes is all that is needed.
     *
     * @param observed true if all of it is so already, by what the kernel has done
     */
    public Records of(boolean observed) throws RefusedException, IOException {
        if (writers().isEmpty()) {
            return Records.NONE;
        }
        mustBeAllowed();
        Redo draft = draft(observed);
        boolean remembered = draft.notes().stream().anyMatch(Redo.Notes::changes) && !members.isEmpty();
        if (written.isEmpty() && !remembered) {
            return Records.NONE;
        }
        boolean marked = writers().stream().allMatch(w -> w.abilities().loss() == LossMark.ON_SURVIVORS);
        Optional<Redo.Placed> placed = fit(draft, written, !marked);
        if (placed.isEmpty() && draft.isNoted() && marked) {
            placed = fit(withoutNote(draft), written, false);
        }
        if (placed.isPresent()) {
            return new Records(placed, Optional.empty());
        }
        // Neither the order nor a journal tells who misses writes.
        Optional<Redo.Placed> note = draft.isNoted() ? fit(draft, List.of(), !marked) : Optional.empty();
        // What the kernel has done already had better be told to half of those who should know.
        boolean enough = note.isPresent() || !draft.isNoted() || marked || observed;
        if (!enough || written.isEmpty()) {
            throw noRoom(draft, List.of(), true);
        }
        if (isOrdered()) {
            return new Records(note, Optional.empty());
        }
        if (machine.journal().isEmpty()) {
            throw noRoom(draft, written, false);
        }
        return new Records(note, Optional.of(inJournal(machine.journal().get(), draft)));
    }

    private Redo.Placed inJournal(Journal journal, Redo draft) throws RefusedException, IOException {
        List<Group> groups =
                deltas.stream().flatMap(d -> Stream.of(d.before(), d.after())).toList();
        List<DiskInfo> all = machine.disks().stream().map(Disk::info).toList();
        // Of one transaction with the note, and brought to the same end.
        Redo alone = withoutNote(draft);
        return journal.place(with(alone, written, List.of()), groups, all);
    }

    private List<MetadataWriter<?>> writers() {
        return deltas.stream()
                .<MetadataWriter<?>>flatMap(d -> d.before().writer().stream())
                .toList();
    }

    /** Of one group: the order of two writers' stages tells nothing of both groups together. */
    private boolean isOrdered() {
        return deltas.size() == 1 && writers().getFirst().isOrdered(deltas.getFirst());
    }

    private String groups() {
        return deltas.stream().map(d -> d.before().name()).collect(Collectors.joining(", "));
    }

    /** True if every member in sync has room for a note of a loss, whatever the metadata can tell. */
    public static boolean canNote(Machine machine, Scan scan, Group group) {
        var guard = new Safeguard(machine, scan, List.of(new Delta(group, group, List.of())), Map.of(), Map.of());
        return guard.fit(guard.example(group), List.of(), true).isPresent();
    }

    private Redo example(Group group) {
        Note now = scan.noted().of(group);
        var losses = new ArrayList<Note.Loss>(now.losses());
        var witnesses = new ArrayList<Note.Witness>();
        for (String name : members) {
            DiskInfo disk = disk(name);
            witnesses.add(new Note.Witness(disk.serial(), disk.sectors(), group.extents(disk), name.hashCode()));
            losses.add(new Note.Loss(disk.serial(), disk.sectors(), 1));
        }
        var after = new Note(losses.subList(0, Math.min(losses.size(), NoteBody.MOST_LOSSES)), witnesses);
        return new Redo(UUID.randomUUID(), 1, false, group.name(), List.of(), List.of(new Redo.Notes(now, after)));
    }

    /** What recovery would refuse to bring to an end must not begin. */
    private void mustBeAllowed() throws RefusedException {
        List<Format<?>> formats = deltas.stream()
                .<Format<?>>map(d -> d.before().format())
                .distinct()
                .toList();
        var limits = new RedoLimits(scan, formats);
        for (String name : written) {
            DiskInfo disk = disk(name);
            for (Extent extent : member(name).extents()) {
                if (!limits.allows(disk, extent)) {
                    throw RefusedException.because(
                            "change.beyond-metadata",
                            disk.name() + " would get metadata of " + groups() + " in sectors " + extent,
                            "sectors where "
                                    + formats.stream().map(Format::name).collect(Collectors.joining(" or "))
                                    + " metadata lie or may lie, and no data",
                            "after a power failure they could not be told from a forgery");
                }
            }
        }
    }

    private DiskInfo disk(String name) {
        return machine.disk(name).info();
    }

    private Redo.Member member(String name) {
        DiskInfo disk = disk(name);
        return Redo.Member.ofDiffering(disk.serial(), disk.sectors(), images(t0Images, name), images(t1Images, name));
    }

    /** The record without its members. */
    private Redo draft(boolean observed) {
        long sequence = scan.redo().nextSequence();
        // A single copy of a record that calls a member in sync must not lead forward: the others, without one, may go
        // on as T0, and what they write then that member misses.
        boolean onlyForward = observed && deltas.stream().noneMatch(Delta::claimsSync);
        Set<SerialAndSize> there =
                machine.disks().stream().map(d -> SerialAndSize.of(d.info())).collect(Collectors.toSet());
        List<Redo.Notes> notes =
                deltas.stream().map(d -> notes(d, there, sequence)).toList();
        return new Redo(UUID.randomUUID(), sequence, onlyForward, groups(), List.of(), notes);
    }

    private Redo.Notes notes(Delta delta, Set<SerialAndSize> there, long sequence) {
        Note before = scan.noted().of(delta.before());
        List<Note.Loss> losses = Noting.losses(before.losses(), delta, sequence);
        Note after = before.isEmpty() && losses.isEmpty()
                ? Note.NONE
                : new NoteWriting(machine, there, delta, t1Images).note(before, losses, sequence);
        return new Redo.Notes(before, after);
    }

    private static Redo withoutNote(Redo draft) {
        return new Redo(draft.id(), draft.sequence(), draft.onlyForward(), draft.group(), List.of());
    }

    /**
     * The record on all these disks, which it has to bring to T1 or T0; a note goes to the other members too, so that any of them
     * remembers.
     *
     * @param all true if the note must be on every member in sync
     * @return empty if one has no room
     */
    private Optional<Redo.Placed> fit(Redo draft, List<String> disks, boolean all) {
        Set<String> changed = Set.copyOf(disks);
        List<String> keepers = draft.isNoted()
                ? members.stream().filter(d -> !changed.contains(d)).toList()
                : List.of();
        int needed = RedoCodec.sectors(with(draft, disks, keepers));
        var places = new LinkedHashMap<String, Redo.Place>();
        for (String name : names(disks, keepers)) {
            place(name, needed).ifPresent(at -> places.put(name, new Redo.Place(places.size(), name, at)));
        }
        boolean enough = places.keySet().containsAll(disks)
                && (!all || keepers.stream().filter(inSync::contains).allMatch(places::containsKey));
        if (!enough || places.isEmpty()) {
            return Optional.empty();
        }
        List<String> able = keepers.stream().filter(places::containsKey).toList();
        return Optional.of(new Redo.Placed(with(draft, disks, able), List.copyOf(places.values())));
    }

    private Optional<Extent> place(String name, int needed) {
        return room.find(disk(name), needed);
    }

    private static List<String> names(List<String> disks, List<String> keepers) {
        var names = new ArrayList<String>(disks);
        names.addAll(keepers);
        return names;
    }

    private Redo with(Redo draft, List<String> disks, List<String> keepers) {
        var members = new ArrayList<Redo.Member>();
        disks.forEach(d -> members.add(member(d)));
        keepers.forEach(d -> members.add(new Redo.Member(disk(d).serial(), disk(d).sectors(), List.of(), List.of())));
        return new Redo(draft.id(), draft.sequence(), draft.onlyForward(), draft.group(), members, draft.notes());
    }

    private Stream<Component.Member> inT1() {
        return deltas.stream().flatMap(d -> d.after().sets().stream()).flatMap(RaidSet::members);
    }

    private RefusedException noRoom(Redo draft, List<String> disks, boolean noteOnly) {
        List<String> keepers = disks.isEmpty() ? members : List.of();
        int needed = RedoCodec.sectors(with(draft, disks, keepers));
        for (String name : names(disks, keepers)) {
            if (place(name, needed).isEmpty()) {
                return new RefusedException(List.of(room.refusal(disk(name), needed, noteOnly)));
            }
        }
        throw new IllegalStateException("room on all of " + disks + keepers);
    }
}
