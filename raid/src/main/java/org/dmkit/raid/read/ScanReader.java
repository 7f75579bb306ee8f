package org.dmkit.raid.read;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dmkit.blockio.BatchReader;
import org.dmkit.blockio.Disk;
import org.dmkit.blockio.Extent;
import org.dmkit.blockio.SectorBuffer;
import org.dmkit.raid.model.Finding;

/** Reads what a scan wants of many disks, one batch a round; what can't be read becomes a finding. */
public final class ScanReader {
    /** Above this a round reads nothing more of a disk: only broken metadata asks for so much. */
    private static final long MOST_SECTORS = 32768;

    /** What is read at a time: some hundred disks. */
    private static final long BATCH_SECTORS = 16384;

    private static final int ALIGNMENT = 4096;

    private static final int SECTOR = SectorBuffer.SECTOR;

    /** As long as what is read of a blank disk at a time; longer zeros are kept like anything else. */
    private static final MemorySegment ZEROS = SectorBuffer.allocate(512).asReadOnly();

    private final Arena arena;

    /** What a batch is read to. */
    private final SectorBuffer buffer = new SectorBuffer(0);

    private final BatchReader reader;
    private final List<Finding> findings;

    public ScanReader(Arena arena, BatchReader reader, List<Finding> findings) {
        this.arena = arena;
        this.reader = reader;
        this.findings = findings;
    }

    private record Piece(DiskSectors sectors, Disk disk, Extents extents) {}

    /** One round. {@code wanted} may name what is there already, or lies beyond the disk. False if there was nothing to read. */
    public boolean read(Map<Disk, List<Extent>> wanted, Map<Disk, DiskSectors> into) {
        var pieces = new ArrayList<Piece>();
        wanted.forEach((disk, extents) -> {
            DiskSectors sectors = Objects.requireNonNull(into.get(disk));
            List<Extents> merged = Extents.merge(sectors.missing(extents));
            long total = merged.stream().mapToLong(e -> e.whole().count()).sum();
            if (total > MOST_SECTORS) {
                findings.add(tooMuch(disk, total));
                return;
            }
            merged.forEach(e -> pieces.add(new Piece(sectors, disk, e)));
        });
        if (pieces.isEmpty()) {
            return false;
        }
        Map<Piece, IOException> failed = batch(pieces);
        if (!failed.isEmpty()) {
            // One bad sector must not hide what lies near it: ask for each part alone.
            var parts = new ArrayList<Piece>();
            failed.forEach((piece, why) -> {
                if (piece.extents().parts().size() == 1) {
                    unreadable(piece, why);
                } else {
                    piece.extents()
                            .parts()
                            .forEach(e ->
                                    parts.add(new Piece(piece.sectors(), piece.disk(), new Extents(e, List.of(e)))));
                }
            });
            batch(parts).forEach(this::unreadable);
        }
        return true;
    }

    /** Reads a batch after the other, so that only what is kept of many disks takes memory. */
    private Map<Piece, IOException> batch(List<Piece> pieces) {
        var failed = new LinkedHashMap<Piece, IOException>();
        long left = 0;
        for (Piece piece : pieces) {
            left += room(piece);
        }
        int from = 0;
        while (from < pieces.size()) {
            int to = from;
            long total = 0;
            while (to < pieces.size() && (to == from || total + room(pieces.get(to)) <= BATCH_SECTORS)) {
                total += room(pieces.get(to++));
            }
            // As large as the largest from the beginning: it is zeroed each time it grows.
            batch(pieces.subList(from, to), buffer.sectors(Math.max(total, Math.min(left, BATCH_SECTORS))), failed);
            left -= total;
            from = to;
        }
        return failed;
    }

    private void batch(List<Piece> pieces, MemorySegment memory, Map<Piece, IOException> failed) {
        var requests = new ArrayList<BatchReader.Request>(pieces.size());
        long offset = 0;
        for (Piece p : pieces) {
            Extent whole = p.extents().whole();
            requests.add(
                    new BatchReader.Request(p.disk(), whole.lba(), memory.asSlice(offset, whole.count() * SECTOR)));
            offset += room(p) * SECTOR;
        }
        var answers = reader.read(requests);
        for (int i = 0; i < pieces.size(); i++) {
            IOException why = answers.get(i);
            Piece p = pieces.get(i);
            if (why == null) {
                keep(p, requests.get(i).into());
            } else {
                failed.put(p, why);
            }
        }
    }

    /** Keeps a copy, since the next batch is read to the same place; of zeros, which most disks bear, there is one for all. */
    private void keep(Piece piece, MemorySegment read) {
        Extent whole = piece.extents().whole();
        long bytes = read.byteSize();
        boolean zero = zero(read);
        MemorySegment kept = zero && bytes <= ZEROS.byteSize()
                ? ZEROS.asSlice(0, bytes)
                : arena.allocate(bytes, ALIGNMENT).copyFrom(read);
        piece.sectors().add(whole, kept, zero);
    }

    private static boolean zero(MemorySegment bytes) {
        long size = bytes.byteSize();
        for (long at = 0; at < size; at += ZEROS.byteSize()) {
            long count = Math.min(ZEROS.byteSize(), size - at);
            if (bytes.asSlice(at, count).mismatch(ZEROS.asSlice(0, count)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private void unreadable(Piece piece, IOException why) {
        // A disk that answers nothing is told of once.
        if (piece.sectors().allRead()) {
            findings.add(Finding.error("disk.unreadable")
                    .on(piece.disk().info())
                    .at(piece.extents().whole().lba())
                    .found(String.valueOf(why.getMessage()))
                    .remedy("what could be read is used; replace the disk if the error stays"));
        }
        piece.extents().parts().forEach(piece.sectors()::addUnreadable);
    }

    private static Finding tooMuch(Disk disk, long total) {
        return Finding.error("disk.metadata-size")
                .on(disk.info())
                .found("metadata that want " + total + " sectors at once")
                .expected("at most " + MOST_SECTORS);
    }

    /** Sectors that a piece takes in the buffer, each at an aligned place. */
    private static long room(Piece piece) {
        long grain = ALIGNMENT / SECTOR;
        return (piece.extents().whole().count() + grain - 1) / grain * grain;
    }
}
