package org.dmkit.raid.scan;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Finds;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.GroupsByDisk;
import org.dmkit.raid.format.Sectors;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.read.DiskEnds;
import org.dmkit.raid.read.DiskSectors;
import org.dmkit.raid.record.NotedLosses;
import org.dmkit.raid.record.RedoCopies;

/**
 * What a scan found. Holds the sectors that were read in native memory until it is closed; groups and findings stay valid
 * after that.
 */
public final class Scan implements AutoCloseable {
    /** Sectors at the end of each disk that are read whatever the formats want. */
    public static final int TAIL = DiskEnds.TAIL;

    /** Sectors at the beginning of each disk that are read whatever the formats want. */
    public static final int HEAD = DiskEnds.HEAD;

    private final Arena arena;
    private final Set<String> formats;
    private final Map<String, DiskSectors> sectors;
    private final List<Finds<?>> found;
    private final GroupsByDisk byFormats;
    private final GroupsByDisk groups;
    private final List<Finding> findings;
    private final Map<String, List<String>> signatures;
    private final List<DiskInfo> blank;
    private final RedoCopies redo;
    private final NotedLosses noted;

    Scan(
            Arena arena,
            Set<String> formats,
            Map<String, DiskSectors> sectors,
            List<Finds<?>> found,
            GroupsByDisk byFormats,
            GroupsByDisk groups,
            List<Finding> findings,
            Map<String, List<String>> signatures,
            List<DiskInfo> blank,
            RedoCopies redo,
            NotedLosses noted) {
        this.arena = arena;
        this.formats = Set.copyOf(formats);
        this.sectors = sectors;
        this.found = List.copyOf(found);
        this.byFormats = byFormats;
        this.groups = groups;
        this.findings = List.copyOf(findings);
        this.signatures = Map.copyOf(signatures);
        this.blank = List.copyOf(blank);
        this.redo = redo;
        this.noted = noted;
    }

    /** Names of the formats that were looked for. */
    public Set<String> formats() {
        return formats;
    }

    /** The redo records. */
    public RedoCopies redo() {
        return redo;
    }

    /** Where sets of any group have their data on this disk, as the formats alone would have it too. */
    public List<Extent> data(DiskInfo disk) {
        return Stream.concat(groups.data(disk), redo.data().getOrDefault(disk, List.of()).stream())
                .distinct()
                .toList();
    }

    /** The losses that they note. */
    public NotedLosses noted() {
        return noted;
    }

    /** What each format found on single disks; formats in the order of their first disks, those without any last. */
    public List<Finds<?>> found() {
        return found;
    }

    /** Each usable disk is in one group at most. */
    public List<Group> groups() {
        return groups.all();
    }

    /** The same by their disks. */
    public GroupsByDisk groupsByDisk() {
        return groups;
    }

    /** The same as the formats alone put them together, which know nothing of notes of losses. */
    public GroupsByDisk byFormats() {
        return byFormats;
    }

    public List<Finding> findings() {
        return findings;
    }

    /** By name of disk: the formats whose signature it bears, valid or not, partition tables ({@code dos}, {@code gpt}) and what else is known by its first sectors ({@code ext}, {@code lvm}, ...). */
    public Map<String, List<String>> signatures() {
        return signatures;
    }

    /** Disks that were read without an error, bear no signature and hold only zeros in what was read. */
    public List<DiskInfo> blank() {
        return blank;
    }

    /** The last {@link #TAIL} sectors of a disk (all of a smaller one), read-only; empty if they could not be read. */
    public Optional<MemorySegment> tail(String disk) {
        return Optional.ofNullable(sectors.get(disk)).flatMap(s -> s.at(DiskEnds.tailOf(s.disk())));
    }

    /** Everything that was read of a disk. */
    public Optional<Sectors> sectors(String disk) {
        return Optional.ofNullable(sectors.get(disk));
    }

    /** Where on a disk that lies which was read, whatever became of it; parts may be in it twice. */
    public List<Extent> extents(String disk) {
        return Optional.ofNullable(sectors.get(disk)).map(DiskSectors::read).orElse(List.of());
    }

    @Override
    public void close() {
        arena.close();
    }
}
