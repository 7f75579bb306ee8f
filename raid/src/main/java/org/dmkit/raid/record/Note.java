package org.dmkit.raid.record;

import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;

/**
 * What the survivors of a group remember of its losses, because many formats can't, or only on the lost disk itself: who misses
 * writes and is not made good yet, whatever its own metadata say. It holds as long as the survivors' metadata are as dmkit
 * left them; who else writes them may have made anybody good. Kept in every redo record, so that the newest alone suffices.
 *
 * @param losses oldest first
 * @param witnesses the group's members without them
 */
public record Note(List<Loss> losses, List<Witness> witnesses) {
    public static final Note NONE = new Note(List.of(), List.of());

    public Note {
        losses = List.copyOf(losses);
        witnesses = List.copyOf(witnesses);
    }

    /**
     * A disk that misses writes.
     *
     * @param serial of the disk; of one that was absent what the metadata call it, or its slot, which tells it from others only
     * @param sectors size of the disk; 0 of one that was absent, which may be any disk of the group that is no witness
     * @param since sequence of the transaction that lost it
     */
    public record Loss(String serial, long sectors, long since) {
        public boolean wasAbsent() {
            return sectors == 0;
        }

        public boolean names(DiskInfo disk) {
            return disk().equals(SerialAndSize.of(disk));
        }

        /** By what it is known. */
        public SerialAndSize disk() {
            return new SerialAndSize(serial, sectors);
        }
    }

    /**
     * A disk that misses nothing, or is being made good.
     *
     * @param metadata where they lie
     * @param sum CRC-32C of what is there
     */
    public record Witness(String serial, long sectors, List<Extent> metadata, int sum) {
        public Witness {
            metadata = List.copyOf(metadata);
        }

        public boolean names(DiskInfo disk) {
            return disk().equals(SerialAndSize.of(disk));
        }

        /** By what it is known. */
        public SerialAndSize disk() {
            return new SerialAndSize(serial, sectors);
        }
    }

    /** True if nobody is lost. */
    public boolean isEmpty() {
        return losses.isEmpty();
    }

    /** The loss by name that this disk is. */
    Optional<Loss> lossOf(DiskInfo disk) {
        return losses.stream().filter(l -> l.names(disk)).findFirst();
    }

    /** The loss that a member must be which was not there when this was noted; one without a serial is taken for none. */
    Optional<Loss> lossOfStranger(DiskInfo disk) {
        boolean stranger = !disk.serial().isBlank() && witnesses.stream().noneMatch(w -> w.names(disk));
        return stranger ? losses.stream().filter(Loss::wasAbsent).findFirst() : Optional.empty();
    }
}
