package org.dmkit.formats.sil;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.write.Drawn;

/** The block of a spare. It has an identity of its own: dmraid drops a set whose identity a spare bears. */
final class SilSpare {
    private static final int NONE = 0xff;

    private SilSpare() {}

    /**
     * A block for this disk.
     *
     * @param known of the group, by name of disk; they tell controller and version
     */
    static SilMetadata of(DiskInfo disk, Map<String, SilMetadata> known) {
        SilMetadata like = known.values().stream().findFirst().orElseThrow();
        Block block = SilIdentify.of(disk, known)
                .block()
                .with(SilMetadata.OF_SET, Block.zeros(SilMetadata.COVERED - SilMetadata.OF_SET))
                .with(SilMetadata.OF_SET, like.block().slice(SilMetadata.OF_SET, SilMetadata.TIME - SilMetadata.OF_SET))
                .with64(SilMetadata.ARRAY_SECTORS, Math.max(1, disk.sectors() - SilSizes.VENDOR_RESERVE))
                .with8(SilMetadata.TYPE, SilType.SPARE)
                .with8(SilMetadata.MIRROR_NUMBER, NONE)
                .with32(SilMetadata.INCARNATION, 1)
                .with8(SilMetadata.MEMBER_STATUS, SilMetadata.CURRENT)
                .with8(SilMetadata.SET_STATE, SilMetadata.CLEAN)
                .with(SilMetadata.TEXT, Block.copyOf(" ".repeat(16).getBytes(StandardCharsets.ISO_8859_1)));
        return identified(new SilMetadata(block), disk, known).sealed();
    }

    private static SilMetadata identified(SilMetadata spare, DiskInfo disk, Map<String, SilMetadata> known) {
        for (int salt = 0; ; salt++) {
            SilMetadata candidate =
                    new SilMetadata(spare.block().with(SilMetadata.TIME, time(disk.serial() + disk.name() + salt)));
            if (known.values().stream().noneMatch(k -> SilNames.set(k).equals(SilNames.set(candidate)))) {
                return candidate;
            }
        }
    }

    /** Six bytes that look like seconds to year in BCD, and depend on nothing but the text. */
    private static Block time(String text) {
        long rest = Drawn.of(text);
        int[] ranges = {60, 60, 24, 28, 12, 100};
        int[] first = {0, 0, 0, 1, 1, 0};
        Block time = Block.zeros(6);
        for (int i = 0; i < ranges.length; i++) {
            int value = (int) (rest % ranges[i]) + first[i];
            rest /= ranges[i];
            time = time.with8(i, ((value / 10) << 4) | (value % 10));
        }
        return time;
    }
}
