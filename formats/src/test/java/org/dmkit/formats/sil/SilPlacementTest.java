package org.dmkit.formats.sil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dmkit.formats.NewSets.disks;
import static org.dmkit.formats.NewSets.wish;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.dmkit.blockio.DiskInfo;
import org.dmkit.formats.Blkid;
import org.dmkit.formats.CorpusDisks;
import org.dmkit.formats.NewSets;
import org.dmkit.raid.change.Change;
import org.dmkit.raid.format.Group;
import org.dmkit.raid.format.Placement.Birth;
import org.dmkit.raid.format.Reading;
import org.dmkit.raid.model.RaidSet;
import org.dmkit.raid.model.RefusedException;
import org.dmkit.raid.model.Wish;
import org.dmkit.raid.model.Wish.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New sets, held against those of other writers, and read by blkid. */
class SilPlacementTest {
    private static final SilFormat FORMAT = new SilFormat();
    private static final Birth BIRTH = new Birth(7, Instant.parse("2005-07-12T14:31:53Z"));
    private static final NewSets<SilMetadata> SETS = new NewSets<>(FORMAT, BIRTH);

    private static Group make(CorpusDisks<SilMetadata> c, Wish wish, List<DiskInfo> disks) throws RefusedException {
        Group read = SETS.make(c, wish, disks);
        assertThat(read.name()).isEqualTo("sil_afahbicaejcd");
        return read;
    }

    private static SilMetadata block(CorpusDisks<SilMetadata> c, String disk) {
        return ((Reading.Found<SilMetadata>) c.reading(disk)).metadata();
    }

    @ParameterizedTest
    @CsvSource({
        "freebsd-created, RAID1, 2, 0, 0",
        "raid0-2disk-64k, RAID0, 2, 128, 312598784",
        "raid5-4disk-degraded, RAID5, 4, 32, 608256",
        "raid10-4disk-size-is-volume, RAID10, 4, 128, 405504"
    })
    void aSetIsLaidOutAsOthersDo(String name, Kind kind, int members, int chunk, long size) throws RefusedException {
        CorpusDisks<SilMetadata> made = CorpusDisks.load(FORMAT, name);
        List<DiskInfo> disks = disks(members, made.disks().getFirst().sectors());
        CorpusDisks<SilMetadata> ours = SETS.blank(disks);
        make(ours, wish("data", kind, chunk, size), disks);
        for (DiskInfo disk : made.disks()) {
            SilMetadata theirs = block(made, disk.name());
            int slot =
                    theirs.diskNumber() + (kind == Kind.RAID10 ? theirs.stripeNumber() * theirs.drivesPerStripe() : 0);
            SilMetadata own = block(ours, disks.get(slot).name());
            assertThat(own.arraySectors()).isEqualTo(theirs.arraySectors());
            assertThat(own.block().slice(SilMetadata.DISK_NUMBER, 6))
                    .isEqualTo(theirs.block().slice(SilMetadata.DISK_NUMBER, 6));
            assertThat(own.majorVersion()).isEqualTo(theirs.majorVersion());
            assertThat(own.vendor()).isEqualTo(theirs.vendor());
            if (kind.striped()) {
                assertThat(own.chunk()).isEqualTo(theirs.chunk());
            }
        }
    }

    @Test
    void aMirrorIsSynchronisedFirstAndThenClean() throws RefusedException {
        List<DiskInfo> disks = disks(2, 204800);
        CorpusDisks<SilMetadata> c = SETS.blank(disks);
        Group made = make(c, wish("data", Kind.RAID1, 0, 0), disks);
        assertThat(made.sets().getFirst().resync()).isEqualTo(RaidSet.Resync.RESYNCING);
        Group clean = SETS.write(c, made, made.mapSets(s -> s.withResync(RaidSet.Resync.CLEAN)));
        assertThat(clean.sets().getFirst().resync()).isEqualTo(RaidSet.Resync.CLEAN);
        assertThat(clean.sets().getFirst().health()).isEqualTo(RaidSet.Health.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource({"RAID0, 2", "RAID1, 2", "RAID5, 3", "RAID10, 4"})
    void aSetIsRenamedAndDeleted(Kind kind, int members) throws RefusedException {
        List<DiskInfo> disks = disks(members, 204800);
        CorpusDisks<SilMetadata> c = SETS.blank(disks);
        Group t0 = make(c, wish("data", kind, 0, 0), disks);
        String name = t0.sets().getFirst().name();
        Group renamed = SETS.write(c, t0, new Change.Rename(name, "other").apply(t0));
        assertThat(renamed.sets().getFirst()).isEqualTo(t0.sets().getFirst().withLabel("other"));
        SETS.write(c, renamed, new Change.Delete(name).apply(renamed));
        assertThat(c.found()).isEmpty();
    }

    @Test
    void whatTheFormatCantExpressIsRefused() {
        List<DiskInfo> all = disks(7, 204800);
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 0), all.subList(0, 5)))
                .contains("sil.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 0), all.subList(0, 3)))
                .contains("sil.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 200000), all.subList(0, 4)))
                .contains("sil.size");
        assertThat(SETS.refusal(wish("m", Kind.RAID10, 0, 300000), all.subList(0, 4)))
                .isEmpty();
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), all.subList(0, 3))).contains("sil.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID0, 0, 0), all)).contains("sil.members");
        assertThat(SETS.refusal(wish("m", Kind.RAID5, 48, 0), all.subList(0, 3)))
                .contains("sil.chunk");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 204800), all.subList(0, 2)))
                .contains("sil.size");
        assertThat(SETS.refusal(wish("no blanks", Kind.RAID1, 0, 0), all.subList(0, 2)))
                .contains("sil.name");
        assertThat(SETS.refusal(wish("m", Kind.RAID1, 0, 0), disks(2, 2000))).contains("sil.size");
    }

    @Test
    void blkidKnowsIt(@TempDir Path directory) throws Exception {
        List<DiskInfo> disks = disks(2, 204800);
        CorpusDisks<SilMetadata> c = SETS.blank(disks);
        make(c, wish("data", Kind.RAID1, 0, 0), disks);
        assertThat(Blkid.probe(directory, c, "sda")).containsEntry("TYPE", "silicon_medley_raid_member");
    }
}
