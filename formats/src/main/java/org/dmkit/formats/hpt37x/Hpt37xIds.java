package org.dmkit.formats.hpt37x;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.dmkit.raid.model.Component;

/**
 * The ids of sets. Whoever knows the format takes any; ours follow from the one before and from who is left, so that two halves
 * of a mirror that go on without each other never bear the same. Of a mirror of stripes the id of the first half is one more
 * than that of the whole, and of the second two more, as in FreeBSD.
 */
final class Hpt37xIds {
    /** So that those of the halves are below 2^32, too. */
    private static final long MOST = 0xffff_fffdL;

    private Hpt37xIds() {}

    /** Of a set that is made. */
    static long first(long seed) {
        return drawn(Long.toString(seed), List.of());
    }

    /**
     * The next one of a set.
     *
     * @param former that it has had before
     * @param leaves who is in it from now on
     */
    static long next(long now, List<Long> former, List<Component> leaves) {
        return drawn(
                now + leaves.stream().map(Hpt37xIds::text).collect(Collectors.joining("\0", "\0", "")),
                Stream.concat(former.stream(), Stream.of(now)).toList());
    }

    /** Of a half, by the id of the whole. */
    static long ofHalf(long id, boolean first) {
        return id + (first ? 1 : 2);
    }

    private static long drawn(String text, List<Long> taken) {
        for (int salt = 0; ; salt++) {
            var crc = new CRC32();
            crc.update((text + "\0" + salt).getBytes(StandardCharsets.UTF_8));
            long id = crc.getValue();
            if (id != 0 && id <= MOST && !taken.contains(id)) {
                return id;
            }
        }
    }

    private static String text(Component leaf) {
        return leaf instanceof Component.Member m
                ? m.disk().wwn() + "\0" + m.disk().serial() + "\0" + m.disk().sectors() + "\0" + m.state()
                : "";
    }
}
