package org.dmkit.raid.read;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.raid.format.Sectors;

/** The sectors of one disk that a scan has read so far, and those that it could not read. */
public final class DiskSectors implements Sectors {
    private record Piece(Extent extent, MemorySegment bytes, boolean zero) {}

    private final DiskInfo disk;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Extent> unreadable = new ArrayList<>();

    public DiskSectors(DiskInfo disk) {
        this.disk = disk;
    }

    public DiskInfo disk() {
        return disk;
    }

    @Override
    public Optional<MemorySegment> at(Extent extent) {
        for (Piece piece : pieces) {
            if (piece.extent().contains(extent)) {
                return Optional.of(
                        piece.bytes().asSlice((extent.lba() - piece.extent().lba()) * 512, extent.count() * 512));
            }
        }
        return Optional.empty();
    }

    /** @param zero whether all of it is */
    void add(Extent extent, MemorySegment bytes, boolean zero) {
        pieces.add(new Piece(extent, bytes.asReadOnly(), zero));
    }

    void addUnreadable(Extent extent) {
        unreadable.add(extent);
    }

    public boolean nothingRead() {
        return pieces.isEmpty();
    }

    public boolean allRead() {
        return unreadable.isEmpty();
    }

    /** What was read, in the order of reading; parts may be in it twice. */
    public List<Extent> read() {
        return pieces.stream().map(Piece::extent).toList();
    }

    public boolean allZero() {
        for (Piece piece : pieces) {
            if (!piece.zero()) {
                return false;
            }
        }
        return true;
    }

    /** Whether zeros are known to lie there; false does not say that something else does. */
    public boolean isZero(Extent extent) {
        for (Piece piece : pieces) {
            if (piece.zero() && piece.extent().contains(extent)) {
                return true;
            }
        }
        return false;
    }

    /** Those of {@code wanted}, cut to the disk, that are neither read nor known to be unreadable. */
    public List<Extent> missing(List<Extent> wanted) {
        var missing = new ArrayList<Extent>();
        for (Extent w : wanted) {
            long end = Math.min(w.end(), disk.sectors());
            if (w.lba() < end) {
                var cut = new Extent(w.lba(), end - w.lba());
                if (at(cut).isEmpty() && !unreadable.contains(cut) && !missing.contains(cut)) {
                    missing.add(cut);
                }
            }
        }
        return missing;
    }
}
