package org.dmkit.formats.hpt37x;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dmkit.raid.assemble.Block;

/**
 * The ring of errors in a record. Besides the vendor's entries it keeps what the format has no field for, in entries of ours:
 * the time of all of them is the word {@code dmkt}, which is in 2031.
 *
 * <pre>
 *            reason  disk    status            lba
 * a loss     ff      number  0                 the id that the set had before
 * the mark   0       leg     1 it alone is good  see {@link Hpt37xMark}
 * </pre>
 *
 * @param entries oldest first
 * @param first slot of the oldest
 */
record Hpt37xLog(List<Block> entries, int first) {
    private static final int ENTRIES = 0x42;
    private static final int INDEX = 0x43;
    private static final int OURS = 0x746b6d64;
    private static final int REASON = 4;
    private static final int DISK = 5;
    private static final int STATUS = 6;
    private static final int LBA = 8;
    private static final int MARK = 0;
    private static final int BROKEN = 0xff;

    Hpt37xLog {
        entries = List.copyOf(entries);
    }

    /** The one of a record. */
    static Hpt37xLog of(Block sector) {
        int first = sector.u8(INDEX) % Hpt37x.ERROR_LOG_ENTRIES;
        int count = Math.min(sector.u8(ENTRIES), Hpt37x.ERROR_LOG_ENTRIES);
        return new Hpt37xLog(
                IntStream.range(0, count)
                        .mapToObj(i -> sector.slice(at(first + i), Hpt37x.ERROR_LOG_ENTRY))
                        .toList(),
                first);
    }

    private static int at(int slot) {
        return Hpt37x.ERROR_LOG + slot % Hpt37x.ERROR_LOG_ENTRIES * Hpt37x.ERROR_LOG_ENTRY;
    }

    /** In place of this one in its record; slots outside the ring stay. */
    Block in(Block sector) {
        Block changed = sector;
        for (int i = entries.size(); i < of(sector).entries.size(); i++) {
            changed = changed.with(at(first + i), Block.zeros(Hpt37x.ERROR_LOG_ENTRY));
        }
        for (int i = 0; i < entries.size(); i++) {
            changed = changed.with(at(first + i), entries.get(i));
        }
        return changed.with8(ENTRIES, entries.size()).with8(INDEX, first);
    }

    private static boolean is(Block entry, int reason) {
        return entry.i32(0) == OURS && entry.u8(REASON) == reason;
    }

    private static Block entry(int reason, int disk, int status, long lba) {
        return Block.zeros(Hpt37x.ERROR_LOG_ENTRY)
                .with32(0, OURS)
                .with8(REASON, reason)
                .with8(DISK, disk)
                .with8(STATUS, status)
                .with32(LBA, lba);
    }

    /** The ids that the set had before. */
    List<Long> former() {
        return entries.stream().filter(e -> is(e, BROKEN)).map(e -> e.u32(LBA)).toList();
    }

    Optional<Hpt37xMark> mark() {
        return entries.stream()
                .filter(e -> is(e, MARK))
                .map(e -> new Hpt37xMark(e.u8(DISK) & 1, e.i32(LBA), e.u8(STATUS) != 0))
                .findFirst();
    }

    /**
     * With one more id.
     *
     * @param disk number of the one that the set goes on without
     */
    Hpt37xLog withFormer(long id, int disk) {
        return with(entry(BROKEN, disk, 0, id));
    }

    /** With this mark, and no other. */
    Hpt37xLog withMark(Optional<Hpt37xMark> mark) {
        if (mark.equals(mark())) {
            return this;
        }
        var others = new Hpt37xLog(entries.stream().filter(e -> !is(e, MARK)).toList(), first);
        return mark.map(m -> others.with(entry(MARK, m.leg(), m.behind() ? 1 : 0, m.owner())))
                .orElse(others);
    }

    /** A full ring loses its oldest entry. */
    private Hpt37xLog with(Block entry) {
        boolean full = entries.size() == Hpt37x.ERROR_LOG_ENTRIES;
        var all = new ArrayList<>(
                Stream.concat(entries.stream(), Stream.of(entry)).toList());
        return full
                ? new Hpt37xLog(all.subList(1, all.size()), (first + 1) % Hpt37x.ERROR_LOG_ENTRIES)
                : new Hpt37xLog(all, first);
    }
}
