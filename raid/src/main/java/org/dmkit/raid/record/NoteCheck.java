package org.dmkit.raid.record;

import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.read.DiskSectors;

/** Whether notes still hold: whether the witnesses' metadata are what they were when it was written. */
public final class NoteCheck {
    private final Map<SerialAndSize, List<DiskSectors>> disks;

    public NoteCheck(Collection<DiskSectors> disks) {
        this.disks = disks.stream().collect(Collectors.groupingBy(d -> SerialAndSize.of(d.disk())));
    }

    /** CRC-32C over what lies in these extents; empty if that was not read. */
    private static Optional<Integer> sum(DiskSectors disk, List<Extent> extents) {
        var crc = new CRC32C();
        for (Extent extent : extents) {
            Optional<MemorySegment> there = disk.at(extent);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            crc.update(there.get().asByteBuffer());
        }
        return Optional.of((int) crc.getValue());
    }

    private Stream<DiskSectors> named(Note.Witness witness) {
        return disks.getOrDefault(witness.disk(), List.of()).stream();
    }

    /** The disks that bear witness to a note. */
    List<DiskInfo> witnesses(Note note) {
        return note.witnesses().stream()
                .flatMap(this::named)
                .map(DiskSectors::disk)
                .distinct()
                .toList();
    }

    /** True if there is a witness, and all that are there are as the note has them. */
    boolean holds(Note note) {
        return !witnesses(note).isEmpty() && note.witnesses().stream().allMatch(this::isUnchanged);
    }

    private boolean isUnchanged(Note.Witness witness) {
        List<DiskSectors> there = named(witness).toList();
        // Of disks that tell the same serial one is meant.
        return there.isEmpty()
                || there.stream()
                        .anyMatch(d -> sum(d, witness.metadata())
                                .filter(s -> s == witness.sum())
                                .isPresent());
    }

    /** That a note no longer holds, unless dmkit itself has written to its witnesses since. */
    List<Finding> broken(Redo redo, Note note, Collection<RedoCodec.Copy> copies) {
        return note.losses().isEmpty()
                ? List.of()
                : note.witnesses().stream()
                        .filter(w -> !isUnchanged(w))
                        .filter(w ->
                                copies.stream().noneMatch(c -> c.redo().isNewerThan(redo) && concerns(c.redo(), w)))
                        .limit(1)
                        .flatMap(this::named)
                        .map(d -> broken(redo, note, d.disk()))
                        .toList();
    }

    private static boolean concerns(Redo redo, Note.Witness witness) {
        return redo.members().stream().anyMatch(m -> m.disk().equals(witness.disk()));
    }

    private static Finding broken(Redo redo, Note note, DiskInfo disk) {
        String lost = note.losses().stream()
                .map(l -> l.serial().isEmpty() ? "a disk" : l.serial())
                .collect(Collectors.joining(", "));
        return Finding.warning("note.void")
                .on(disk)
                .found("metadata of " + redo.group() + " that something else has written since dmkit noted the loss of "
                        + lost)
                .expected("metadata as dmkit left them")
                .remedy(
                        "the note no longer counts: see with the BIOS setup or dmkit show that the members are the right ones");
    }
}
