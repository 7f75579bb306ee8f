package org.dmkit.raid.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dmkit.blockio.DiskInfo;

/**
 * What one format found on single disks, in the order of the disks.
 *
 * @param <M> the format's metadata
 */
public record Finds<M>(Format<M> format, List<Reading.Found<M>> found) {
    public Finds {
        found = List.copyOf(found);
    }

    /** What the format makes of them. */
    public Assembly assemble() {
        return found.isEmpty() ? new Assembly(List.of(), List.of()) : format.assemble(found);
    }

    /** Those on other disks. */
    public Finds<M> without(Predicate<DiskInfo> disks) {
        return new Finds<>(
                format, found.stream().filter(f -> !disks.test(f.disk())).toList());
    }

    /** The disks. */
    public Stream<DiskInfo> disks() {
        return found.stream().map(Reading.Found::disk);
    }

    /** What was found on this disk. */
    public Optional<Reading.Found<M>> on(DiskInfo disk) {
        return found.stream().filter(f -> f.disk().equals(disk)).findFirst();
    }

    /**
     * The group as the format would have it that shuts this disk out by itself; the same if it is of another format, or nothing was
     * found on the disk.
     */
    public Group shutOut(Group group, DiskInfo disk) {
        Optional<Reading.Found<M>> stale = on(disk);
        if (!group.format().equals(format) || stale.isEmpty()) {
            return group;
        }
        @SuppressWarnings("unchecked") // its format is the same, and so is the type of its metadata
        Known<M> known = (Known<M>) group.known();
        Map<String, M> byDisk = new HashMap<>(known.byDisk());
        if (known.shared().isEmpty()) {
            byDisk.put(disk.name(), stale.get().metadata());
        }
        return group.withStale(stale.get(), new Known<>(format, known.shared(), byDisk, known.changeable()));
    }
}
