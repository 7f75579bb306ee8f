package org.dmkit.raid.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.model.Finding;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;

/**
 * What a format knows of a group in its own terms, in one hand with the format: whoever holds it can ask the writer without
 * knowing what the metadata are.
 *
 * @param shared what all members hold, in a format whose members all hold the same
 * @param byDisk what each disk holds, by its name, in a format in which each has its own
 * @param changeable false if nothing that is changed here could be written
 * @param <M> the format's metadata
 */
public record Known<M>(Format<M> format, Optional<M> shared, Map<String, M> byDisk, boolean changeable) {
    public Known {
        byDisk = Map.copyOf(byDisk);
    }

    /** Of a group whose members all hold the same. */
    public static <M> Known<M> shared(Format<M> format, M metadata) {
        return new Known<>(format, Optional.of(metadata), Map.of(), true);
    }

    /** Of a group each of whose disks has its own, by name of disk. */
    public static <M> Known<M> byDisk(Format<M> format, Map<String, M> metadata) {
        return new Known<>(format, Optional.empty(), metadata, true);
    }

    /** The same of a group that can't be changed. */
    public Known<M> unchangeable() {
        return new Known<>(format, shared, byDisk, false);
    }

    /** The writer of a group that can be changed. */
    public Optional<MetadataWriter<M>> writer() {
        return changeable ? format.writer() : Optional.empty();
    }

    /** {@link MetadataWriter#check}; nothing without a writer. */
    public List<Finding> check(Delta delta) {
        return writer().map(w -> w.check(delta, this)).orElseGet(List::of);
    }

    /** {@link MetadataWriter#encode}; nothing without a writer. */
    public Update encode(Delta delta) {
        return writer().map(w -> w.encode(delta, this)).orElseGet(Update::nothing);
    }

    /** {@link Placement#place}; empty if sets of this format can't be made. */
    public Optional<RaidSet> place(Group group, Wish wish, List<DiskInfo> disks) throws RefusedException {
        Optional<Placement<M>> placement = writer().flatMap(MetadataWriter::placement);
        return placement.isEmpty()
                ? Optional.empty()
                : Optional.of(placement.get().place(group, this, wish, disks));
    }
}
