package org.dmkit.raid.format;

import java.util.HashMap;
import java.util.LinkedHashMap;
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
public final class Finds<M> {
    private final Format<M> format;
    private final Map<DiskInfo, Reading.Found<M>> byDisk = new LinkedHashMap<>();

    /** @param found on each disk once */
    public Finds(Format<M> format, List<Reading.Found<M>> found) {
        this.format = format;
        found.forEach(f -> byDisk.put(f.disk(), f));
    }

    public Format<M> format() {
        return format;
    }

    public List<Reading.Found<M>> found() {
        return List.copyOf(byDisk.values());
    }

    /** What the format makes of them. */
    public Assembly assemble() {
        return byDisk.isEmpty() ? new Assembly(List.of(), List.of()) : format.assemble(found());
    }

    /** Those on other disks. */
    public Finds<M> without(Predicate<DiskInfo> disks) {
        return new Finds<>(
                format, found().stream().filter(f -> !disks.test(f.disk())).toList());
    }

    /** The disks. */
    public Stream<DiskInfo> disks() {
        return byDisk.keySet().stream();
    }

    /** What was found on this disk. */
    public Optional<Reading.Found<M>> on(DiskInfo disk) {
        return Optional.ofNullable(byDisk.get(disk));
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
