package org.dmkit.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.Encoding.encode;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Format;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Placement.Birth;
import org.dmkit.raid.format.Update.Duty;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;

/** Sets that a format makes of blank disks in memory. */
public record NewSets<M>(Format<M> format, Birth birth) {
    /**
     * What is asked for.
     *
     * @param chunk sectors; 0 for what the format takes
     * @param size sectors; 0 for all
     */
    public static Wish wish(String name, Kind kind, int chunk, long size) {
        return new Wish(
                name,
                kind,
                chunk == 0 ? OptionalInt.empty() : OptionalInt.of(chunk),
                size == 0 ? OptionalLong.empty() : OptionalLong.of(size));
    }

    /** {@code sda}, {@code sdb}, ... */
    public static List<DiskInfo> disks(int count, long sectors) {
        return IntStream.range(0, count)
                .mapToObj(i -> new DiskInfo("sd" + (char) ('a' + i), sectors, 512, "N-" + i, null, "", null, false))
                .toList();
    }

    public CorpusDisks<M> blank(List<DiskInfo> disks) {
        return CorpusDisks.blank(format, disks);
    }

    /** T0. */
    public Group ground(List<DiskInfo> disks) {
        return format.writer().orElseThrow().placement().orElseThrow().ground(format, disks, birth);
    }

    /** The set, which is read as it was wished for. */
    public Group make(CorpusDisks<M> c, Wish wish, List<DiskInfo> disks) throws RefusedException {
        Group t0 = ground(disks);
        Group t1 = new Change.Create(wish, disks, List.of()).apply(t0);
        Group read = write(c, t0, t1);
        assertThat(read.sets()).isEqualTo(t1.sets());
        assertThat(read.blocked()).isEmpty();
        return read;
    }

    /** Writes T1, and reads it; if nothing is there any more, T1 as it was meant. */
    public Group write(CorpusDisks<M> c, Group t0, Group t1) {
        c.write(encode(t0, t1), Duty.values());
        return c.found().isEmpty() ? t1 : c.group();
    }

    /** The code of the first thing that is against a set. */
    public Optional<String> refusal(Wish wish, List<DiskInfo> disks) {
        return refusal(wish, disks, List.of());
    }

    public Optional<String> refusal(Wish wish, List<DiskInfo> disks, List<DiskInfo> spares) {
        try {
            return Encoding.codes(ground(disks), new Change.Create(wish, disks, spares)).stream()
                    .findFirst();
        } catch (RefusedException e) {
            return Optional.of(e.findings().getFirst().code());
        }
    }
}
