package org.dmkit.raid.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.live.Machine;
import org.dmkit.raid.model.Component;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.read.Images;
import org.dmkit.raid.record.Note;
import org.dmkit.raid.record.SerialAndSize;

/**
 * Makes the note of T1: who bears witness to its losses, with metadata as they will be. Reads disks.
 *
 * @param there what the disks of the machine tell of themselves
 */
record NoteWriting(Machine machine, Set<SerialAndSize> there, Delta delta, Map<String, List<Image>> t1Images) {
    Note note(Note before, List<Note.Loss> losses, long sequence) {
        var witnesses = new ArrayList<Note.Witness>();
        delta.after().sets().stream()
                .flatMap(RaidSet::members)
                .map(Component.Member::disk)
                .distinct()
                .filter(d -> !d.serial().isBlank())
                .filter(d -> losses.stream().noneMatch(l -> l.names(d)))
                .forEach(d -> witness(d).ifPresent(witnesses::add));
        // Of who has been lost unseen nobody knows which witness it was.
        boolean unseen = losses.stream().anyMatch(l -> l.wasAbsent() && l.since() == sequence);
        if (!unseen) {
            before.witnesses().stream()
                    .filter(w -> !there.contains(w.disk()))
                    .filter(w -> losses.stream().noneMatch(l -> l.disk().equals(w.disk())))
                    .forEach(witnesses::add);
        }
        return new Note(losses, witnesses);
    }

    /** Empty for a disk that can't be read: it could not be told whether anybody has written to it. */
    private Optional<Note.Witness> witness(DiskInfo info) {
        List<Image> images = t1Images.getOrDefault(info.name(), List.of());
        var extents = new ArrayList<Extent>(delta.before().extents(info));
        images.forEach(i -> extents.add(i.extent()));
        List<Extent> runs = disjoint(extents);
        var crc = new CRC32C();
        try {
            Disk disk = machine.disk(info);
            for (Extent run : runs) {
                crc.update(then(Images.read(disk, run), images));
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return Optional.of(new Note.Witness(info.serial(), info.sectors(), runs, (int) crc.getValue()));
    }

    /** What will be there. */
    private static byte[] then(Image now, List<Image> images) {
        byte[] bytes = now.bytes();
        for (Image image : images) {
            if (now.extent().contains(image.extent())) {
                byte[] other = image.bytes();
                System.arraycopy(other, 0, bytes, Math.toIntExact(image.lba() - now.lba()) * 512, other.length);
            }
        }
        return bytes;
    }

    private static List<Extent> disjoint(List<Extent> extents) {
        Collections.sort(extents);
        var runs = new ArrayList<Extent>();
        for (Extent e : extents) {
            if (!runs.isEmpty() && runs.getLast().end() >= e.lba()) {
                Extent last = runs.removeLast();
                runs.add(new Extent(last.lba(), Math.max(last.end(), e.end()) - last.lba()));
            } else {
                runs.add(e);
            }
        }
        return runs;
    }
}
