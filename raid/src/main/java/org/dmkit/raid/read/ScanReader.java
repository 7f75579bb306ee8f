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
import org.dmkit.raid.model.Finding;

/** Reads what a scan wants of many disks, one batch a round; what can't be read becomes a finding. */
public final class ScanReader {
    /** Above this a round reads nothing more of a disk: only broken metadata asks for so much. */
    private static final long MOST_SECTORS = 32768;

    private static final int ALIGNMENT = 4096;

    private final Arena arena;
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

    private Map<Piece, IOException> batch(List<Piece> pieces) {
        long total = 0;
        for (Piece p : pieces) {
            total += aligned(p.extents().whole().count() * 512);
        }
        var failed = new LinkedHashMap<Piece, IOException>();
        if (total == 0) {
            return failed;
        }
        MemorySegment memory = arena.allocate(total, ALIGNMENT);
        var requests = new ArrayList<BatchReader.Request>();
        long offset = 0;
        for (Piece p : pieces) {
            long bytes = p.extents().whole().count() * 512;
            requests.add(new BatchReader.Request(p.disk(), p.extents().whole().lba(), memory.asSlice(offset, bytes)));
            offset += aligned(bytes);
        }
        var answers = reader.read(requests);
        for (int i = 0; i < pieces.size(); i++) {
            IOException why = answers.get(i);
            Piece p = pieces.get(i);
            if (why == null) {
                p.sectors().add(p.extents().whole(), requests.get(i).into());
            } else {
                failed.put(p, why);
            }
        }
        return failed;
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

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
