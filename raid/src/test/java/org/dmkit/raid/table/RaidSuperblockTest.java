package org.dmkit.raid.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RaidSuperblockTest {
    private static final RaidSuperblock IN_SYNC =
            new RaidSuperblock(2, 0, 2, 2, 0, RaidSuperblock.DONE, RaidSuperblock.DONE, 1, 0, 0, 131072, 131072);

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    @Test
    void isWhatTheKernelItselfWrites() {
        // The first 160 bytes of a metadata device that a 6.1 kernel had written to (raid1 of two members of 64 MiB, in
        // sync); only the count of events is another.
        String kernel = "446d5264010000000200000000000000" + "03000000000000000000000000000000"
                + "ffffffffffffffffffffffffffffffff" + "01000000000000000000000000000000"
                + "ffffffffffffffff0100000000000000" + "00000000000000000000020000000000"
                + "00".repeat(16) + "00000200000000000000000000000000" + "00".repeat(32);
        RaidSuperblock later =
                new RaidSuperblock(2, 0, 3, 2, 0, RaidSuperblock.DONE, RaidSuperblock.DONE, 1, 0, 0, 131072, 131072);
        assertThat(hex(later.encode(), 0, 160)).isEqualTo(kernel);
    }

    @Test
    void fieldsStandWhereTheStructurePutsThem() {
        byte[] bytes = new RaidSuperblock(4, 3, 5, 6, 2, 7, 8, 6, 9, 64, 0x1122, 0x3344).encode();
        assertThat(hex(bytes, 8, 60))
                .isEqualTo("04000000" + "03000000" + "0500000000000000" + "0200000000000000" + "0700000000000000"
                        + "0800000000000000" + "06000000" + "09000000" + "40000000");
        assertThat(hex(bytes, 72, 96))
                .isEqualTo("06000000" + "09000000" + "40000000" + "00000000" + "2211000000000000");
        assertThat(hex(bytes, 112, 120)).isEqualTo("4433000000000000");
    }

    @Test
    void aBitmapSuperblockFollowsAt4096() {
        byte[] bytes = IN_SYNC.encode();
        assertThat(hex(bytes, 4096, 4096 + 64))
                .isEqualTo("6269746d" + "04000000" + "00".repeat(16) + "0200000000000000" + "0200000000000000"
                        + "0000020000000000" + "00000000" + "00004000" + "05000000" + "00000000");
        assertThat(bytes).hasSize(8192);
    }

    @Test
    void theRegionGrowsWhereABitmapWouldHaveTooManyBits() {
        byte[] bytes = new RaidSuperblock(2, 0, 2, 2, 0, -1, -1, 1, 0, 0, 1L << 36, 1L << 36).encode();
        assertThat(hex(bytes, 4096 + 52, 4096 + 56)).isEqualTo("00000001"); // 16 MiB
    }
}
