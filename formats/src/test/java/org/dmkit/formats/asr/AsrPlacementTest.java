package org.dmkit.formats.asr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dmkit.formats.NewSets.disks;
import static org.dmkit.formats.NewSets.wish;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.blockio.Extent;
import org.dmkit.formats.Blkid;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.NewSets;
import org.dmkit.raid.assemble.Block;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Placement.Birth;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RaidSet.Resync;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New arrays, held against the real one and the corpus' of other levels, and read by blkid. */
class AsrPlacementTest {
    private static final AsrFormat FORMAT = new AsrFormat();
    private static final Birth BIRTH = new Birth(7, Instant.parse("2005-07-12T14:31:53Z"));
    private static final NewSets<AsrMetadata> SETS = new NewSets<>(FORMAT, BIRTH);

    private static Block metadata(CorpusDisks<AsrMetadata> c, String disk) {
        long sectors = c.disk(disk).sectors();
        return Block.copyOf(c.get(disk, new Extent(sectors - 17, 17))).bigEndian();
    }

    /**
     * All 17 sectors of each disk. What may differ: identities of arrays and disks, which are drawn by lot; the sum, which covers them;
     * the state of the array, because a new mirror is synchronised first. In the real array also fstrsvrb, which is 0 on SCSI disks,
     * and the SCSI ids of its disks. In those that were made for the corpus also raidFlags, which are 0 in the real table, and the
     * target ids in reserved blocks, which are there those of the first disk on all.
     */
    @ParameterizedTest
    @CsvSource({
        "real-raid0-4disk-chunk128, RAID0, 4, ZERO, 128, 71770112",
        "raid0-2disk-chunk128, RAID0, 2, '', 128, 0",
        "raid1-2disk, RAID1, 2, MIRROR, 0, 0",
        "raid01-4disk, RAID10, 4, R01, 128, 0",
    })
    void anArrayIsLaidOutAsThoseThatAreKnown(String name, Kind kind, int members, String label, int chunk, long size)
            throws RefusedException {
        CorpusDisks<AsrMetadata> theirs = CorpusDisks.load(FORMAT, name);
        String called = label.isEmpty() ? theirs.group().sets().getFirst().label() : label;
        List<DiskInfo> disks = disks(members, theirs.disks().getFirst().sectors());
        CorpusDisks<AsrMetadata> ours = SETS.blank(disks);
        boolean real = name.startsWith("real");
        if (real) {
            // The vendor leaves too little room for a record; with it, what a wish of all that it has would be refused.
            assertThat(SETS.refusal(wish(called, kind, chunk, size), disks)).contains("asr.size");
        }
        SETS.make(ours, wish(called, kind, chunk, real ? size - 4 * 128 : size), disks);
        var differing = new TreeSet<String>();
        for (DiskInfo disk : disks) {
            Block own = metadata(ours, disk.name());
            Block other = metadata(theirs, disk.name());
            for (int at = 0; at < own.size(); at++) {
                if (own.u8(at) != other.u8(at)) {
                    differing.add(field(at));
                }
            }
        }
        assertThat(differing)
                .containsAll(List.of("raidmagic", "drivemagic"))
                .isSubsetOf(
                        real
                                ? List.of("raidmagic", "drivemagic", "rchksum", "fstrsvrb", "raidid", "lcapcty")
                                : List.of("raidmagic", "drivemagic", "rchksum", "raidFlags", "raidstate", "tids"));
    }

    private static String field(int at) {
        if (at >= 8192) {
            int inBlock = at - 8192;
            return inBlock >= 0x34 && inBlock < 0x38
                    ? "fstrsvrb"
                    : inBlock >= 0x38 && inBlock < 0x3c
                            ? "tids"
                            : inBlock >= 0x40 && inBlock < 0x44 ? "drivemagic" : String.format("RB 0x%x", inBlock);
        }
        if (at < 64) {
            return at == 0x0e || at == 0x0f
                    ? "rchksum"
                    : at >= 0x18 && at < 0x1c ? "raidFlags" : String.format("header 0x%x", at);
        }
        int inLine = at % 64;
        return switch (inLine) {
            case 0x04, 0x05, 0x06, 0x07 -> "raidmagic";
            case 0x0a -> at < 128 ? "raidstate" : "raidstate of line " + at / 64;
            case 0x10, 0x11, 0x12, 0x13 -> "raidid";
            case 0x18, 0x19, 0x1a, 0x1b -> "lcapcty";
            default -> String.format("line %d 0x%x", at / 64 - 1, inLine);
        };
    }

    @Test
    void aChangeHasRoomForItsRecord() throws RefusedException {
        for (long sectors = 204800; sectors < 204800 + 128; sectors++) {
            List<DiskInfo> disks = disks(2, sectors);
            CorpusDisks<AsrMetadata> c = SETS.blank(disks);
            long size = SETS.make(c, wish("m", Kind.RAID1, 0, 0), disks)
                    .sets()
                    .getFirst()
                    .size();
            assertThat(size % 128).isZero();
            assertThat(sectors - 17 - size).isBetween(64L, 191L);
        }
    }

    @ParameterizedTest
    @CsvSource({"RAID0, 2", "RAID1, 2", "RAID10, 4"})
    void anArrayIsSynchronisedRenamedAndDeleted(Kind kind, int members) throws RefusedException {
        List<DiskInfo> disks = disks(members, 204800);
        CorpusDisks<AsrMetadata> c = SETS.blank(disks);
        Group t0 = SETS.make(c, wish("data", kind, 0, 0), disks);
        RaidSet set = t0.sets().getFirst();
        assertThat(set.name()).isEqualTo("asr_data");
        assertThat(set.resync()).isEqualTo(kind == Kind.RAID0 ? Resync.CLEAN : Resync.RESYNCING);
        Group clean = t0.mapSets(s -> s.withResync(Resync.CLEAN));
        SETS.write(c, t0, clean);
        assertThat(c.group().sets()).isEqualTo(clean.sets());
        SETS.write(c, c.group(), new Change.Rename(set.name(), "other").apply(c.group()));
        assertThat(c.group().sets().getFirst().name()).isEqualTo("asr_other");
        SETS.write(c, c.group(), new Change.Delete("asr_other").apply(c.group()));
        assertThat(c.found()).isEmpty();
        assertThat(metadata(c, "sda").isZero()).isTrue();
    }

    @Test
    void allMembersHaveOneTableAndIdentitiesOfTheirOwn() throws RefusedException {
        List<DiskInfo> disks = disks(8, 204800);
        CorpusDisks<AsrMetadata> c = SETS.blank(disks);
        SETS.make(c, wish("m", Kind.RAID10, 0, 0), disks);
        assertThat(disks)
                .extracting(d -> metadata(c, d.name()).slice(0, 8192))
                .containsOnly(metadata(c, "sda").slice(0, 8192));
        assertThat(disks)
                .extracting(d -> metadata(c, d.name()).i32(8192 + 0x40))
                .doesNotHaveDuplicates()
                .doesNotContain(0, -1);
        Block table = metadata(c, "sda");
        assertThat(IntStream.range(0, 11).mapToObj(i -> table.i32(64 + 64 * i + 4)))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatTheFormatCannotExpressIsRefused() throws RefusedException {
        List<DiskInfo> nine = disks(9, 204800);
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), nine)).contains("asr.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), nine.subList(0, 8)))
                .isEmpty();
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), nine.subList(0, 3)))
                .contains("asr.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 0), nine.subList(0, 5)))
                .contains("asr.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID5, 0, 0), nine.subList(0, 3)))
                .contains("asr.level");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 16, 0), nine.subList(0, 2)))
                .contains("asr.chunk");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 256, 0), nine.subList(0, 2)))
                .contains("asr.chunk");
        assertThat(SETS.refusal(wish("x".repeat(17), Kind.RAID1, 0, 0), nine.subList(0, 2)))
                .contains("asr.name");
        assertThat(SETS.refusal(wish("", Kind.RAID1, 0, 0), nine.subList(0, 2))).contains("asr.name");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 204800), nine.subList(0, 2)))
                .contains("asr.size");
        // The array has 2 TiB; a disk of that size has no number for its table.
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), disks(2, 1L << 31)))
                .isEmpty();
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), disks(2, (1L << 31) + 256)))
                .contains("asr.size");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 2048), disks(2, (1L << 32) + 17)))
                .contains("asr.disk-too-large");
        CorpusDisks<AsrMetadata> c = SETS.blank(nine);
        Group made = SETS.make(c, wish("m", Kind.RAID1, 0, 2048), nine.subList(0, 2));
        var second = new Change.Create(wish("n", Kind.RAID1, 0, 0), nine.subList(0, 2), List.of());
        assertThatThrownBy(() -> second.apply(made)).hasMessageContaining("asr.one-set");
    }

    @Test
    void blkidKnowsIt(@TempDir Path directory) throws Exception {
        List<DiskInfo> disks = disks(2, 204800);
        CorpusDisks<AsrMetadata> c = SETS.blank(disks);
        SETS.make(c, wish("data", Kind.RAID1, 0, 0), disks);
        assertThat(Blkid.probe(directory, c, "sda")).containsEntry("TYPE", "adaptec_raid_member");
    }
}
