package org.dmkit.raid.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Delta;
import org.dmkit.raid.format.GroupsByDisk;
import org.dmkit.raid.format.Image;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.read.DiskEnds;
import org.dmkit.raid.record.RedoCodec;
import org.dmkit.raid.record.RedoPlaces;
import org.dmkit.raid.scan.Scan;

/**
 * Where on a disk a change may put its record. Pure.
 *
 * @param own what the change itself has or will have on a disk
 */
record RedoRoom(Scan scan, Function<DiskInfo, List<Extent>> own) {
    /** Sectors of the second copy of a GUID partition table at the end of a disk. */
    private static final long GPT_BACKUP = 33;

    /** For a change of groups. */
    static RedoRoom of(Scan scan, List<Delta> deltas, Map<String, List<Image>> t1Images) {
        var groups = new GroupsByDisk(
                deltas.stream().flatMap(d -> Stream.of(d.before(), d.after())).toList());
        return new RedoRoom(scan, disk -> ofSets(groups, t1Images, disk));
    }

    /** The way that is always there. */
    static final String JOURNAL =
            "add --journal PATH, a file that can be read before the set is started, such as one on a USB stick";

    Optional<Extent> find(DiskInfo disk, int needed) {
        return RedoPlaces.find(disk.sectors(), needed, used(disk, needed));
    }

    private List<Extent> used(DiskInfo disk, int needed) {
        var used = new ArrayList<Extent>(reserved(disk));
        used.addAll(own.apply(disk));
        used.addAll(occupied(disk));
        RedoCodec.Copy last = scan.redo().byDisk().get(disk.name());
        // A record of one sector takes the place of another in one write; of more, what is noted must stay until it is
        // there.
        if (needed > 1 && last != null && last.redo().isNoted()) {
            used.add(last.extent());
        }
        return used;
    }

    /** What the group itself has there. */
    private static List<Extent> ofSets(GroupsByDisk groups, Map<String, List<Image>> t1Images, DiskInfo disk) {
        var extents = new ArrayList<Extent>();
        groups.data(disk).forEach(extents::add);
        groups.metadata(disk).forEach(extents::add);
        t1Images.getOrDefault(disk.name(), List.of()).forEach(i -> extents.add(i.extent()));
        return extents;
    }

    /** All of a tail that could not be read may be somebody's. */
    private List<Extent> occupied(DiskInfo disk) {
        Extent tail = DiskEnds.tailOf(disk);
        return scan.tail(disk.name())
                .map(t -> RedoPlaces.occupied(t.asByteBuffer(), tail.lba()))
                .orElseGet(() -> List.of(tail));
    }

    /** What others may have on the disk near its end. */
    private List<Extent> reserved(DiskInfo disk) {
        var reserved = new ArrayList<Extent>();
        scan.groupsByDisk().metadata(disk).forEach(reserved::add);
        reserved.addAll(scan.data(disk));
        if (hasGpt(disk)) {
            reserved.add(new Extent(disk.sectors() - GPT_BACKUP, GPT_BACKUP));
        }
        return reserved;
    }

    private boolean hasGpt(DiskInfo disk) {
        return scan.signatures().getOrDefault(disk.name(), List.of()).contains("gpt");
    }

    /**
     * Why there is no room for so many sectors, and what helps.
     *
     * @param noteOnly true if it is about the note of a loss alone, which a journal does not keep
     */
    Finding refusal(DiskInfo disk, int needed, boolean noteOnly) {
        var owned = new ArrayList<Extent>(reserved(disk));
        owned.addAll(own.apply(disk));
        String remedy;
        if (scan.tail(disk.name()).isEmpty()) {
            remedy = "its end can't be read: replace " + disk.name();
        } else if (RedoPlaces.find(disk.sectors(), needed, owned).isPresent()) {
            remedy =
                    "what lies behind the volume is nobody's that dmkit knows: look at it, and fill it with zeros if it is a leftover";
        } else {
            remedy = "the volume fills the disk: take a larger one in its place";
        }
        return Finding.error("change.no-room-for-redo")
                .on(disk)
                .at(DiskEnds.tailOf(disk).lba())
                .found("no " + (needed == 1 ? "free sector" : needed + " free sectors in a row") + " among the last "
                        + DiskEnds.TAIL)
                .expected(
                        noteOnly
                                ? "room for a note of who misses writes, which the metadata don't tell and a journal does not keep"
                                : "room for the record without which a power failure could leave the members contradicting each other")
                .remedy(noteOnly ? remedy : remedy + "; or " + JOURNAL);
    }
}
